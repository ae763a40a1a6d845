"""What a directory's words mean for a person here. Pure."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from scim2_models import InvalidValueException

from accounts.providers import Provider
from accounts.scim.resources import EnterpriseUser

EMAIL_LENGTH, SHORT, TEXT, MOST_KEPT = 254, 255, 150, 16 * 1024


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
    return line(told.display_name or (parts.formatted if parts else "") or joined)


def line(text: str | None) -> str:
    """One line of visible text without control characters or markup, as long as a column."""
    letters = unicodedata.normalize("NFC", (text or "")[: 4 * TEXT])
    shown = "".join(letter if _is_harmless(letter) else " " for letter in letters)
    return " ".join(shown.split())[:TEXT].rstrip()


def locale(text: str | None) -> str:
    """A language tag such as “fr-BE”; "" for anything else."""
    tag = (text or "").strip().replace("_", "-")
    return tag if len(tag) <= 20 and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) else ""


def department_path(told: Any, provider: Provider) -> list[str]:
    """The names from the top of the tree down to somebody's department, [] where none is said.

    What the provider's mapping says of a name counts, else the name is a path itself.
    """
    works = told[EnterpriseUser]
    said = line(works.department) if works else ""
    mapped = provider.mapping.get("departments", {}).get(said)
    separator = "/" if mapped else provider.mapping.get("department_separator") or "/"
    return [part.strip() for part in (mapped or said).split(separator) if part.strip()]


def manager_key(told: Any) -> str:
    """The id by which the directory names somebody's manager, "" for none."""
    works = told[EnterpriseUser]
    return (works.manager.value or "") if works and works.manager else ""


def _is_harmless(letter: str) -> bool:
    # Zero-width (non-)joiners are control characters that Persian and Indic names need.
    return letter in "\u200c\u200d" or not (
        letter in "<>" or unicodedata.category(letter)[0] in "CZ"
    )
