"""What a directory's words mean, checked and made harmless. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from scim2_models import InvalidValueException

from accounts.claims import plain
from accounts.providers import Provider

EMAIL_LENGTH, SHORT, MOST_KEPT = 254, 255, 16 * 1024


def address(told: Any, provider: Provider) -> str:
    """Somebody's address: the primary one, else that of work, else the first.

    Raises InvalidValueException for none, and for one that is not of the provider's domains.
    """
    given = [one for one in told.emails or [] if one.value]
    ranked = sorted(given, key=lambda one: (not one.primary, (one.type or "").lower() != "work"))
    text = (ranked[0].value if ranked else told.user_name or "").strip()
    # ASCII only: databases and Python fold other letters differently.
    if len(text) > EMAIL_LENGTH or not re.fullmatch(r"[!#-~]+", text):
        raise InvalidValueException(detail="The primary e-mail is no address that we accept.")
    try:
        validate_email(text)
    except ValidationError as error:
        raise InvalidValueException(detail="The primary e-mail is no address.") from error
    email = text.lower()
    if email.rpartition("@")[2] not in {domain.lower() for domain in provider.domains}:
        raise InvalidValueException(
            detail=f"The address {email} is of none of the provider's domains."
        )
    return email


def short(text: str | None, attribute: str) -> str:
    """One line that fits its column. Raises InvalidValueException otherwise."""
    text = (text or "").strip()
    if len(text) > SHORT or not text.isprintable():
        raise InvalidValueException(detail=f"{attribute} must be a line of {SHORT} characters.")
    return text


def kept(told: dict[str, Any]) -> dict[str, Any]:
    """What of it is kept word for word. Raises InvalidValueException where that is too much."""
    if len(json.dumps(told)) > MOST_KEPT:
        raise InvalidValueException(detail="That is more than a person's description may hold.")
    return told


def name(told: Any) -> str:
    """How somebody is called; "" where the directory does not say."""
    parts = told.name
    joined = " ".join(filter(None, (parts.given_name, parts.family_name))) if parts else ""
    return plain(told.display_name or (parts.formatted if parts else "") or joined)
