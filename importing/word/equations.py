"""Formulas are no text to the converter, and would go: here they become their signs. Pure."""

from __future__ import annotations

import re

_FORMULA = re.compile(rb"<m:oMath(?:\s[^>]*)?>((?:(?!<m:oMath[\s>]).)*?)</m:oMath>", re.DOTALL)
_AROUND = re.compile(rb"</?m:oMathPara(?:\s[^>]*)?>|<m:oMathParaPr>.*?</m:oMathParaPr>", re.DOTALL)
_SIGNS = re.compile(rb"<m:t(?:\s[^>]*)?>([^<]*)</m:t>")


def as_text(xml: bytes) -> tuple[bytes, int]:
    """The text of a document with its formulas as text, and how many there were."""
    return _FORMULA.subn(_run, _AROUND.sub(b"", xml)) if b"<m:oMath" in xml else (xml, 0)


def _run(formula: re.Match[bytes]) -> bytes:
    signs = b" ".join(_SIGNS.findall(formula[1]))
    return b'<w:r><w:t xml:space="preserve">' + signs + b"</w:t></w:r>"
