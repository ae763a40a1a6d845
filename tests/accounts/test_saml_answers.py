"""A SAML answer is believed only if all of it is as it must be."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
import xmlsec
from lxml import etree

from accounts.saml.answer import read_answer
from accounts.saml.names import PERSISTENT
from accounts.saml.refusing import AnswerRefused, DeclinedThere, Unasked
from tests.accounts.saml_world import (
    ACS,
    ENTITY_ID,
    NS,
    OWN_NAME,
    WRAPPINGS,
    Message,
    encoded,
    key,
    moment,
    provider,
    sign,
)


def refused(answer: str, told: str = "") -> None:
    with pytest.raises(AnswerRefused) as refusal:
        read_answer(provider(), answer)
    assert told in refusal.value.reason


def test_a_signed_assertion_says_who_it_is() -> None:
    message = Message(attributes={"groups": ["a", "b"], "empty": [], "mail": ["<a&b@example.com>"]})
    answer = read_answer(provider(), message.signed())
    assert (answer.issuer, answer.question, answer.number) == (
        ENTITY_ID,
        "ONELOGIN_1",
        message.number,
    )
    assert (answer.name_id, answer.name_id_format) == ("p-1", PERSISTENT)
    assert answer.session_index == "s-1"
    assert answer.attributes == {"groups": ["a", "b"], "empty": [], "mail": ["<a&b@example.com>"]}


def test_a_signature_over_the_whole_answer_or_over_both_is_as_good() -> None:
    whole = sign(Message().xml(), "samlp:Response")
    assert read_answer(provider(), encoded(whole)).name_id == "p-1"
    both = sign(sign(Message().xml(), "saml:Assertion"), "samlp:Response")
    assert read_answer(provider(), encoded(both)).name_id == "p-1"


def test_two_certificates_are_in_use_while_the_provider_changes_them() -> None:
    side = replace(provider().saml, certificates=(key("next").certificate, key().certificate))
    for by in ("provider", "next"):
        assert read_answer(provider(saml=side), Message().signed(by)).name_id == "p-1"
    refused(Message().signed("next"), "certificates")


def test_what_is_not_signed_by_the_provider_is_refused() -> None:
    refused(encoded(Message().xml()), "not signed")
    refused(Message().signed(by="somebody"), "certificates")
    changed = sign(Message().xml(), "saml:Assertion")
    changed.find(".//saml:NameID", NS).text = "admin"
    refused(encoded(changed), "certificates")


@pytest.mark.parametrize("wrap", WRAPPINGS, ids=lambda wrap: wrap.__name__)
def test_a_wrapped_answer_is_refused(wrap: Callable[[Any], etree._Element]) -> None:
    answer = wrap(sign(Message().xml(), WRAPPINGS[wrap]))
    # Worth refusing: whoever looks for “the assertion” can find the forged one.
    assert "admin" in answer.xpath("//saml:NameID/text()", namespaces=NS)
    refused(encoded(answer), "The answer holds")


def _add(parent: str, name: str) -> Callable[[etree._Element], None]:
    """Puts an empty element of this name into the first one of the other name."""

    def change(answer: etree._Element) -> None:
        prefix, tag = name.split(":")
        etree.SubElement(_first(answer, parent), f"{{{NS[prefix]}}}{tag}")

    return change


def _move(name: str, parent: str) -> Callable[[etree._Element], None]:
    return lambda answer: _first(answer, parent).append(_first(answer, name))


def _double(name: str) -> Callable[[etree._Element], None]:
    return lambda answer: _first(answer, name).addnext(deepcopy(_first(answer, name)))


def _first(answer: etree._Element, name: str) -> etree._Element:
    return answer.xpath(f"//{name}", namespaces=NS)[0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_add("samlp:Status", "samlp:Response"), "another response"),
        (_move("saml:Assertion", "samlp:Status"), "is wrapped"),
        (lambda answer: answer.set("ID", _first(answer, "saml:Assertion").get("ID")), "same ID"),
        (lambda answer: answer.set("ID", ""), "same ID"),
        (lambda answer: [_double("ds:Signature")(answer) for _ in range(2)], "too many"),
        (_move("ds:Signature", "saml:Subject"), "in the wrong place"),
        (_add("ds:Signature", "ds:Object"), "holds other things"),
        (_double("ds:Reference"), "covers more than one thing"),
        (_move("ds:Reference", "ds:KeyInfo"), "not formed"),
        (_double("ds:Transform"), "too often"),
        (lambda answer: setattr(answer, "tag", f"{{{NS['samlp']}}}Other"), "no SAML response"),
    ],
)
def test_one_of_everything_and_each_in_its_place(
    change: Callable[[etree._Element], object], told: str
) -> None:
    answer = sign(Message().xml(), "saml:Assertion")
    change(answer)
    refused(encoded(answer), told)


def test_weak_or_odd_signatures_are_refused() -> None:
    weak, weak_digest = xmlsec.Transform.RSA_SHA1, xmlsec.Transform.SHA1
    refused(Message().signed(signature=weak), "weak")
    refused(Message().signed(digest=weak_digest), "weak")
    odd = sign(Message().xml(), "saml:Assertion")
    odd.find(".//ds:Transform", NS).set("Algorithm", "http://www.w3.org/TR/1999/REC-xslt-19991116")
    refused(encoded(odd), "transforms")
    everything = sign(Message().xml(), "saml:Assertion")
    everything.find(".//ds:Reference", NS).set("URI", "")
    refused(encoded(everything), "something else")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"ends": -90}, "expired"),
        ({"ends": -90, "confirmed_until": 300}, "expired"),
        ({"ends": 300, "confirmed_until": -5}, "expired"),
        ({"begins": 90, "ends": 900}, "not valid yet"),
        ({"ends": 25 * 3600}, "more than a day"),
        ({"audience": f"<saml:Audience>{OWN_NAME}x</saml:Audience>"}, "audience"),
        ({"audience": ""}, "audience"),
        ({"destination": ACS + "x"}, "destination"),
        ({"destination": "http://evil.example/"}, "destination"),
        ({"recipient": ACS + "x"}, "recipient"),
        ({"recipient": "http://evil.example/?" + ACS}, "recipient"),
        ({"issuer": "https://evil.example/saml"}, "issuer"),
        ({"issuer": ""}, "issuer"),
    ],
)
def test_an_answer_for_somewhere_or_sometime_else_is_refused(
    wrong: dict[str, Any], told: str
) -> None:
    refused(Message(**wrong).signed(), told)


def test_every_audience_restriction_counts() -> None:
    both = "</saml:AudienceRestriction><saml:AudienceRestriction>".join(
        f"<saml:Audience>{name}</saml:Audience>" for name in (OWN_NAME, "https://other.example")
    )
    refused(Message(audience=both).signed(), "audience")


def test_the_confirmation_that_is_for_us_counts_and_no_other() -> None:
    response = Message(confirmed_until=-5).xml()
    ours = _first(response, "saml:SubjectConfirmation")
    theirs = deepcopy(ours)
    theirs[0].attrib.update({"Recipient": ACS + "x", "NotOnOrAfter": moment(300)})
    ours.addprevious(theirs)
    refused(encoded(sign(response, "saml:Assertion")), "expired")
    endless = Message().xml()
    del _first(endless, "saml:SubjectConfirmationData").attrib["NotOnOrAfter"]
    refused(encoded(sign(endless, "saml:Assertion")), "until when")


def test_the_question_is_read_from_what_is_signed() -> None:
    with pytest.raises(Unasked):
        read_answer(provider(), Message(question="").signed())
    swapped = sign(Message(question="theirs").xml(), "saml:Assertion")
    swapped.set("InResponseTo", "mine")
    refused(encoded(swapped))
    del swapped.attrib["InResponseTo"]
    assert read_answer(provider(), encoded(swapped)).question == "theirs"


def test_a_no_of_the_provider_is_a_no() -> None:
    with pytest.raises(DeclinedThere):
        read_answer(provider(), encoded(Message(status="AuthnFailed").xml()))


def test_a_comment_does_not_cut_a_name_in_two() -> None:
    cut = etree.tostring(sign(Message(name_id="admin.evil").xml(), "saml:Assertion")).decode()
    cut = cut.replace("admin.evil", "admin<!---->.evil")
    refused(encoded(cut), "comments")
    # Nor does anything else that XML knows for the purpose.
    for trick in ("<?x?>", "<![CDATA[]]>", "&nothing;"):
        refused(encoded(cut.replace("<!---->", trick)))


HOSTILE = {
    "bomb": '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "file": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "nothing": "",
    "text": "hello",
    "another document": "<a/>",
    "unfinished": "<a",
    "deep": "<a>" * 5_000 + "</a>" * 5_000,
    "another encoding": "<?xml version='1.0' encoding='UTF-7'?><a/>",
    "two roots": "<a/><b/>",
    "without anything": f'<samlp:Response xmlns:samlp="{NS["samlp"]}"/>',
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_documents_are_refused(hostile: str) -> None:
    refused(encoded(hostile))
    refused(encoded(hostile.encode("utf-16")))


def test_what_is_no_base64_or_too_large_is_refused() -> None:
    refused(encoded("hello"), "no XML")
    refused(encoded(HOSTILE["another encoding"]), "not in UTF-8")
    refused("%%%")
    refused("é")
    refused("A" * 300_000, "too large")
    refused(encoded("<a>" + "b" * 200_000 + "</a>"), "too large")


def test_encrypted_assertions_are_refused_with_what_to_do() -> None:
    response = Message().xml()
    assertion = response.find("saml:Assertion", NS)
    response.replace(assertion, etree.Element(f"{{{NS['saml']}}}EncryptedAssertion"))
    refused(encoded(response), "switch that off")


def test_a_document_cut_or_changed_anywhere_never_says_anything_else() -> None:
    """Whatever is done to one character, the answer is refused or says the same."""
    whole = etree.tostring(sign(Message().xml(), "saml:Assertion")).decode()
    true = read_answer(provider(), encoded(whole))
    for place in range(1, len(whole), 97):
        for changed in (whole[:place], whole[:place] + "x" + whole[place + 1 :]):
            try:
                said = read_answer(provider(), encoded(changed))
            except AnswerRefused:
                continue
            assert said == true, f"{place}: {moment()}"
