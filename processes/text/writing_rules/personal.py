"""The rule about what tells of private life: for departments whose pages must not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from processes.text.writing_rules.fields import Found, every_field
from processes.text.writing_rules.model import Finding, Page

# Hosts at which people have their private mail.
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud"
    r"|me|mac|aol|gmx|web|proton(?:mail)?|orange|wanadoo|free|laposte|sfr|t-online|libero|terra"
    r"|skynet|ziggo|planet|telenet|wp|o2|seznam)\.(?:[a-z]{2,3}\.)?[a-z]{2,4}\b",
    re.IGNORECASE,
)
# With the sign of another country, or as a mobile phone is written at home.
_AREA = r"(?!8(?:00|33|44|55|66|77|88))\d{3}"  # those are free to call: a company's
_HOME = re.compile(rf"(?<![\w+./-])(?:\({_AREA}\) ?|{_AREA}[-. ])\d{{3}}[-. ]\d{{4}}(?![\w-])")
_PHONE = re.compile(r"(?<![\w+./-])(?:\+|00)\d{1,3}(?:[ ./-]?\(?\d{1,4}\)?){3,6}(?![\w-])")
_MOBILE = re.compile(r"(?<![\w+./-])0[67](?:[ .-]?\d{2}){4}(?![\w-]|[.,]\d)")
_BIRTH = re.compile(
    r"\b(?:born|date of birth|birthday|dob)\b[ \t]{0,3}[:|]?[ \t]{0,3}(?:on |is )?[ \t]{0,3}"
    r"(?P<day>\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8} \d{4}|[A-Z][a-z]{2,8} \d{1,2},? \d{4})",
    re.IGNORECASE,
)
# Numbers that states give people, with how each is written; the library checks the rest.
_NUMBERS = (
    ("fr.nir", r"[12][ .]?\d{2}[ .]?\d{2}[ .]?\d[\dAB][ .]?\d{3}[ .]?\d{3}[ .]?\d{2}"),
    ("be.nn", r"\d{2}[.]?\d{2}[.]?\d{2}[ -]?\d{3}[ .]?\d{2}"),
    ("es.dni", r"\d{8}[ -]?[A-Z]"),
    ("es.nie", r"[XYZ][ -]?\d{7}[ -]?[A-Z]"),
    ("it.codicefiscale", r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]"),
    ("ch.ssn", r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}"),
    ("us.ssn", r"\d{3}-\d{2}-\d{4}"),
    ("pl.pesel", r"\d{11}"),
    ("fi.hetu", r"\d{6}[-+A]\d{3}[0-9A-Y]"),
    ("se.personnummer", r"(?:\d{2})?\d{6}[-+]\d{4}"),
)
_NUMBER = re.compile(rf"(?<![\w-])(?:{'|'.join(form for _, form in _NUMBERS)})(?![\w-])")


def personal_data(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """What belongs to one person's private life stays in the systems that are made for it."""
    allowed = {_bare(entry) for entry in parameters["allowed"]}
    for field, text in every_field(page):
        taken = 0
        for what, start, end in sorted(_found(text), key=lambda found: found[1:]):
            if start >= taken and _bare(text[start:end]) not in allowed:
                yield Finding(f"This looks like {what}: take it out.", field, start, end)
                taken = end


def _found(text: str) -> Iterator[Found]:
    for match in _MAIL.finditer(text):
        yield "a private e-mail address", *match.span()
    for pattern in (_PHONE, _MOBILE, _HOME):
        for match in pattern.finditer(text):
            if 9 <= sum(map(str.isdigit, match.group())) <= 15:
                yield "a phone number", *match.span()
    for match in _BIRTH.finditer(text):
        yield "somebody's date of birth", *match.span("day")
    for match in _NUMBER.finditer(text):
        if any(_is_valid(name, form, match.group()) for name, form in _NUMBERS):
            yield "the number that a state knows a person by", *match.span()


def _is_valid(name: str, form: str, number: str) -> bool:
    """Whether the number is written in this form and its check digits are right."""
    if not re.fullmatch(form, number):
        return False
    return bool(import_module(f"stdnum.{name}").is_valid(number))


def _bare(entry: str) -> str:
    return re.sub(r"[\s.()-]", "", entry).casefold()
