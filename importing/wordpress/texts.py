"""The seam to the conversion of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from importing.html import Converted
from importing.html import convert as convert_html
from importing.html.wordpress import Attached, autop, convert
from importing.wordpress.media import is_picture
from importing.wordpress.uploads import Upload

Lookup = Callable[[str], Upload | None]


def page_text(
    content: str,
    *,
    find: Lookup,
    uploaded: Callable[[], Iterable[Upload]],
    footnotes: str = "",
) -> Converted:
    """A page's content as Markdown, with what was counted and dropped. `find` gives a file by its
    number, `uploaded` those that were uploaded for this page, `footnotes` is what the editor keeps
    beside it."""
    return convert(
        content,
        attachment=lambda number: _attached(find(number.strip().lstrip("0"))),
        attached=lambda: [one for one in map(_attached, uploaded()) if one],
        footnotes=footnotes,
    )


def remark_text(content: str) -> Converted:
    """A comment as Markdown: WordPress makes paragraphs of its lines, and nothing else."""
    return convert_html(autop(content))


def _attached(upload: Upload | None) -> Attached | None:
    if upload is None:
        return None
    return Attached(
        upload.address, upload.alt, upload.title, upload.caption, is_picture(upload.address)
    )
