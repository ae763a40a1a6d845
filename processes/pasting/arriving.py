"""Text that was copied in another program arrives here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from accounts.models import Department, User
from processes.outside import Fetcher
from processes.pasting.converting import Unreadable, convert
from processes.pasting.gathering import gather
from processes.text.pasted import MARK, Found

# Characters of HTML, without the pictures that are written into it.
LONGEST = 1024 * 1024
MISSING = "(picture missing: paste it by itself)"
_WRITTEN_IN = re.compile(r"data:image/[a-z0-9.+-]{1,30};base64,[a-z0-9+/=%\s]+", re.IGNORECASE)
_SPECIAL = re.compile(r"[\\\[\]`*_<>|]")


class TooLong(Unreadable):
    """More than is ever taken at once."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """The text, with addresses of pictures as they are kept here; how many came along, and in how
    many places a line says that one is missing."""

    markdown: str
    pictures: int
    left_out: int


def arrive(
    html: str, by: User, department: Department | None, fetcher: Fetcher | None = None
) -> Arrived:
    """Clean Markdown of a clipboard's HTML; its pictures are kept in the department's library.

    Raises Unreadable, among it TooLong. Pictures that cannot be had stop nothing.
    """
    written_in: list[str] = []
    light = _WRITTEN_IN.sub(lambda found: _note(found[0], written_in), html)
    if len(light) > LONGEST:
        raise TooLong
    pasted = convert(light, settings.SITE_URL)
    sources = [_source(found, written_in) for found in pasted.pictures]
    here = gather(sources, by, department, fetcher)

    def shown(mark: re.Match[str]) -> str:
        number = int(mark[1])
        address = here.get(sources[number])
        alt = _SPECIAL.sub(r"\\\g<0>", pasted.pictures[number].alt)
        return f"![{alt}]({address})" if address else MISSING

    came = sum(source in here for source in sources)
    return Arrived(MARK.sub(shown, pasted.markdown), came, len(sources) - came)


def _note(data: str, written_in: list[str]) -> str:
    """Pictures are set aside: nobody has to read through them."""
    written_in.append(data)
    return f"data:{len(written_in) - 1}"


def _source(found: Found, written_in: list[str]) -> str:
    number = found.src.removeprefix("data:")
    if number != found.src and number.isdecimal() and int(number[:9]) < len(written_in):
        return written_in[int(number[:9])]
    return found.src
