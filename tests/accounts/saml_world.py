"""A SAML provider's side: answers as it would send them, signed with a key made for these tests."""

from __future__ import annotations

import base64
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4
from xml.sax.saxutils import escape

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from accounts.providers.provider import SAML, Provider, SamlSide
from accounts.saml.names import PERSISTENT

ENTITY_ID = "https://idp.example/saml"
BASE = "http://testserver/accounts/saml/works/"
ACS, OWN_NAME = f"{BASE}acs/", f"{BASE}metadata/"
NS = {
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"
ATTRIBUTES = {MAIL: ["alice@example.com"], "displayName": ["Alice Martin"]}


@dataclass(frozen=True)
class Key:
    private: bytes
    certificate: str


def key(name: str = "provider") -> Key:
    return _made(name)


@cache
def _made(name: str) -> Key:
    """One key for each name and run: making one takes a tenth of a second."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(private, hashes.SHA256())
    )
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Key(pem, certificate.public_bytes(serialization.Encoding.PEM).decode())


def provider(**changes: Any) -> Provider:
    side = SamlSide(
        entity_id=ENTITY_ID,
        sso_url="https://idp.example/sso?tenant=7",
        slo_url="https://idp.example/slo",
        certificates=(key().certificate,),
    )
    made = Provider(
        key="works",
        kind=SAML,
        name="Contoso",
        issuer=ENTITY_ID,
        domains=frozenset({"example.com"}),
        saml=side,
    )
    return replace(made, **changes)


@dataclass
class Message:
    """An answer to `question`; a test changes what it wants to be wrong. Times are seconds from
    now."""

    question: str = "ONELOGIN_1"
    issuer: str = ENTITY_ID
    audience: str = f"<saml:Audience>{OWN_NAME}</saml:Audience>"
    recipient: str = ACS
    destination: str = ACS
    name_id: str = "p-1"
    name_id_format: str = PERSISTENT
    status: str = "Success"
    begins: int = -30
    ends: int = 300
    confirmed_until: int | None = None
    attributes: dict[str, list[str]] = field(default_factory=lambda: dict(ATTRIBUTES))
    number: str = field(default_factory=lambda: f"_{uuid4().hex}")

    def xml(self) -> etree._Element:
        question = f'InResponseTo="{self.question}"' if self.question else ""
        good_until = moment(self.ends if self.confirmed_until is None else self.confirmed_until)
        assertion = f"""<saml:Assertion ID="{self.number}" Version="2.0" IssueInstant="{moment()}">
          <saml:Issuer>{self.issuer}</saml:Issuer>
          <saml:Subject>
            <saml:NameID Format="{self.name_id_format}">{self.name_id}</saml:NameID>
            <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
              <saml:SubjectConfirmationData Recipient="{self.recipient}" {question}
                NotOnOrAfter="{good_until}"/>
            </saml:SubjectConfirmation>
          </saml:Subject>
          <saml:Conditions NotBefore="{moment(self.begins)}" NotOnOrAfter="{moment(self.ends)}">
            {
            f"<saml:AudienceRestriction>{self.audience}</saml:AudienceRestriction>"
            if self.audience
            else ""
        }
          </saml:Conditions>
          <saml:AuthnStatement AuthnInstant="{moment()}" SessionIndex="s-1">
            <saml:AuthnContext><saml:AuthnContextClassRef
              >urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>
            </saml:AuthnContext>
          </saml:AuthnStatement>
          <saml:AttributeStatement>{self._attributes()}</saml:AttributeStatement>
        </saml:Assertion>"""
        spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NS.items())
        return etree.fromstring(
            f"""<samlp:Response {spaces} ID="_{uuid4().hex}" Version="2.0"
              IssueInstant="{moment()}" Destination="{self.destination}" {question}>
              <saml:Issuer>{self.issuer}</saml:Issuer>
              <samlp:Status><samlp:StatusCode
                Value="urn:oasis:names:tc:SAML:2.0:status:{self.status}"/></samlp:Status>
              {assertion if self.status == "Success" else ""}
            </samlp:Response>"""
        )

    def _attributes(self) -> str:
        return "".join(
            f'<saml:Attribute Name="{escape(name)}">'
            + "".join(f"<saml:AttributeValue>{escape(v)}</saml:AttributeValue>" for v in values)
            + "</saml:Attribute>"
            for name, values in self.attributes.items()
        )

    def signed(self, by: str = "provider", **how: Any) -> str:
        """As the browser brings it: the assertion signed, in base64."""
        return encoded(sign(self.xml(), "saml:Assertion", by, **how))


def sign(
    response: etree._Element,
    what: str,
    by: str = "provider",
    signature: Any = xmlsec.Transform.RSA_SHA256,
    digest: Any = xmlsec.Transform.SHA256,
) -> etree._Element:
    """Signs the assertion, or the response (`what` is `samlp:Response`), in its place."""
    element = response if what == "samlp:Response" else response.find(what, NS)
    node = xmlsec.template.create(element, xmlsec.Transform.EXCL_C14N, signature, ns="ds")
    element.insert(1, node)  # after the issuer, where the schema wants it
    reference = xmlsec.template.add_reference(node, digest, uri=f"#{element.get('ID')}")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    # The signer's certificate comes along, as providers have it: an attacker's as well.
    certificates = xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(node))
    xmlsec.template.x509_data_add_certificate(certificates)
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(key(by).private, xmlsec.KeyFormat.PEM)
    context.key.load_cert_from_memory(key(by).certificate.encode(), xmlsec.KeyFormat.CERT_PEM)
    xmlsec.tree.add_ids(response, ["ID"])
    context.sign(node)
    return response


def encoded(response: etree._Element | str | bytes) -> str:
    if isinstance(response, etree._Element):
        response = etree.tostring(response)
    raw = response.encode() if isinstance(response, str) else response
    return base64.b64encode(raw).decode()


def moment(seconds: int = 0) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- Wrapping: a signed assertion of somebody's, and a forged one for the reader to find ---------


def _forged(response: etree._Element) -> tuple[etree._Element, etree._Element]:
    """The true assertion of a signed response, and a copy that names an admin, without a
    signature and with an id of its own."""
    true = response.find("saml:Assertion", NS)
    forged = deepcopy(true)
    forged.remove(forged.find("ds:Signature", NS))
    forged.set("ID", "_forged")
    forged.find(".//saml:NameID", NS).text = "admin"
    return true, forged


def _whole(response: etree._Element) -> tuple[etree._Element, etree._Element]:
    """The same of a response that is signed as a whole: the forged envelope, and the true one."""
    forged = deepcopy(response)
    forged.set("ID", "_forged-response")
    forged.find(".//saml:NameID", NS).text = "admin"
    return forged, response


def xsw1(signed: etree._Element) -> etree._Element:
    forged, true = _whole(signed)
    true.remove(true.find("ds:Signature", NS))
    forged.find("ds:Signature", NS).append(true)
    return forged


def xsw2(signed: etree._Element) -> etree._Element:
    forged, true = _whole(signed)
    true.remove(true.find("ds:Signature", NS))
    forged.find("ds:Signature", NS).addprevious(true)
    return forged


def xsw3(signed: etree._Element) -> etree._Element:
    true, forged = _forged(signed)
    true.addprevious(forged)
    return signed


def xsw4(signed: etree._Element) -> etree._Element:
    true, forged = _forged(signed)
    signed.replace(true, forged)
    forged.append(true)
    return signed


def xsw5(signed: etree._Element) -> etree._Element:
    true, forged = _forged(signed)
    signature = true.find("ds:Signature", NS)
    forged.insert(1, signature)
    signed.insert(2, forged)
    signed.append(true)
    return signed


def xsw6(signed: etree._Element) -> etree._Element:
    true, forged = _forged(signed)
    signature = true.find("ds:Signature", NS)
    signed.replace(true, forged)
    forged.insert(1, signature)
    signature.append(true)
    return signed


def xsw7(signed: etree._Element) -> etree._Element:
    true, forged = _forged(signed)
    extensions = etree.Element(f"{{{NS['samlp']}}}Extensions")
    extensions.append(forged)
    true.addprevious(extensions)
    return signed


def xsw8(signed: etree._Element) -> etree._Element:
    true, forged = _forged(signed)
    signature = true.find("ds:Signature", NS)
    hidden = etree.SubElement(signature, f"{{{NS['ds']}}}Object")
    signed.replace(true, forged)
    forged.insert(1, signature)
    hidden.append(true)
    return signed


WRAPPINGS: dict[Callable[[etree._Element], etree._Element], str] = {
    xsw1: "samlp:Response",
    xsw2: "samlp:Response",
    **dict.fromkeys([xsw3, xsw4, xsw5, xsw6, xsw7, xsw8], "saml:Assertion"),
}
