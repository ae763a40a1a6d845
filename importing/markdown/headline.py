"""What a page is called and what it is about."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote

from importing.markdown.front_matter import FrontMatter
from importing.shortening import cut_words as shorten
from processes.drawing import draw
from processes.models.article import SUMMARY_LENGTH
from processes.text.masking import mask_code, mask_comments
from processes.text.rendering import LinkRequest, ResolvedLink, fold

FIRST_SENTENCES = 200  # characters of a summary made from the text

SHORTEST_PARAGRAPH = 40  # characters; “Back to the overview” says nothing of a page

# An H1 in both of its forms: `# Title`, and a line with `===` below it.
_H1 = re.compile(
    r"^ {0,3}#[ \t]+(?P<atx>[^\n]*?)[ \t]*#*[ \t]*$\n?"
    r"|(?:(?<=\n\n)|(?<![\s\S]))(?P<setext>[^\s>#|-][^\n]*)\n {0,3}=+[ \t]*$\n?",
    re.MULTILINE,
)
# Some sites allow HTML in titles: “What to do <em>before</em> you begin”.
_TAG = re.compile(r"</?(?:a|b|br|code|em|i|mark|small|span|strong|sub|sup|u|wbr)\b[^<>]*>", re.I)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»’)]*\s+")
_FOLDER_PAGES = ("index", "readme", "_index")


def take_title(front: FrontMatter, body: str, path: str, listed: str = "") -> tuple[str, str]:
    """Title and body: from the front matter, else from the first H1, else as a list of contents
    has it (`listed`), else from the file's name.

    The H1 that is the title is taken out of the body. Raises NotDrawn.
    """
    title = unescape(_TAG.sub("", front.text("title")))
    heading = _H1.search(mask_comments(mask_code(body)))
    if heading is None:
        return title or listed or name_of(path), body
    name = "atx" if heading["atx"] is not None else "setext"
    text = plain(body[heading.start(name) : heading.end(name)])
    if text and (not title or fold(title) == fold(text)):
        return title or text, body[: heading.start()] + body[heading.end() :]
    return title or listed or name_of(path), body


def name_of(path: str) -> str:
    """A file's or folder's name for people: `a/travel_and-leave.md` → “Travel and leave”."""
    pure = PurePosixPath(path)
    stem = pure.stem if pure.suffix in (".md", ".mdx", ".markdown") else pure.name
    if stem.lower() in _FOLDER_PAGES and pure.parent.name:
        stem = pure.parent.name
    words = " ".join(re.sub(r"[-_]+", " ", stem).split()) or stem
    # Azure DevOps writes a dash for a blank, and %2D for a dash.
    words = unquote(words) if re.search(r"%[2-7][0-9A-F]", words) else words
    return words[:1].upper() + words[1:]


def summarise(front: FrontMatter, html: str) -> str:
    """From the front matter, else the first sentences of the first paragraph of the page."""
    told = front.text("description", "summary", "subtitle")
    return shorten(told, SUMMARY_LENGTH) if told else _first_sentences(html)


def plain(markdown: str) -> str:
    """A heading's Markdown as its reader sees it. Raises NotDrawn."""
    return " ".join(draw(f"# {markdown}", nowhere).text.split())


def nowhere(request: LinkRequest) -> ResolvedLink:
    """A resolver for what is only read, never shown."""
    return ResolvedLink("wanted")


def _first_sentences(html: str) -> str:
    reader = _Paragraphs()
    reader.feed(html)
    texts = [" ".join(text.split()) for text in reader.texts]
    text = next((text for text in texts if len(text) >= SHORTEST_PARAGRAPH), "".join(texts[:1]))
    taken = ""
    for sentence in _SENTENCE_END.split(text):
        if taken and len(taken) + 1 + len(sentence) > FIRST_SENTENCES:
            break
        taken = f"{taken} {sentence}".strip()
    return shorten(taken, FIRST_SENTENCES)


class _Paragraphs(HTMLParser):
    """The texts of the paragraphs that stand in no list, quote or table."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr", "img", "input", "col"):
            return
        if tag == "p" and not self._open:
            self.texts.append("")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]
        if not self._open and self.texts and not self.texts[-1].strip():
            self.texts.pop()  # a picture, say

    def handle_data(self, data: str) -> None:
        if self._open[:1] == ["p"]:
            self.texts[-1] += data
