"""Code is what stands in a font of code, where no style says so: in Google Docs, and often in
Word. Pure."""

from __future__ import annotations

import re
from typing import Any

from mammoth import documents, transforms

from importing.word.numbering import unmarked

_NAMED = re.compile(rb":ascii=[\"']([^\"'<>]{1,100})[\"']")
STYLE = "Source Code"
_FONTS = ("courier", "consolas", "menlo", "monaco", "mono", "lucida console", "fira code",
          "inconsolata", "cascadia", "source code", "terminal")  # fmt: skip
_TEXTS = ("", "normal", "body text", "no spacing", "standard", "default", "list paragraph")


def names_one(xml: bytes) -> bool:
    """Whether the text of a document is partly in such a font."""
    fonts = {font.lower().decode("utf-8", "replace") for font in _NAMED.findall(xml)}
    return any(name in font for font in fonts for name in _FONTS)


def mark_code(document: Any) -> Any:
    """The document with such paragraphs and runs in the style of code. One that is mostly in such
    a font is no code."""
    paragraphs = transforms.get_descendants_of_type(document, documents.Paragraph)
    of_code = [one for one in paragraphs if _is_code(one)]
    if 2 * len(of_code) > sum(bool(_text(one).strip()) for one in paragraphs):
        return document
    return transforms.paragraph(_marked)(document)


def _marked(paragraph: Any) -> Any:
    if (paragraph.style_name or "").casefold() not in _TEXTS:
        return paragraph
    if _is_code(paragraph) and paragraph.numbering is None:
        return paragraph.copy(style_name=STYLE)
    children = [
        one.copy(style_name=STYLE) if _in_code_font(one) and not one.style_name else one
        for one in paragraph.children
    ]
    return paragraph.copy(children=children)


def _is_code(paragraph: Any) -> bool:
    texts = [one for one in paragraph.children if unmarked(_text(one)).strip()]
    return bool(texts) and all(map(_in_code_font, texts))


def _in_code_font(element: Any) -> bool:
    if not isinstance(element, documents.Run) or not element.font:
        return False
    font = element.font.casefold()
    return any(name in font for name in _FONTS) and bool(_text(element).strip())


def _text(element: Any) -> str:
    return "".join(one.value for one in transforms.get_descendants_of_type(element, documents.Text))
