"""Whether a JWT is what it says it is (RFC 7519, OpenID Connect Core 3.1.3.7). Pure."""

from __future__ import annotations

from typing import Any

import jwt

# Only keys whose secret half the provider alone has: “none” and shared secrets are forgeable.
ALGORITHMS = {
    *("RS256", "RS384", "RS512"),
    *("PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512"),
    "EdDSA",
}
KEY_TYPES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
# Clocks differ a little.
LEEWAY = 60  # seconds
LONGEST = 64 * 1024


class UnknownKey(Exception):
    """The provider has no such key, or the token is not signed in a way that we accept."""


def key_for(text: str, keys: dict[str, Any]) -> jwt.PyJWK:
    """The key of this set that a JWT says it is signed with. Raises UnknownKey."""
    header = _header(text)
    algorithm = header["alg"]
    found = [key for key in _list(keys) if _suits(key, header)]
    if len(found) != 1:
        raise UnknownKey(f"{len(found)} keys of the provider suit the token")
    try:
        return jwt.PyJWK(found[0], algorithm=algorithm)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise UnknownKey("The provider's key cannot be read") from error


def verified(
    text: str,
    key: jwt.PyJWK,
    *,
    issuer: str,
    audience: str,
    require: tuple[str, ...] = (),
    **options: Any,
) -> dict[str, Any]:
    """Raises jwt.InvalidTokenError."""
    needed = ["iss", "aud", "exp", "iat", *require]
    claims: dict[str, Any] = jwt.decode(
        text,
        key,
        algorithms=[key.algorithm_name],
        issuer=issuer,
        audience=audience,
        leeway=LEEWAY,
        # Who somebody is, `accounts.claims` reads; it tells people more than “invalid”.
        options={"require": needed, "verify_sub": False, **options},
    )
    return claims


def check_parties(claims: dict[str, Any], client_id: str) -> None:
    """Whom an id token was made for: us, and nobody beside us unless we asked for it.

    Raises jwt.InvalidTokenError.
    """
    audience = claims["aud"]
    asked_by = claims.get("azp")
    if isinstance(audience, list) and len(audience) > 1 and asked_by is None:
        raise jwt.InvalidAudienceError("Several audiences, and nobody says who asked")
    if asked_by is not None and asked_by != client_id:
        raise jwt.InvalidAudienceError("Somebody else asked for this token")


def _header(text: str) -> dict[str, Any]:
    if not isinstance(text, str) or len(text) > LONGEST:
        raise UnknownKey("The token is too long")
    try:
        header = jwt.get_unverified_header(text)
    except jwt.PyJWTError as error:
        raise UnknownKey("The token cannot be read") from error
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise UnknownKey(f"Tokens signed with {str(algorithm)[:20]!r} are not accepted")
    return header


def _list(keys: dict[str, Any]) -> list[dict[str, Any]]:
    given = keys.get("keys")
    return [key for key in given if isinstance(key, dict)] if isinstance(given, list) else []


def _suits(key: dict[str, Any], header: dict[str, Any]) -> bool:
    algorithm = header["alg"]
    return (
        ("kid" not in header or key.get("kid") == header["kid"])
        and key.get("kty") == KEY_TYPES[algorithm[:2]]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
    )
