"""Signing in by SAML: there and back again, and who is not let in."""

from __future__ import annotations

import base64
import zlib
from html import unescape
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from lxml import etree

from accounts import saml
from accounts.claims import ClaimsRefused
from accounts.models import AuditEntry, User
from accounts.saml.claims import MICROSOFT, XMLSOAP, claims_of
from accounts.saml.names import PERSISTENT, TRANSIENT
from accounts.saml.signing import query_of
from accounts.saml.signing_out import sign_out_address
from accounts.views import saml as views
from tests.accounts.conftest import signed_in_as
from tests.accounts.saml_world import ACS, ENTITY_ID, MAIL, NS, OWN_NAME, Message, key, provider

START, POST, FINISH = (f"/accounts/saml/works/{page}/" for page in ("login", "acs", "finish"))


@pytest.fixture(autouse=True)
def _company(db: None, settings: Any) -> None:
    settings.PROVIDERS = [provider()]


def ask(client: Client, destination: str = "") -> str:
    """The id of the question that the browser was sent to the provider with."""
    response = client.get(START, {"next": destination} if destination else {})
    assert response.status_code == 302, response.content
    return request_in(response["Location"]).get("ID")


def request_in(address: str) -> etree._Element:
    message = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    return etree.fromstring(zlib.decompress(base64.b64decode(message), -15))


def bring(client: Client, answer: str, **more: str) -> HttpResponse:
    """As a browser does it: the form comes from elsewhere and brings no session."""
    elsewhere = Client(enforce_csrf_checks=True)
    response = elsewhere.post(POST, {"SAMLResponse": answer, **more})
    client.cookies.update(elsewhere.cookies)
    return client.get(response["Location"]) if response.status_code == 302 else response


def sign_in(client: Client, destination: str = "", **message: Any) -> HttpResponse:
    return bring(client, Message(question=ask(client, destination), **message).signed())


def told(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def test_the_provider_is_told_who_we_are(client: Client, settings: Any) -> None:
    response = client.get("/accounts/saml/works/metadata/")
    assert response["Content-Type"] == "application/samlmetadata+xml"
    entity = etree.fromstring(response.content)
    assert entity.get("entityID") == OWN_NAME
    service = entity.find(".//{*}AssertionConsumerService")
    assert service.get("Location") == ACS
    assert client.get("/accounts/saml/nobody/metadata/").status_code == 404
    settings.PROVIDERS = [provider(kind="oidc")]
    for page in ("metadata", "login", "finish", "sls"):
        assert client.get(f"/accounts/saml/works/{page}/").status_code == 404
    assert client.post(POST).status_code == 404


def test_without_the_extra_there_are_no_such_pages(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saml, "is_installed", lambda: False)
    assert client.get(START).status_code == 404


def test_the_question_to_the_provider(client: Client) -> None:
    address = client.get(START)["Location"]
    assert address.startswith("https://idp.example/sso?tenant=7&SAMLRequest=")
    asked = request_in(address)
    assert asked.get("AssertionConsumerServiceURL") == ACS
    assert asked.findtext("saml:Issuer", namespaces=NS) == OWN_NAME
    assert asked.find("samlp:NameIDPolicy", NS).get("Format") == PERSISTENT


def test_a_provider_that_wants_signed_requests_gets_them(client: Client, settings: Any) -> None:
    pem = key("wiki").private.decode() + key("wiki").certificate
    settings.PROVIDERS = [provider(private_key=pem)]
    query = urlsplit(client.get(START)["Location"]).query
    signed, _, signature = query.removeprefix("tenant=7&").partition("&Signature=")
    assert signed.startswith("SAMLRequest=")
    public = x509.load_pem_x509_certificate(key("wiki").certificate.encode()).public_key()
    public.verify(
        base64.b64decode(unquote(signature)), signed.encode(), PKCS1v15(), hashes.SHA256()
    )
    entity = etree.fromstring(client.get("/accounts/saml/works/metadata/").content)
    assert entity.find("{*}SPSSODescriptor").get("AuthnRequestsSigned") == "true"
    told = entity.findtext(".//{*}KeyDescriptor[@use='signing']//{*}X509Certificate")
    assert "".join(told.split()) in "".join(key("wiki").certificate.split())
    assert b"PRIVATE KEY" not in etree.tostring(entity)
    curve = generate_private_key(SECP256R1())
    pem = curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    signed, _, signature = query_of(provider(private_key=pem), {"a": "b"}).partition("&Signature=")
    numbers = base64.b64decode(unquote(signature))
    pair = [int.from_bytes(numbers[:32], "big"), int.from_bytes(numbers[32:], "big")]
    curve.public_key().verify(encode_dss_signature(*pair), signed.encode(), ECDSA(hashes.SHA256()))


def test_a_first_sign_in_makes_the_person_and_the_deep_link_survives(client: Client) -> None:
    response = sign_in(client, "/search/?q=laptop")
    assert (response.status_code, response["Location"]) == (302, "/search/?q=laptop")
    alice = signed_in_as(client)
    assert alice is not None
    assert (alice.email, alice.name) == ("alice@example.com", "Alice Martin")
    known = alice.socialaccount_set.get()
    assert (known.provider, known.uid) == (ENTITY_ID, "p-1")
    # The next time it is the same person, whatever their address is by then.
    sign_in(Client(), attributes={MAIL: ["alice.durand@example.com"]})
    assert User.objects.get().email == "alice.durand@example.com"


def test_an_answer_counts_once(client: Client) -> None:
    answer = Message(question=ask(client)).signed()
    assert bring(client, answer).status_code == 302
    again = Client()
    response = bring(again, answer)
    assert response.status_code == 400
    assert signed_in_as(again) is None
    line = AuditEntry.objects.get(kind="sign_in_failed")
    assert (line.what, line.detail["reason"]) == ("Contoso", "The answer was used before.")


def test_only_the_browser_that_asked_can_use_the_answer(client: Client) -> None:
    """Nobody can be made to sign in as somebody else by a link or a form."""
    theirs, mine = Client(), client
    ask(mine)
    response = bring(mine, Message(question=ask(theirs)).signed())
    assert response.status_code == 400
    assert "too long ago or used already" in told(response)
    assert signed_in_as(mine) is None
    assert mine.get(FINISH).status_code == 400


def test_an_answer_waits_sealed_and_only_once(client: Client) -> None:
    answer = Message(question=ask(client)).signed()
    response = Client().post(POST, {"SAMLResponse": answer})
    cookie = response.cookies["imprimatur_saml"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", FINISH)
    kept = Session.objects.get(session_key=cookie.value)
    assert "alice" not in str(kept.get_decoded())
    client.cookies["imprimatur_saml"] = cookie.value
    assert client.get(FINISH)["Location"] == "/"
    assert not Session.objects.filter(session_key=cookie.value).exists()


def test_the_provider_does_not_say_where_to_go_on(client: Client) -> None:
    answer = Message(question=ask(client, "https://evil.example/")).signed()
    assert bring(client, answer, RelayState="https://evil.example/")["Location"] == "/"


@pytest.mark.parametrize(
    ("message", "status", "says"),
    [
        ({"attributes": {MAIL: ["eve@example.com.evil.example"]}}, 403, "not one of this company"),
        ({"attributes": {MAIL: ["a@example.com", "b@example.com"]}}, 403, "e-mail address"),
        ({"attributes": {"displayName": ["Alice"]}}, 403, "e-mail address"),
        ({"attributes": {MAIL: ["a@example.com"], "email_verified": ["false"]}}, 403, "verified"),
        ({"name_id_format": TRANSIENT}, 403, "no lasting id"),
        ({"name_id": "Alice@example.com"}, 403, "no lasting id"),
        ({"name_id": "x" * 300}, 403, "characters"),
        ({"ends": -90}, 400, "could not be accepted"),
    ],
)
def test_who_is_refused_reads_why(
    client: Client, message: dict[str, Any], status: int, says: str
) -> None:
    response = sign_in(client, **message)
    assert response.status_code == status
    assert says in told(response)
    assert signed_in_as(client) is None
    assert not User.objects.exists()


def test_somebody_who_left_and_an_address_that_is_taken_are_refused(client: Client) -> None:
    User.objects.create_user("alice@example.com", "Alice", is_active=False)
    assert "not active" in told(sign_in(client))
    User.objects.update(is_active=True)
    assert sign_in(client).status_code == 302
    response = sign_in(Client(), name_id="p-2")
    assert response.status_code == 403
    assert "belongs to another account" in told(response)


def test_a_sign_in_that_began_elsewhere_is_told_so(client: Client) -> None:
    assert "begins here" in told(bring(client, Message(question="").signed()))
    assert signed_in_as(client) is None


def test_what_is_refused_stands_in_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = Message(question=ask(client), name_id="p-secret", ends=-90).signed()
    bring(client, answer)
    lines = caplog.text + str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert "expired" in lines
    for secret in ("p-secret", "alice", answer[:40]):
        assert secret not in lines


@pytest.mark.parametrize("form", [{}, {"SAMLResponse": ""}, {"SAMLResponse": "PGEvPg==" * 9}])
def test_a_form_with_nothing_of_use_is_an_error_of_the_sender(
    client: Client, form: dict[str, str]
) -> None:
    assert client.post(POST, form, follow=True).status_code == 400
    assert client.get(POST).status_code == 405


def test_too_many_answers_from_one_address_have_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "TRIES", 2)
    answers = [bring(client, "nonsense") for _ in range(3)]
    assert "could not be accepted" in told(answers[1])
    assert "too many sign-ins" in told(answers[2])


def test_signing_out_there_names_the_session_and_nothing_else_gets_into_it() -> None:
    hint = '{"name_id": "p<1>", "name_id_format": "", "name_qualifier": ""}'
    address = sign_out_address(provider(), hint=hint, sid="<evil/>")
    assert address.startswith("https://idp.example/slo?SAMLRequest=")
    asked = request_in(address)
    assert asked.findtext("saml:NameID", namespaces=NS) == "p<1>"
    assert asked.findtext("samlp:SessionIndex", namespaces=NS) == "<evil/>"
    assert sign_out_address(provider(), hint="", sid="s-1") == ""
    assert sign_out_address(provider(kind="oidc", saml=None), hint=hint, sid="s") == ""


def test_signing_out_there_as_well_is_told_when_the_provider_says_so(client: Client) -> None:
    sign_in(client)
    client.post("/accounts/logout/", {"there": "1"})
    address = client.get("/accounts/signed-out/there/")["Location"]
    asked = request_in(address)
    assert asked.findtext("saml:NameID", namespaces=NS) == "p-1"
    assert asked.findtext("samlp:SessionIndex", namespaces=NS) == "s-1"
    state = parse_qs(urlsplit(address).query)["RelayState"][0]

    def back(status: str) -> HttpResponse:
        answer = (
            f'<r:LogoutResponse xmlns:r="{NS["samlp"]}"><r:Status><r:StatusCode Value="{status}"'
        )
        deflated = zlib.compress(f"{answer}/></r:Status></r:LogoutResponse>".encode())[2:-4]
        message = {"SAMLResponse": base64.b64encode(deflated).decode(), "RelayState": state}
        return client.get("/accounts/saml/works/sls/", message, follow=True)

    done = "urn:oasis:names:tc:SAML:2.0:status:Success"
    for refusal in ("urn:oasis:names:tc:SAML:2.0:status:Responder", "<!DOCTYPE a>", "<"):
        assert "may still be signed in" in told(back(refusal))
    assert "signed out here and at Contoso" in told(back(done))
    assert "may still" not in told(client.get("/accounts/saml/works/sls/", follow=True))


def test_a_test_sign_in_shows_an_admin_what_arrives_and_lets_nobody_in(client: Client) -> None:
    assert client.get(START, {"test": ""}).status_code == 404
    root = User.objects.create_superuser("root@example.com", "Ruth Root")
    client.force_login(root)
    question = request_in(client.get(START, {"test": ""})["Location"]).get("ID")
    response = bring(client, Message(question=question).signed())
    assert "/admin/" in response["Location"]
    assert ["email", "alice@example.com"] in client.session["sso_test"]["claims"]
    # What is wrong is told in more words than anybody else reads.
    question = request_in(client.get(START, {"test": ""})["Location"]).get("ID")
    response = bring(client, Message(question=question, audience="").signed())
    assert "/admin/" in response["Location"]
    assert "which application it is for" in client.session["sso_test"]["failed"]
    assert signed_in_as(client) == root
    assert User.objects.get() == root


# --- Attributes ---------------------------------------------------------------------------------


def test_attributes_become_claims_whatever_they_are_called() -> None:
    entra = {
        f"{XMLSOAP}emailaddress": ["alice@example.com"],
        f"{XMLSOAP}name": ["alice_example.com#EXT#@tenant"],
        f"{MICROSOFT}displayname": ["Alice Martin"],
        f"{MICROSOFT}objectidentifier": ["11111111-2222"],
        "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups": ["g-1", "g-2"],
        "costCentre": ["42"],
    }
    claims = claims_of(entra, name_id="alice@example.com", name_id_format="unspecified")
    assert claims["sub"] == "11111111-2222"
    assert (claims["email"], claims["email_verified"]) == ("alice@example.com", True)
    assert (claims["name"], claims["groups"]) == ("Alice Martin", ["g-1", "g-2"])
    assert claims["costCentre"] == "42"
    ldap = {"urn:oid:2.5.4.12": ["Head of Sales"], "mail": ["a@example.com"], "groups": []}
    claims = claims_of(ldap, name_id="p-1", name_id_format=PERSISTENT)
    assert (claims["sub"], claims["job_title"], claims["email"]) == (
        "p-1",
        "Head of Sales",
        "a@example.com",
    )
    assert claims["groups"] == []


def test_the_lasting_id_may_be_any_attribute_an_admin_names() -> None:
    attributes = {"employeeNumber": ["7"], "two": ["1", "2"], "sub": ["admin"]}

    def subject(*names: str, name_id_format: str = "unspecified") -> str:
        return claims_of(
            attributes, name_id="n-1", name_id_format=name_id_format, subject_names=names
        )["sub"]

    assert subject("employeeNumber") == "7"
    assert subject("NameID") == "n-1"
    assert subject("absent", "employeeNumber") == "7"
    # Named is named: nothing else stands in for it, and an attribute cannot pose as the id.
    for names in [("absent",), ("two",), ()]:
        with pytest.raises(ClaimsRefused):
            subject(*names)
    with pytest.raises(ClaimsRefused):
        subject("absent", name_id_format=PERSISTENT)
    with pytest.raises(ClaimsRefused):
        subject("NameID", name_id_format=TRANSIENT)
