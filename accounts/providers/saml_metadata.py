"""What a SAML provider's metadata says, in the file that an operator saved. Pure."""

from __future__ import annotations

from xml.etree import ElementTree

from accounts.providers.provider import SamlSide

METADATA = "{urn:oasis:names:tc:SAML:2.0:metadata}"
CERTIFICATE = "{http://www.w3.org/2000/09/xmldsig#}X509Certificate"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
BEGIN, END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def read_metadata(xml: bytes) -> SamlSide:
    """The one identity provider in it. Raises ValueError with a sentence."""
    try:
        # The operator's own file; Python fetches nothing that it names.
        root = ElementTree.fromstring(xml)  # noqa: S314
    except ElementTree.ParseError as error:
        raise ValueError("It is no XML.") from error
    found = [
        (entity, role)
        for entity in root.iter(f"{METADATA}EntityDescriptor")
        for role in entity.findall(f"{METADATA}IDPSSODescriptor")
    ]
    if len(found) != 1:
        raise ValueError(f"It describes {len(found)} identity providers, not one.")
    [(entity, role)] = found
    return SamlSide(
        entity_id=entity.get("entityID", ""),
        sso_url=_address(role, "SingleSignOnService"),
        slo_url=_address(role, "SingleLogoutService"),
        certificates=_signing(role),
    )


def certificates_in(text: str) -> tuple[str, ...]:
    """The certificates in a text as PEM, one after another; a bare body is one as well."""
    if BEGIN not in text:
        return (_pem(text),) if text.strip() else ()
    return tuple(
        f"{BEGIN}{part.partition(BEGIN)[2].rstrip()}\n{END}"
        for part in text.split(END)
        if BEGIN in part
    )


def _address(role: ElementTree.Element, service: str) -> str:
    found = (one for one in role.findall(f"{METADATA}{service}") if one.get("Binding") == REDIRECT)
    return next((one.get("Location", "") for one in found), "")


def _signing(role: ElementTree.Element) -> tuple[str, ...]:
    keys = [
        key for key in role.findall(f"{METADATA}KeyDescriptor") if key.get("use") != "encryption"
    ]
    bodies = [one.text or "" for key in keys for one in key.iter(CERTIFICATE)]
    return tuple(dict.fromkeys(_pem(body) for body in bodies))


def _pem(body: str) -> str:
    compact = "".join(body.split())
    lines = [compact[start : start + 64] for start in range(0, len(compact), 64)]
    return "\n".join([BEGIN, *lines, END])
