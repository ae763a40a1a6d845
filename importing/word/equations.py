"""Formulas are no text to the converter, and would go: here they become their signs. Pure."""

from __future__ import annotations

import io
import re
import zipfile

_DOCUMENT = "word/document.xml"
_FORMULA = re.compile(rb"<m:oMath(?:\s[^>]*)?>((?:(?!<m:oMath[\s>]).)*?)</m:oMath>", re.DOTALL)
_AROUND = re.compile(rb"</?m:oMathPara(?:\s[^>]*)?>|<m:oMathParaPr>.*?</m:oMathParaPr>", re.DOTALL)
_SIGNS = re.compile(rb"<m:t(?:\s[^>]*)?>([^<]*)</m:t>")


def as_text(document: bytes) -> tuple[bytes, int]:
    """The document with its formulas as text, and how many there were."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        xml = archive.read(_DOCUMENT)
        changed, count = _FORMULA.subn(_run, _AROUND.sub(b"", xml))
        if not count:
            return document, 0
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as target:
            for info in archive.infolist():
                is_text = info.filename == _DOCUMENT
                target.writestr(info, changed if is_text else archive.read(info))
    return made.getvalue(), count


def _run(formula: re.Match[bytes]) -> bytes:
    signs = b" ".join(_SIGNS.findall(formula[1]))
    return b'<w:r><w:t xml:space="preserve">' + signs + b"</w:t></w:r>"
