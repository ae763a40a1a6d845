"""The text of a post or page as WordPress stores it: to HTML first, then as any HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from importing.html.converting import convert as convert_html
from importing.html.shapes import Converted
from importing.html.wordpress.autop import autop
from importing.html.wordpress.blocks import FOOTNOTES, has_blocks, without_comments
from importing.html.wordpress.highlighters import VERBATIM, with_code_escaped
from importing.html.wordpress.known import html_of
from importing.html.wordpress.library import Attached, Library
from importing.html.wordpress.notes import Notes, put_below, without_signs
from importing.html.wordpress.shortcodes import replace_shortcodes

__all__ = ["Attached", "convert", "to_html"]

_SECOND_LINK = re.compile(
    r"(<a\b[^<>]*>(?:(?!</a>).){0,500}</a>)\s*<a\b[^<>]*wp-block-file__button[^<>]*>"
    r"(?:(?!</a>).){0,200}</a>",
    re.IGNORECASE | re.DOTALL,
)
# What a block shows beside its words: a sign on what opens, the document above the link to it.
_TWICE = re.compile(
    r"<span\b[^<>]*__toggle-icon[^<>]*>[^<>]{0,20}</span>"
    r"|<object\b[^<>]*wp-block-file__embed[^<>]*>[^<>]{0,200}</object>",
    re.IGNORECASE,
)
_MARKS = re.compile(r"<!--(?:more\b[^>]{0,300}|nextpage|noteaser)-->", re.IGNORECASE)


def convert(
    content: str,
    *,
    attachment: Callable[[str], Attached | None] = lambda id: None,
    attached: Callable[[], Iterable[Attached]] = tuple,
    base: str = "",
    footnotes: str = "",
) -> Converted:
    """What WordPress shows of a text, as Markdown.

    `attachment` finds a file of the library by its number, as shortcodes name it; `attached` are
    those that were uploaded for this very page, in their order, for a gallery that names none.
    `base` as in `importing.html.convert`, `footnotes` the JSON in which the editor keeps them
    beside the text. `before` counts what WordPress would have shown, without what only the old
    site could fill.
    """
    library = Library(attachment, attached, notes=Notes.told(footnotes))
    html = to_html(content, library)
    page = convert_html(html, base=base, dropped=library.told)
    return put_below(page, library.notes, lambda note: convert_html(note, base=base))


def to_html(content: str, library: Library) -> str:
    """The HTML that WordPress makes of a text, without what a theme adds."""
    text = without_signs(content.replace("\r\n", "\n").replace("\r", "\n"))
    text = with_code_escaped(text) if "<pre" in text else text
    breaks = len(re.findall(r"<!--nextpage-->", text, re.IGNORECASE))
    if breaks:
        library.told["page break (all of it is one page now)"] += breaks
    if not has_blocks(text):
        return _classic(text, library)
    html = without_comments(
        text,
        lambda loose: _classic(loose, library),
        lambda inside: _with_shortcodes(inside, library),
        library.told,
    )
    html = library.notes.referred(_TWICE.sub("", html))
    html = html.replace(FOOTNOTES, library.notes.below())
    return _SECOND_LINK.sub(r"\1", html)


def _classic(text: str, library: Library) -> str:
    if not text.strip():
        return text
    return autop(_with_shortcodes(_MARKS.sub("\n\n", text), library))


def _with_shortcodes(text: str, library: Library) -> str:
    if "[" not in text:
        return text
    return replace_shortcodes(text, lambda code: html_of(code, library), VERBATIM)
