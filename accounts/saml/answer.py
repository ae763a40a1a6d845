"""The provider's answer, checked: what it says of whom, and for which question.

python3-saml checks signature, schema and times. It takes an answer for another address if that
begins with ours, one without an audience or an end, and it believes the unsigned envelope about
the question that was asked; so those are checked here, from the signed assertion alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from lxml.etree import _Element
from onelogin.saml2.errors import OneLogin_Saml2_ValidationError as Invalid
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from accounts.providers.provider import Provider
from accounts.saml.addresses import answers_go_to, own_name
from accounts.saml.document import check_shape, plain_text
from accounts.saml.names import BEARER, SAML
from accounts.saml.protocol import settings_for
from accounts.saml.refusing import AnswerRefused, DeclinedThere, Unasked, demand

# Seconds by which the provider's clock and ours may differ.
LEEWAY = 60
# An assertion that is good for longer is a password on paper.
LONGEST = 24 * 3600
# What an administrator can do something about, by the library's number.
REASONS = {
    Invalid.INVALID_XML_FORMAT: "The answer does not follow SAML's schema.",
    Invalid.NO_SIGNATURE_FOUND: "The answer is not signed.",
    Invalid.INVALID_SIGNATURE: "The signature is not by one of the provider's certificates.",
    Invalid.ASSERTION_TOO_EARLY: "The assertion is not valid yet: compare the clocks.",
    Invalid.ASSERTION_EXPIRED: "The assertion has expired: compare the clocks.",
    Invalid.SESSION_EXPIRED: "The session at the provider has expired.",
    Invalid.WRONG_ISSUER: "The answer is from another provider (issuer).",
    Invalid.WRONG_AUDIENCE: "The answer is for another application (audience).",
    Invalid.WRONG_DESTINATION: "The answer is for another address (destination).",
    Invalid.WRONG_SUBJECTCONFIRMATION: "The assertion has expired or is for another address.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a signed assertion says. `question` is the id of the request it answers, `number` its
    own id, `until` the second (Unix time) from which it is not taken any more."""

    issuer: str
    question: str
    number: str
    until: int
    name_id: str = ""
    name_id_format: str = ""
    name_qualifier: str = ""
    session_index: str = ""
    attributes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ends_at(self) -> datetime:
        return datetime.fromtimestamp(self.until, UTC)


def read_answer(provider: Provider, encoded: str) -> Answer:
    """What the provider says, from the base64-encoded response that a browser brought.

    Raises AnswerRefused, and nothing else, whatever the text is: Unasked for a sign-in that began
    at the provider, DeclinedThere where the provider itself says no.
    """
    try:
        return _read(provider, encoded)
    except AnswerRefused:
        raise
    except Invalid as error:
        if error.code == Invalid.STATUS_CODE_IS_NOT_SUCCESS:
            raise DeclinedThere("The provider did not sign this person in.") from error
        raise AnswerRefused(REASONS.get(error.code, f"Not accepted ({error.code}).")) from error
    except Exception as error:
        # Two libraries in C read hostile text: whatever fails there, nobody has been vouched for.
        raise AnswerRefused("The answer could not be read.") from error


def _read(provider: Provider, encoded: str) -> Answer:
    text = plain_text(encoded)
    check_shape(OneLogin_Saml2_XML.to_etree(text))
    response = OneLogin_Saml2_Response(settings_for(provider), OneLogin_Saml2_Utils.b64encode(text))
    response.is_valid(_received_at(provider), raise_exceptions=True)
    assertion = response.document.find(f"{SAML}Assertion")
    issuer = _text(assertion.find(f"{SAML}Issuer"))
    demand(provider.saml and issuer == provider.saml.entity_id, REASONS[Invalid.WRONG_ISSUER])
    _check_destination(provider, response.document)
    _check_conditions(provider, assertion)
    confirmation = _confirmation(provider, assertion)
    name_id = assertion.find(f"{SAML}Subject/{SAML}NameID")
    named = name_id.attrib if name_id is not None else {}
    return Answer(
        issuer=issuer,
        question=_question(confirmation, response.document),
        number=assertion.get("ID"),
        until=_seconds(confirmation.get("NotOnOrAfter")) + LEEWAY,
        name_id=_text(name_id),
        name_id_format=named.get("Format", ""),
        name_qualifier=named.get("NameQualifier", ""),
        session_index=response.get_session_index() or "",
        attributes=_attributes(assertion),
    )


def _received_at(provider: Provider) -> dict[str, str]:
    """The request as the library wants it: always at the address that the provider was told."""
    address = urlsplit(answers_go_to(provider))
    return {
        "https": "on" if address.scheme == "https" else "off",
        "http_host": address.netloc,
        "script_name": address.path,
    }


def _check_destination(provider: Provider, response: _Element) -> None:
    destination = response.get("Destination")
    fits = destination is None or destination == answers_go_to(provider)
    demand(fits, REASONS[Invalid.WRONG_DESTINATION])


def _check_conditions(provider: Provider, assertion: _Element) -> None:
    conditions = assertion.find(f"{SAML}Conditions")
    now = time.time()
    if begin := conditions.get("NotBefore"):
        demand(_seconds(begin) - LEEWAY <= now, REASONS[Invalid.ASSERTION_TOO_EARLY])
    if end := conditions.get("NotOnOrAfter"):
        demand(now < _seconds(end) + LEEWAY, REASONS[Invalid.ASSERTION_EXPIRED])
    restrictions = conditions.findall(f"{SAML}AudienceRestriction")
    demand(restrictions, "The assertion does not say which application it is for (audience).")
    for restriction in restrictions:
        audiences = {_text(audience) for audience in restriction}
        demand(own_name(provider) in audiences, REASONS[Invalid.WRONG_AUDIENCE])


def _confirmation(provider: Provider, assertion: _Element) -> _Element:
    """Where it may be brought, until when, and in answer to what: exactly one that is for us."""
    data = [
        found
        for one in assertion.iterfind(f"{SAML}Subject/{SAML}SubjectConfirmation")
        if one.get("Method") == BEARER
        and (found := one.find(f"{SAML}SubjectConfirmationData")) is not None
        and found.get("Recipient") == answers_go_to(provider)
    ]
    demand(len(data) == 1, "The assertion is for another address (recipient).")
    demand(data[0].get("NotOnOrAfter"), "The assertion does not say until when it is good.")
    left = _seconds(data[0].get("NotOnOrAfter")) - time.time()
    demand(left > 0, REASONS[Invalid.ASSERTION_EXPIRED])
    demand(left <= LONGEST, "The assertion is good for more than a day.")
    return data[0]


def _question(confirmation: _Element, response: _Element) -> str:
    """The question's id as the signed assertion has it; the envelope may be anybody's."""
    question = confirmation.get("InResponseTo", "")
    if not question:
        raise Unasked("The sign-in began at the provider.")
    asked = response.get("InResponseTo", question)
    demand(asked == question, "The answer and its assertion answer two questions.")
    return question


def _attributes(assertion: _Element) -> dict[str, list[str]]:
    """Values by name; and by the friendly name, where no attribute has that as its name."""
    found: dict[str, list[str]] = {}
    friendly: dict[str, list[str]] = {}
    for attribute in assertion.iterfind(f"{SAML}AttributeStatement/{SAML}Attribute"):
        values = [
            text for value in attribute if not len(value) and (text := (value.text or "").strip())
        ]
        found.setdefault(attribute.get("Name"), []).extend(values)
        if name := attribute.get("FriendlyName"):
            friendly.setdefault(name, []).extend(values)
    return {**friendly, **found}


def _text(element: _Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _seconds(moment: str) -> int:
    return OneLogin_Saml2_Utils.parse_SAML_to_time(moment)
