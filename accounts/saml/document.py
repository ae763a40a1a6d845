"""The provider's answer as a document: plain XML, one assertion, nothing wrapped around it.

Signature wrapping (“XSW”) hides a signed assertion and shows another one. So an answer has exactly
one of everything, each in its place, and a signature covers exactly what it stands in.
"""

from __future__ import annotations

import base64
import binascii
import re

from lxml.etree import _Element

from accounts.saml.names import CANONICAL, DIGESTS, DS, ENVELOPED, SAML, SAMLP, SIGNATURES
from accounts.saml.refusing import demand

# Two hundred groups and both certificates fit in many times over.
LARGEST = 256 * 1024
DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>")


def plain_text(encoded: str) -> str:
    """The XML of a base64-encoded answer: UTF-8, and without declarations, comments, processing
    instructions and CDATA, with which the same text can be read in two ways.

    Raises AnswerRefused.
    """
    demand(0 < len(encoded) <= LARGEST, "The answer is empty or too large.")
    try:
        text = base64.b64decode("".join(encoded.split()), validate=True).decode("utf-8-sig")
    except (binascii.Error, ValueError):
        text = ""
    declaration = DECLARATION.match(text)
    head = declaration.group().lower() if declaration else ""
    demand("encoding" not in head or "utf-8" in head, "The answer is not in UTF-8.")
    text = DECLARATION.sub("", text).strip()
    demand(text.startswith("<"), "The answer is no XML.")
    demand("<!" not in text and "<?" not in text, "The answer has a DTD, comments or CDATA.")
    return text


def check_shape(root: _Element) -> None:
    """Refuses whatever is not one response, with one assertion, signed as it should be.

    Raises AnswerRefused.
    """
    demand(root.tag == f"{SAMLP}Response", "The answer is no SAML response.")
    demand(not _all(root, f"{SAMLP}Response"), "The answer holds another response.")
    demand(
        not _all(root, f"{SAML}EncryptedAssertion"),
        "The assertion is encrypted; switch that off at the provider: the connection is.",
    )
    assertions = _all(root, f"{SAML}Assertion")
    # A refusal of the provider has none; what it says is read from its status.
    demand(len(assertions) <= 1, "The answer holds more than one assertion.")
    demand(all(one.getparent() is root for one in assertions), "The assertion is wrapped.")
    ids = [element.get("ID") for element in root.iter() if element.get("ID") is not None]
    demand(len(ids) == len(set(ids)) and all(ids), "Two elements have the same ID.")
    signatures = _all(root, f"{DS}Signature")
    demand(len(signatures) <= 1 + len(assertions), "The answer has too many signatures.")
    for signature in signatures:
        _check_signature(signature, [root, *assertions])


def _check_signature(signature: _Element, signed: list[_Element]) -> None:
    parent = signature.getparent()
    demand(any(parent is element for element in signed), "A signature is in the wrong place.")
    # ds:Object is where wrapped copies like to hide; SAML has no use for it.
    demand(not _all(signature, f"{DS}Object"), "A signature holds other things.")
    info = signature.findall(f"{DS}SignedInfo")
    references = _all(signature, f"{DS}Reference")
    demand(len(info) == len(references) == 1, "A signature covers more than one thing.")
    demand(references[0].getparent() is info[0], "A signature is not formed as it must be.")
    covers_its_parent = references[0].get("URI") == f"#{parent.get('ID')}"
    demand(covers_its_parent, "A signature covers something else than it stands in.")
    _check_algorithms(signature)


def _check_algorithms(signature: _Element) -> None:
    transforms = _algorithms(signature, "Transform")
    demand(len(transforms) <= 2, "A signature transforms what it covers too often.")
    demand(
        set(transforms) <= CANONICAL | {ENVELOPED}
        and set(_algorithms(signature, "CanonicalizationMethod")) <= CANONICAL,
        "A signature transforms what it covers in a way that is not allowed.",
    )
    demand(
        set(_algorithms(signature, "SignatureMethod")) <= SIGNATURES
        and set(_algorithms(signature, "DigestMethod")) <= DIGESTS,
        "The signature is weak (SHA-1, say); choose SHA-256 at the provider.",
    )


def _algorithms(signature: _Element, name: str) -> list[str | None]:
    return [element.get("Algorithm") for element in _all(signature, DS + name)]


def _all(element: _Element, tag: str) -> list[_Element]:
    """At any depth below the element, itself left out."""
    return [found for found in element.iter(tag) if found is not element]
