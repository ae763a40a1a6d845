"""A document made ready for the converter, which passes over some of what Word writes. Pure."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

from importing.word.code_fonts import names_one
from importing.word.equations import as_text
from importing.word.numbering import Numbering, child, local, value
from importing.word.parts import TYPES, main_part

_PARTS = ("numbering.xml", "styles.xml")
_DIRECTIONS = frozenset({"dir", "bdo"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """`equations` is how many formulas are signs alone now; `has_code`: some of the text is in a
    font of code."""

    document: bytes
    equations: int
    has_code: bool


def prepared(document: bytes) -> Prepared:
    """Formulas become text, items of lists get their number, a table of contents goes, and text in
    boxes or from right to left stands where the converter finds it. Raises what the modules for
    archives and XML raise."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        names = set(archive.namelist())
        main = main_part(archive.read(TYPES))
        text, equations = as_text(archive.read(main))
        parts = [posixpath.join(posixpath.dirname(main), one) for one in _PARTS]
        told = [fromstring(archive.read(one)) if one in names else None for one in parts]
        root = fromstring(text)
        _change(root, Numbering.told_by(*told))
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as target:
            for info in archive.infolist():
                is_text = info.filename == main
                target.writestr(info, tostring(root) if is_text else archive.read(info))
    return Prepared(made.getvalue(), equations, names_one(text))


def _change(root: Element, numbering: Numbering) -> None:
    for element in list(root.iter()):
        name = local(element)
        if name == "p":
            numbering.mark(element)
        elif name in _DIRECTIONS:  # as an element whose content the converter reads
            element.tag = element.tag.removesuffix(name) + "smartTag"
        elif name == "AlternateContent" and child(element, "Fallback") is None:
            boxes = [one for one in element.iter() if local(one) == "txbxContent"]
            SubElement(element, element.tag.removesuffix(name) + "Fallback").extend(boxes)
        elif name == "sdt" and _is_contents(element):
            element.clear()


def _is_contents(block: Element) -> bool:
    gallery = value(child(block, "sdtPr", "docPartObj", "docPartGallery"))
    return gallery == "Table of Contents"
