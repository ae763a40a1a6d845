"""The tidied tree as Markdown: markdownify, with this wiki's way of writing it."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from processes.text.pasted.escaping import escape, escape_line
from processes.text.pasted.styles import classes_of

_BLANKS = re.compile(r"[ \t\r\n]+")
_BREAK = "\\\n"
_TICKS = re.compile(r"`+")
_CALLOUT = re.compile(r"callout-(note|tip|important|warning|caution)")
_LANGUAGE = re.compile(r"(?:language|lang|highlight-source)-([a-z0-9+#-]{1,20})", re.IGNORECASE)
_TOO_EMPTY = re.compile(r"\n{3,}")


def write(soup: BeautifulSoup) -> str:
    """Raises RecursionError for a tree that was not made flat enough."""
    text = _Writer(heading_style="atx", bullets="-", wrap=True, wrap_width=None).convert_soup(soup)
    lines = (line.rstrip() for line in text.split("\n"))
    return _TOO_EMPTY.sub("\n\n", "\n".join(lines)).strip("\n")


class _Writer(MarkdownConverter):
    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escape(text)

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        text = text.strip(" \n")
        lines = (escape_line(line.lstrip(" ")) for line in text.split("\n"))
        return "\n\n" + "\n".join(lines) + "\n\n" if text else ""

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        callout = next(filter(None, map(_CALLOUT.fullmatch, classes_of(el))), None)
        if callout and "_inline" not in parent_tags:
            return self._callout(el, text, callout[1])
        if el.find(True, recursive=False) is None or not _has_blocks(el):
            return self.convert_p(el, text, parent_tags)
        return super().convert_div(el, text, parent_tags)

    convert_figure = convert_figcaption = convert_section = convert_article = convert_div

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "th" in parent_tags or "td" in parent_tags:
            return "<br>"
        return " " if "_inline" in parent_tags else _BREAK

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = _BLANKS.sub(" ", text.replace("\\\n", " ")).strip()
        if not words or "_noformat" in parent_tags:
            return words
        before = " " if text[:1].isspace() else ""
        behind = " " if text[-1:].isspace() else ""
        href = str(el["href"])
        said = el.get_text().strip()
        if said in (href, href.removeprefix("mailto:")):
            return f"{before}{said}{behind}"
        return f"{before}[{words}]({href}){behind}"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = el.get_text().strip("\n").replace("\r\n", "\n")
        if not code.strip():
            return ""
        if "td" in parent_tags or "th" in parent_tags:
            return " ".join(f"`{line.strip()}`" for line in code.split("\n") if line.strip())
        fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(code)), default=0))
        named = _LANGUAGE.search(" ".join(
            name for tag in [el.parent, el, *el.find_all("code")] if tag for name in classes_of(tag)
        ))  # fmt: skip
        return f"\n\n{fence}{named[1].lower() if named else ''}\n{code}\n{fence}\n\n"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        task = el.get("data-task")
        if task:
            text = f"[{task}] {text.strip()}"
        return super().convert_li(el, text, parent_tags)

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        lines = (_BLANKS.sub(" ", line).strip() for line in text.split("<br>"))
        said = "<br>".join(line for line in lines if line)
        return " " + _PIPES.sub(r"\\|", said) + " |"

    convert_th = convert_td

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        words = _BLANKS.sub(" ", text.replace("\\\n", " ")).strip()
        return super().convert_hN(n, el, words, parent_tags) if words else ""

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"<{el.name}>{text.strip()}</{el.name}>" if text.strip() else text

    convert_sub = convert_sup

    def convert_note(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return el.get_text()

    def convert_mark(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = text.strip()
        return text.replace(words, f"=={words}==") if words else text

    def _callout(self, el: Tag, text: str, kind: str) -> str:
        lines = text.strip().split("\n")
        return (
            f"\n\n> [!{kind.upper()}]\n"
            + "\n".join(f"> {line}".rstrip() for line in lines)
            + "\n\n"
        )


_PIPES = re.compile(r"(?<!\\)\|")
_BLOCKS = [
    "p",
    "div",
    "ul",
    "ol",
    "table",
    "pre",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
]


def _has_blocks(el: Tag) -> bool:
    return el.find(_BLOCKS) is not None
