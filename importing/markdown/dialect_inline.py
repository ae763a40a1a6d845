"""What generators write within a line that is no Markdown: places, sizes, classes. Pure."""

from __future__ import annotations

import re

from processes.text.masking import mask_code, mask_comments

_GAP = r"[ \t]{0,9}"
# ![x](y.png =300x200), ![x](y.png " =300x200"), ![x](y ':size=50'), {: .wide }, {width="300"}
_SIZE = re.compile(
    r"(?<=[^\s(])[ \t]{1,9}(?:=\d{0,5}%?x?\d{0,5}%?"
    r"|[\"'][ ]?(?:=\d{0,5}x\d{0,5}|:[\w=:%. -]{1,60})[\"'])"
    rf"{_GAP}(?=\))"
)
_SETTING = (
    r"(?:[.#][\w:/-]{1,60}|[\w:@-]{1,40}=(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[^\s\"'{}]{1,99}))"
)
_CLASSES = re.compile(
    rf"(?<=[)\]*_`])\{{:?{_GAP}{_SETTING}(?:[ \t]{{1,9}}{_SETTING}){{0,9}}{_GAP}\}}"
)
_OF_HEADINGS = re.compile(
    rf"^( {{0,3}}#{{1,6}}[ \t][^\n]{{1,400}}?)[ \t]{{1,9}}"
    rf"\{{:?{_GAP}(?:\.[\w-]{{1,60}}{_GAP}){{1,9}}\}}[ \t]*$",
    re.MULTILINE,
)
# Docusaurus' `@site/static/x.png`, Docsify's `x.md?id=part` and `#/x?id=part`.
_AT_SITE = re.compile(rf"(?P<before>\]\({_GAP}<?|\]:{_GAP}<?|\b(?:src|href|to)=[\"'])@site/")
_BY_ID = re.compile(r"(?P<before>\]\([^()\s]{1,300}\.md)\?id=(?=[^()\s]{1,200})")
_HASH = re.compile(
    r"(?P<before>\]\()#(?P<path>/[^()\s?#]{1,300})(?:\?id=(?P<id>[^()\s]{1,200}))?(?=[\s)])"
)
_NO_ADDRESS = re.compile(
    r"\bsrc=\{(?:require\(|useBaseUrl\()[ \t]?[\"']([^\"'{}\n]{1,300})[\"'][ \t]?\)(?:\.default)?\}"
)
_PICTURES = r"png|jpe?g|gif|webp|svg"
_IMPORTED = re.compile(
    rf"^import[ \t]+(\w{{1,60}})[ \t]+from[ \t]+[\"']([^\"'\n]{{1,300}}\.(?:{_PICTURES}))[\"'];?"
    r"[ \t]*$",
    re.MULTILINE,
)
_IMPORT = re.compile(
    r"^import[ \t](?:[^;`]{0,2000}?[ \t\n]from[ \t]+|[ \t]*)[\"'][^\"'\n]{1,300}[\"'];?[ \t]*\n",
    re.MULTILINE,
)
_RAW = re.compile(r"\{%-?[ \t]{0,9}(?:end)?raw[ \t]{0,9}-?%\}\n?")
_UNSEEN = re.compile(
    r"\{%-?[ \t]{0,9}comment[ \t]{0,9}-?%\}(.{0,5000}?)\{%-?[ \t]{0,9}endcomment[ \t]{0,9}-?%\}",
    re.DOTALL,
)
_ASIDE = re.compile(r"%%(?P<text>[^%\n]{1,2000}|\n(?:(?!%%)[^\n]*\n){1,200})%%")
_BUTTON = re.compile(
    rf"\{{\{{[<%]{_GAP}button[ \t][^{{}}\n]{{0,200}}?\b(?:href|link|relref)="
    r"\"([^\"\n]{1,300})\"[^{}\n]{0,200}[>%]\}\}"
    rf"([^{{}}\n]{{1,200}})\{{\{{[<%]{_GAP}/{_GAP}button{_GAP}[>%]\}}\}}"
)


def settle(body: str, *, is_mdx: bool) -> str:
    """The same text, where each of these stands outside code; a page has few of them."""
    if "{%" in body:
        body = _UNSEEN.sub(_hidden, _RAW.sub("", body))
    if is_mdx:
        body = _of_mdx(body)
    for pattern, made in _ALL:
        if pattern.search(body):
            body = _replaced(body, pattern, made)
    return body


def _of_mdx(body: str) -> str:
    """Pictures are imported by a name of the page's own; other imports say nothing to readers."""
    for name, path in _IMPORTED.findall(body)[:200]:
        path = path.removeprefix("@site")
        body = re.sub(rf"\bsrc=\{{{name}(?:\.src)?\}}", lambda _, path=path: f'src="{path}"', body)
    return _replaced(body, _IMPORT, "")


def _replaced(body: str, pattern: re.Pattern[str], made: str) -> str:
    """What is found in the text with its code blanked out, taken from the text as it stands."""
    masked = mask_comments(mask_code(body))
    pieces, end = [], 0
    for match in pattern.finditer(masked):
        inner = pattern.match(body, match.start())
        if inner is not None:
            pieces += [body[end : match.start()], inner.expand(made)]
            end = inner.end()
    return "".join((*pieces, body[end:]))


def _hidden(match: re.Match[str]) -> str:
    return match[0] if "--" in match[1] else f"<!--{match[1]}-->"


_ALL = (
    (_SIZE, ""),
    (_CLASSES, ""),
    (_OF_HEADINGS, r"\1"),
    (_BY_ID, r"\g<before>#"),
    (_HASH, r"\g<before>\g<path>#\g<id>"),
    (_NO_ADDRESS, r'src="\1"'),
    (_AT_SITE, r"\g<before>/"),
    (_BUTTON, r"[\2](\1)"),
    (_ASIDE, r"<!--\g<text>-->"),
)
