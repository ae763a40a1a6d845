"""One cell of a table → a value, or a sentence that says why not.

An empty cell says nothing: what is there stays. A dash empties it.
"""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import User
from accounts.models.department import Visibility
from accounts.models.user import Role
from accounts.tables.headings import squeezed

DASHES = frozenset("-–—")
FORMULA = re.compile(r"[=+@＝＋＠]|[-－]\s*[\d(=+@]")
EMAIL_LENGTH = User._meta.get_field("email").max_length
YES = frozenset("yes y true 1 x ja oui si sim tak active enabled on".split())
NO = frozenset("no n false 0 nein non nao nie inactive disabled off left".split())
ROLES = {squeezed(name): role for role in Role for name in (role.value, role.label)}
VISIBLE = {
    **{squeezed(value.value): value for value in Visibility},
    **{squeezed(value.label): value for value in Visibility},
    **dict.fromkeys(("open", "everybody", "everyone", "all"), Visibility.COMPANY),
    **dict.fromkeys(("closed", "membersonly", "itsmembers"), Visibility.MEMBERS),
}


class Refused(Exception):
    """The cell says nothing that can be taken; the text is the sentence people see."""


def is_dash(cell: str) -> bool:
    return cell in DASHES


def line(cell: str, length: int, what: str) -> str:
    """One line of visible text. Raises Refused for what is too long, and for formulas: they were
    to be worked out before the table was saved, and would be by the next spreadsheet."""
    if FORMULA.match(cell):
        raise Refused(f"The {what} looks like a formula: “{cell[:40]}”.")
    return paragraph(cell, length, what).replace("\n", " ")


def paragraph(cell: str, length: int, what: str) -> str:
    """As `line`, of several lines. Raises Refused for what is too long."""
    text = unicodedata.normalize("NFC", cell.replace("\r\n", "\n"))
    text = "".join(letter if letter == "\n" else _visible(letter) for letter in text)
    text = "\n".join(" ".join(part.split()) for part in text.split("\n")).strip()
    if len(text) > length:
        raise Refused(f"The {what} has more than {length} characters.")
    return text


def email(cell: str, what: str = "e-mail address") -> str:
    """An address in lower case. Raises Refused."""
    # ASCII only, as at the sign-in: databases and Python fold other letters differently.
    try:
        if len(cell) > EMAIL_LENGTH or not re.fullmatch(r"[!#-~]+", cell):
            raise ValidationError("")
        validate_email(cell)
    except ValidationError:
        raise Refused(f"“{cell[:60]}” is no {what}.") from None
    return cell.lower()


def identifier(cell: str, length: int, what: str) -> str:
    """Taken as it is or not at all: a mended id would be somebody else's. Raises Refused."""
    if len(cell) > length or not cell.isprintable():
        raise Refused(f"The {what} is too long, or has characters that ids do not have.")
    return cell


def yes(cell: str, what: str) -> bool:
    """Raises Refused for what is neither yes nor no."""
    word = squeezed(cell)
    if word not in YES | NO:
        raise Refused(f"“{what}” is “yes” or “no”, not “{cell[:40]}”.")
    return word in YES


def number(cell: str, least: int, most: int, what: str) -> int:
    """Raises Refused for what is no whole number between the two."""
    if not re.fullmatch(r"[0-9]{1,6}", cell) or not least <= int(cell) <= most:
        raise Refused(f"“{what}” is a number from {least} to {most}, not “{cell[:40]}”.")
    return int(cell)


def role(cell: str) -> Role:
    """Raises Refused; who is an administrator is not for a table to say."""
    if found := ROLES.get(squeezed(cell)):
        return found
    if squeezed(cell).startswith("admin"):
        raise Refused("A table makes nobody an administrator: do that on the person's page.")
    raise Refused(f"The role is author, reader or guest, not “{cell[:40]}”.")


def visibility(cell: str) -> Visibility:
    """Raises Refused."""
    if found := VISIBLE.get(squeezed(cell)):
        return found
    raise Refused(f"The visibility is “company” or “members”, not “{cell[:40]}”.")


def _visible(letter: str) -> str:
    # Joiners are control characters that Persian and Indic names are spelled with.
    if letter in "\u200c\u200d":
        return letter
    return " " if unicodedata.category(letter)[0] in "CZ" else letter
