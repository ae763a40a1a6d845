"""The one way from Markdown to HTML. Costly: once per publication or preview, never per view."""

import re
import string
import xml.etree.ElementTree as etree
from html import escape

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor, SubstituteTagInlineProcessor
from pymdownx.betterem import BetterEmExtension
from pymdownx.mark import MarkExtension
from pymdownx.tilde import DeleteSubExtension

from processes.text.rendering import (
    blocks,
    callouts,
    cards,
    contents,
    definitions,
    emoji,
    fences,
    footnotes,
    lists,
    own_addresses,
    raw_html,
    tables,
    wikilinks,
)
from processes.text.rendering.findings import Findings
from processes.text.rendering.finishing import FinishingTreeprocessor
from processes.text.rendering.links import Asker, PlacedLink
from processes.text.rendering.model import Pictures, Rendered, Resolver, Site
from processes.text.rendering.reading import read
from processes.text.rendering.sanitizing import sanitize

_BARE_URL = r"https?://[^\s<>\x02\x03]*(?:[^\W_]|[/#=&%+-])"
_HARD_BREAK = r"\\\n"
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ANYWHERE = Site()
# Patterns that find nothing in a text without the sign: each is tried on every bit of text.
_IDLE_WITHOUT = {
    "[": ("reference", "link", "short_reference"),
    "![": ("image_link", "image_reference", "short_image_ref"),
    "[[": ("wikilink",),
    "[^": ("footnote",),
    "<": ("autolink", "automail", "html"),
    "&": ("entity",),
    "://": ("bare_url",),
    "\\": ("escape", "hard_break"),
}
_EXTENSIONS = (
    blocks,
    fences,
    raw_html,
    contents,
    lists,
    tables,
    definitions,
    callouts,
    footnotes,
    emoji,
)


def render(
    source: str, resolve: Resolver, *, pictures: Pictures | None = None, site: Site = _ANYWHERE
) -> Rendered:
    """Render Markdown to safe HTML, with everything found on the way.

    `resolve` answers each different link to a page or a person once; `pictures` tells what is
    known about the image at an address; `site` is the wiki the text is for. `words` counts runs
    between blanks. Raises nothing on any text (what the two callables raise goes through); a
    text nested too deeply for the parser comes back as it was written. Takes time: some short
    texts take seconds, so the caller sets a limit.
    """
    md = Markdown(output_format="html")
    for extension in _EXTENSIONS:
        extension.register(md)
    cards.register(md, site.embed_hosts)
    asker = Asker(resolve)
    placed = _add_inline(md, source, asker, site)
    findings = Findings(asker, site, pictures)
    finishing = FinishingTreeprocessor(md, placed, findings)
    md.treeprocessors.register(finishing, "finishing", -5)
    try:
        html = sanitize(md.convert(_clean(source)), site.embed_hosts)
    except RecursionError:
        return _as_written(source)
    text, urls = read(html)
    return Rendered(
        html=html,
        text=text,
        headings=finishing.anchors.headings,
        links=finishing.links,
        images=tuple(findings.images),
        urls=urls,
        words=len(text.split()),
    )


def _add_inline(
    md: Markdown, source: str, asker: Asker, site: Site
) -> dict[etree.Element, PlacedLink]:
    signs = [
        BetterEmExtension(),
        DeleteSubExtension(subscript=False),
        MarkExtension(smart_mark=True),
    ]
    md.registerExtensions(signs, {})
    # As in CommonMark; but not &, or an escaped entity would come to life again.
    md.ESCAPED_CHARS = [sign for sign in string.punctuation if sign != "&"]
    md.inlinePatterns.register(_BareUrlProcessor(_BARE_URL, md), "bare_url", 85)
    hard_break = SubstituteTagInlineProcessor(_HARD_BREAK, "br")
    md.inlinePatterns.register(hard_break, "hard_break", 101)
    own_addresses.register(md, site)
    placed = wikilinks.register(md, asker).placed
    for sign, names in _IDLE_WITHOUT.items():
        for name in names if sign not in source else ():
            md.inlinePatterns.deregister(name)
    return placed


class _BareUrlProcessor(InlineProcessor):
    """Keep emphasis out of addresses; the sanitizer makes links of them."""

    def handleMatch(  # noqa: N802 - python-markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return m.group(), m.start(), m.end()


def _clean(source: str) -> str:
    """Unify line ends, Word's among them; drop other controls, two of which are Markdown's."""
    return _CONTROLS.sub("", _NEWLINES.sub("\n", source))


def _as_written(source: str) -> Rendered:
    html = sanitize(f'<pre tabindex="0">{escape(source, quote=False)}</pre>')
    return Rendered(html, source, (), (), (), (), len(source.split()))
