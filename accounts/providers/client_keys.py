"""Proving to a provider that we are we: a signed statement instead of a secret (RFC 7523). Pure."""

from __future__ import annotations

import base64
import time
import uuid

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from accounts.providers.provider import Provider

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SECONDS = 60
CURVES = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
RSA_BITS = 2048

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def client_assertion(provider: Provider, token_endpoint: str) -> str:
    """A statement that is good for one minute, once, at this address.

    A certificate beside the key is named in it, by which Entra finds the public half.
    """
    key, algorithm = _key(provider.private_key)
    now = int(time.time())
    statement = {
        "iss": provider.client_id,
        "sub": provider.client_id,
        "aud": token_endpoint,
        "jti": uuid.uuid4().hex,
        "iat": now,
        "nbf": now - SECONDS,  # the provider's clock may be behind ours
        "exp": now + SECONDS,
    }
    return jwt.encode(statement, key, algorithm, headers=_certificate(provider.private_key))


def check_private_key(pem: str) -> None:
    """Raises ValueError with a sentence for what cannot sign; "" is fine: there is none."""
    if pem:
        _key(pem)


def _key(pem: str) -> tuple[Key, str]:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise ValueError("It is no private key in PEM, or a password protects it.") from error
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= RSA_BITS:
        return key, "RS256"
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in CURVES:
        return key, CURVES[key.curve.name]
    raise ValueError(f"It must be an RSA key of {RSA_BITS} bits or more, or one on a NIST curve.")


def _certificate(pem: str) -> dict[str, str]:
    start = pem.find("-----BEGIN CERTIFICATE-----")
    if start < 0:
        return {}
    certificate = x509.load_pem_x509_certificate(pem[start:].encode())
    # SHA-1 names the certificate here; it protects nothing.
    named = {"x5t": hashes.SHA1(), "x5t#S256": hashes.SHA256()}  # noqa: S303
    return {name: _encoded(certificate.fingerprint(how)) for name, how in named.items()}


def _encoded(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
