"""The rule about what no page may hold: keys, passwords, numbers of accounts and cards.

What was found is never repeated in a message: messages are kept, and the secret should not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stdnum import iban, luhn

from processes.text.writing_rules.fields import Found, every_field
from processes.text.writing_rules.model import Finding, Page

# Forms that the makers of the keys document; a run of such signs is nothing else. The first is
# said of what is found; the second is in all of the form, and looking for that alone is quick.
_KEYS = (
    (
        "a private key",
        "PRIVATE KEY",
        r"-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----",
    ),
    ("a key of Amazon Web Services", "AKIA", r"\bAKIA[0-9A-Z]{16}\b"),
    ("a key of Amazon Web Services", "ASIA", r"\bASIA[0-9A-Z]{16}\b"),
    ("a token of GitHub", "gh", r"\bgh[pousr]_[0-9A-Za-z]{36}\b"),
    ("a token of GitHub", "github_pat_", r"\bgithub_pat_[0-9A-Za-z_]{60,90}"),
    ("a token of GitLab", "glpat-", r"\bglpat-[\w-]{20,60}"),
    ("a token of Slack", "xox", r"\bxox[abeoprs]-[0-9A-Za-z-]{10,200}"),
    (
        "an address that writes to Slack",
        "hooks.slack.com",
        r"hooks\.slack\.com/(?:services|workflows)/T\w{6,20}/\w{6,20}",
    ),
    ("a key of Google", "AIza", r"\bAIza[\w-]{35}(?![\w-])"),
    ("a key of Stripe", "k_live_", r"\b[rs]k_live_[0-9A-Za-z]{16,120}"),
    ("a key of SendGrid", "SG.", r"\bSG\.[\w-]{16,32}\.[\w-]{32,64}"),
    (
        "a token that signs somebody in",
        "eyJ",
        r"(?<![\w/-])eyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{8,2000}",
    ),
    (
        "a password in an address",
        "://",
        r"://[^\s:/@<>{}$\[\]()]{1,60}:[^\s:/@<>{}$*\[\]()]{3,60}@\w",
    ),
)
_FORMS = tuple((what, sign, re.compile(form)) for what, sign, form in _KEYS)
_NAMED = re.compile(
    r"\b(?:pass(?:word|wd|phrase|code)|pwd|(?:api|access|secret|private|client|auth)[ _-]?"
    r"(?:key|token|secret)|token)\b[*_`\"']{0,3}[ \t]{0,3}[:=][ \t]{0,3}[*_`\"']{0,3}"
    r"(?P<value>[^\s`\"'<>{}()\[\]|]{8,200})",
    re.IGNORECASE,
)
_PRETENDED = re.compile(
    r"example|your|x{4}|\*{3}|\.{3}|…|1234567|password|changeme|https?:|\$|%", re.I
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b")
# 13 to 19 digits, in groups or not; what follows them is not more of a number.
_CARD = re.compile(r"(?<![\w.,-])(?:\d[ -]?){12,18}\d(?![\w-]|[.,]\d)")
_MAKERS = re.compile(r"4|5[1-5]|2[2-7]|3[0468-9]|35|6(?:011|[45])")


def secrets(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """Nobody who may read the page may get in, or at money, with what it says."""
    allowed = {_bare(entry) for entry in parameters["allowed"]}
    for field, text in every_field(page):
        taken = 0
        for what, start, end in sorted(_found(text), key=lambda found: found[1:]):
            if start >= taken and _bare(text[start:end]) not in allowed:
                message = f"This looks like {what}: take it out, and change it if it is real."
                yield Finding(message, field, start, end)
                taken = end


def _found(text: str) -> Iterator[Found]:
    for what, sign, form in _FORMS:
        for match in form.finditer(text) if sign in text else ():
            if "EXAMPLE" not in match.group():
                yield what, *match.span()
    for match in _NAMED.finditer(text):
        value, start = match["value"].rstrip(".,;:*_"), match.start("value")
        if _is_secret(value):
            yield "a password or a key", start, start + len(value)
    yield from _numbers(text)


def _is_secret(value: str) -> bool:
    """Whether a value could be one: letters and digits in it, and nobody's example."""
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return mixed and len(value) >= 8 and not _PRETENDED.search(value)


def _numbers(text: str) -> Iterable[Found]:
    for match in _IBAN.finditer(text):
        if iban.is_valid(match.group(), check_country=False):
            yield "the number of a bank account", *match.span()
    for match in _CARD.finditer(text):
        digits = _bare(match.group())
        if _MAKERS.match(digits) and len(set(digits)) > 1 and luhn.is_valid(digits):
            yield "the number of a payment card", *match.span()


def _bare(entry: str) -> str:
    return re.sub(r"[\s-]", "", entry)
