"""The one way from Markdown to HTML. Costly: once per publication or preview, never per view."""

import re
import string
import xml.etree.ElementTree as etree
from html import escape

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor, SubstituteTagInlineProcessor
from markdown.util import ETX, STX
from pymdownx.betterem import BetterEmExtension
from pymdownx.tilde import DeleteSubExtension

from processes.text.rendering import (
    blocks,
    callouts,
    fences,
    footnotes,
    lists,
    raw_html,
    tables,
    wikilinks,
)
from processes.text.rendering.finishing import FinishingTreeprocessor, ImageMap
from processes.text.rendering.model import Rendered, Resolver
from processes.text.rendering.reading import read
from processes.text.rendering.sanitizing import sanitize

_BARE_URL = r"https?://[^\s<>\x02\x03]*(?:[^\W_]|[/#=&%+-])"
_HARD_BREAK = r"\\\n"
_NEWLINES = re.compile(r"\r\n?")
_EXTENSIONS = (blocks, fences, raw_html, lists, tables, callouts, footnotes)


def render(source: str, resolve: Resolver, *, images: ImageMap | None = None) -> Rendered:
    """Render Markdown to safe HTML, with everything found on the way.

    `resolve` answers each different `[[link]]` once; `images` maps an image's address to a
    new one, or None to keep it. `words` counts runs between blanks. Raises nothing on any
    text (what the two callables raise goes through); a text nested too deeply for the parser
    comes back as it was written. Takes time: some short texts take seconds, so the caller
    sets a limit.
    """
    md = Markdown(output_format="html")
    for extension in _EXTENSIONS:
        extension.register(md)
    placed = _add_inline(md, resolve)
    finishing = FinishingTreeprocessor(md, placed, images)
    md.treeprocessors.register(finishing, "finishing", -5)
    try:
        html = sanitize(md.convert(_clean(source)))
    except RecursionError:
        return _as_written(source)
    text, urls = read(html)
    return Rendered(
        html=html,
        text=text,
        headings=finishing.anchors.headings,
        links=tuple(finishing.links),
        images=tuple(finishing.images),
        urls=urls,
        words=len(text.split()),
    )


def _add_inline(md: Markdown, resolve: Resolver) -> dict[etree.Element, wikilinks.PlacedLink]:
    md.registerExtensions([BetterEmExtension(), DeleteSubExtension(subscript=False)], {})
    # As in CommonMark; but not &, or an escaped entity would come to life again.
    md.ESCAPED_CHARS = [sign for sign in string.punctuation if sign != "&"]
    md.inlinePatterns.register(_BareUrlProcessor(_BARE_URL, md), "bare_url", 85)
    hard_break = SubstituteTagInlineProcessor(_HARD_BREAK, "br")
    md.inlinePatterns.register(hard_break, "hard_break", 101)
    return wikilinks.register(md, resolve).placed


class _BareUrlProcessor(InlineProcessor):
    """Keep emphasis out of addresses; the sanitizer makes links of them."""

    def handleMatch(  # noqa: N802 - python-markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return m.group(), m.start(), m.end()


def _clean(source: str) -> str:
    """Unify line ends; drop the two signs python-markdown marks its own places with."""
    return _NEWLINES.sub("\n", source).replace(STX, "").replace(ETX, "")


def _as_written(source: str) -> Rendered:
    html = sanitize(f'<pre tabindex="0">{escape(source, quote=False)}</pre>')
    return Rendered(html, source, (), (), (), (), len(source.split()))
