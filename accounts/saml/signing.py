"""Our own signature, for providers that take requests from nobody else.

A request in an address is signed as text: exactly what is sent (SAML 2.0 bindings, 3.4.4.1).
"""

from __future__ import annotations

import base64
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from accounts.providers.provider import Provider
from accounts.providers.saml_metadata import certificates_in

RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"


def query_of(provider: Provider, message: dict[str, str]) -> str:
    """The message as the end of an address; signed where the provider was given a key for it."""
    if not provider.private_key:
        return urlencode(message)
    key = load_pem_private_key(provider.private_key.encode(), password=None)
    is_curve = isinstance(key, ec.EllipticCurvePrivateKey)
    query = urlencode({**message, "SigAlg": ECDSA if is_curve else RSA})
    signature = _on_a_curve(key, query) if is_curve else _by_rsa(key, query)
    return f"{query}&{urlencode({'Signature': base64.b64encode(signature).decode()})}"


def certificate_of(provider: Provider) -> str:
    """The certificate that stands beside the key, for our metadata; "" where there is none."""
    pem = provider.private_key
    found = certificates_in(pem) if "-----BEGIN CERTIFICATE-----" in pem else ()
    return next(iter(found), "")


def _by_rsa(key: object, query: str) -> bytes:
    signature: bytes = key.sign(query.encode(), padding.PKCS1v15(), hashes.SHA256())  # type: ignore[attr-defined]
    return signature


def _on_a_curve(key: ec.EllipticCurvePrivateKey, query: str) -> bytes:
    """XML Signature writes the two numbers one after the other, each at its full length."""
    numbers = decode_dss_signature(key.sign(query.encode(), ec.ECDSA(hashes.SHA256())))
    length = (key.curve.key_size + 7) // 8
    return b"".join(number.to_bytes(length, "big") for number in numbers)
