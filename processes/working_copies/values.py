"""What the fields of a form say, as plain data, and two of these put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import QueryDict

from processes.models import Proposal
from processes.text.both import both

Values = dict[str, str | list[str]]

MOST_FIELDS, LONGEST_NAME, MOST_VALUES = 100, 60, 100
# Bytes of all fields beside the text. No form takes as much, so that nothing is refused here that
# could be saved there.
MOST_BESIDE = 128 * 1024
# The names of the fields that carry the text from window to window begin so.
OWN = "copy"
NOT_WRITTEN = {"csrfmiddlewaretoken", "action"}
# Chosen, not written: two answers put together are none. Who changed it last has it.
CHOSEN = {"base_version", "consult", "department", "filed", "kind", "owner", "parent", "topic"}
CHOSEN |= {"significance"}


class TooLarge(ValueError):
    """More than a page holds. Its words are a sentence for the person."""


def written(sent: QueryDict) -> Values:
    """What a form that was sent says, by name of the field; line ends are "\\n".

    Nothing is checked but how much it is. Raises TooLarge.
    """
    names = [name for name in sent if not name.startswith(OWN) and name not in NOT_WRITTEN]
    return _bounded({_plain(name): _one_or_more(sent.getlist(name)) for name in names})


def as_written(proposal: Proposal) -> Values:
    """What the form of a saved proposal says of its text; the rest is left out."""
    names = ("title", "summary", "body", "note", "significance")
    return {name: getattr(proposal, name) for name in names}


def put_together(base: object, theirs: object, mine: object) -> Values:
    """What two windows changed since the form said `base`: of texts both changes, where they
    clash both wordings; of all else mine, if I changed it, else theirs.

    What one of them leaves out has not changed there. Raises TooLarge, and ValueError for what
    are no values.
    """
    was, others, own = map(_checked, (base, theirs, mine))
    names = dict.fromkeys([*own, *others])
    return {
        name: _of_field(name, *(some.get(name, was.get(name, "")) for some in (was, others, own)))
        for name in names
    }


def _of_field(name: str, was: Any, theirs: Any, mine: Any) -> str | list[str]:
    if mine == theirs or theirs == was:
        return mine
    if mine == was:
        return theirs
    texts = (was, theirs, mine)
    is_text = all(isinstance(text, str) and not text.isdigit() for text in texts)
    return both(was, theirs, mine) if is_text and name not in CHOSEN else mine


def _checked(told: object) -> Values:
    if not isinstance(told, dict):
        raise ValueError("Values are told by name.")
    fields: Values = {}
    for name, value in told.items():
        given = value if isinstance(value, list) else [value]
        if not all(isinstance(text, str) for text in given):
            raise ValueError("Values are texts.")
        fields[_plain(name)] = _one_or_more(given) if given else []
    return _bounded(fields)


def _one_or_more(given: list[str]) -> str | list[str]:
    texts = [_plain(text) for text in given]
    return texts[0] if len(texts) == 1 else texts


def _plain(text: str) -> str:
    """Without what no database takes, and with one kind of line end."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode()


def _bounded(fields: Values) -> Values:
    body = fields.get("body", "")
    size = _size(body)
    if size > settings.MAX_BODY_BYTES:
        most = settings.MAX_BODY_BYTES // 1024
        raise TooLarge(
            f"The text has {size // 1024} KB; one page holds at most {most} KB. Split it into"
            " several."
        )
    beside = sum(_size(name) + _size(value) for name, value in fields.items()) - size
    if beside > MOST_BESIDE or len(fields) > MOST_FIELDS or _has_odd_fields(fields):
        raise TooLarge("The fields beside the text hold more than a page has place for.")
    return fields


def _has_odd_fields(fields: Mapping[str, object]) -> bool:
    return any(
        len(name) > LONGEST_NAME or (isinstance(value, list) and len(value) > MOST_VALUES)
        for name, value in fields.items()
    )


def _size(value: str | list[str]) -> int:
    return len("".join(value).encode())
