"""What site generators write that is no Markdown, as what it means here. Pure.

Docusaurus and VitePress (`:::tip`), Material for MkDocs (`!!! note`, `=== "Tab"`), Hugo
(`{{% alert %}}`, `{{< ref >}}`, `{{< figure >}}`), Jekyll and kramdown (`{% link %}`,
`{% highlight %}`, `{: .class }`). Code stays as it is, and so does what is not known, to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from importing.markdown import dialect_inline, dialect_marks
from importing.markdown.dialect_boxes import box
from importing.markdown.dialect_directives import fenced
from importing.markdown.dialect_shapes import first
from processes.text.masking import mask_code

_SIGNS = (
    "{", ":::", "!!! ", "??? ", "???+", '=== "', "[TOC]", "[[", "<Tab", "<Admonition", "<Callout",
    "<Accordion", "<Note", "<Tip", "<Info", "<Warning", "<Expandable", "[!", "!> ", "?> ", "+++",
    "%%", "@site", "](#/", " =", ":size", ":ignore", "?id=", ")=",
)  # fmt: skip
_DEEPEST = 6
_MOST_SIGNS, _LONGEST_LINE = 2000, 500  # more than any page has
_FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})")
_HIGHLIGHT = re.compile(
    r"^[ \t]*\{[%{][<%]?[ \t]*highlight[ \t]+([\w+#-]+)[^{}]*[%>]?[%}]\}?[ \t]*$"
)
_END_HIGHLIGHT = re.compile(
    r"^[ \t]*\{(?:%-?[ \t]*endhighlight|\{[<%][ \t]*/[ \t]*highlight)[^\n]*\}$"
)
# Lists of contents are made here by themselves; the rest says something to a program only.
_NOTHING = re.compile(
    r"^[ \t]*(?:\{::?[^{}\n]*\}|\[TOC\]|\[\[_?TOC_?\]\]|\{\{[<%][ \t]*toc\b[^{}]*[>%]\}\}"
    r"|</?Tabs\b[^<>]*>|</TabItem>)[ \t]*$",
    re.IGNORECASE,
)
_MDX_NOTHING = re.compile(r"^(?:import\s[^\n]*\sfrom\s+['\"][^'\"]+['\"];?|\{/\*.*\*/\})[ \t]*$")
_SHOWN = re.compile(
    r"^[ \t]*\{\{<[ \t]*(figure|img|youtube|vimeo)[ \t]+([^{}]+?)[ \t]*/?>\}\}[ \t]*$"
)
_GAP, _GAPS = r"[ \t]{0,9}", r"[ \t]{1,9}"
_ADDRESS = re.compile(
    rf"(?P<before>\]\({_GAP}<?|^{_GAP}\[[^\]\n]{{1,300}}\]:{_GAP}|\b(?:href|src)=[\"'])(?:"
    rf"\{{\{{[<%]{_GAP}(?:rel)?ref{_GAPS}[\"'`]?(?P<hugo>[^\"'`<>{{}}\n]{{1,300}}?)[\"'`]?{_GAP}"
    rf"[>%]\}}\}}"
    rf"|(?:\{{\{{-?{_GAP}site\.(?:base)?url{_GAP}-?\}}\}}){{0,2}}"
    rf"\{{%-?{_GAP}post_url{_GAPS}(?P<post>[^%{{}}\n]{{1,300}}?){_GAP}-?%\}}"
    rf"|(?:\{{\{{-?{_GAP}site\.(?:base)?url{_GAP}-?\}}\}}){{0,2}}"
    rf"\{{%-?{_GAP}link{_GAPS}(?P<jekyll>[^%{{}}\n]{{1,300}}?){_GAP}-?%\}}"
    rf"|\{{\{{-?{_GAP}[\"'](?P<piped>[^\"'{{}}\n]{{1,300}})[\"']{_GAP}\|{_GAP}"
    rf"(?:relative|absolute)_url{_GAP}-?\}}\}}"
    rf"|\{{\{{-?{_GAP}site\.(?:base)?url{_GAP}-?\}}\}}"
    rf"(?:\{{\{{-?{_GAP}site\.baseurl{_GAP}-?\}}\}})?)",
    re.MULTILINE,
)


def settle(body: str, *, is_mdx: bool = False) -> str:
    """The same text for a reader of this wiki."""
    signs = sum(body.count(sign) for sign in _SIGNS)
    if signs > _MOST_SIGNS or not (signs or is_mdx):
        return body
    body = dialect_inline.settle(body, is_mdx=is_mdx)
    for match in reversed(list(_ADDRESS.finditer(mask_code(body)))):
        body = body[: match.start()] + match["before"] + _led(match) + body[match.end() :]
    return "\n".join(_lines(body.split("\n"), is_mdx))


def _led(match: re.Match[str]) -> str:
    if post := match["post"]:
        return f"/_posts/{post.strip('/')}.md"
    if jekyll := match["jekyll"]:
        return "/" + jekyll.lstrip("/")
    return (match["hugo"] or match["piped"] or "").strip()


def _lines(lines: Sequence[str], is_mdx: bool, depth: int = 0) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(lines):
        line, end = lines[at], at + 1
        if made := fenced(lines, at, lambda inner: _lines(inner, is_mdx, depth + 1)):
            end = _add(out, made, lines)
        elif fence := _FENCE.match(line):
            sign = fence[1]
            ends = (one for one in range(end, len(lines)) if _closes(lines[one], sign))
            end = next(ends, len(lines)) + 1
            out += lines[at:end]
        elif len(line) > _LONGEST_LINE:
            out.append(line)
        elif made := _made(lines, at, is_mdx, depth):
            end = _add(out, made, lines)
        elif made := dialect_marks.made(lines, at):
            shown, end = made
            out += shown
        elif not (dialect_marks.marked_after(out, line) or _is_nothing(lines, at, is_mdx)):
            out.append(line)
        at = end
    return out


def _add(out: list[str], made: tuple[list[str], int], lines: Sequence[str]) -> int:
    shown, end = made
    gap = [""] if out and out[-1].strip() else []
    out += [*gap, *shown, *([""] if end < len(lines) and lines[end].strip() else [])]
    return end


def _is_nothing(lines: Sequence[str], at: int, is_mdx: bool) -> bool:
    if _NOTHING.match(lines[at]) or dialect_marks.is_nothing(lines, at):
        return True
    return is_mdx and _MDX_NOTHING.match(lines[at]) is not None


def _closes(line: str, sign: str) -> bool:
    bare = line.strip().lstrip("> ")
    return bare.startswith(sign) and not bare.strip(sign[0])


def _made(lines: Sequence[str], at: int, is_mdx: bool, depth: int) -> tuple[list[str], int] | None:
    """What stands for some lines, and where the text goes on; None where they stay."""
    if found := _HIGHLIGHT.match(lines[at]):
        end = first(lines, at + 1, lambda one: _END_HIGHLIGHT.match(one.rstrip()) is not None)
        return None if end is None else ([f"```{found[1]}", *lines[at + 1 : end], "```"], end + 1)
    if (shown := _SHOWN.match(lines[at])) and (text := _picture(shown[1], shown[2])):
        return [text], at + 1
    if depth >= _DEEPEST:
        return None
    return box(lines, at, lambda inner: _lines(inner, is_mdx, depth + 1))


def _picture(name: str, told: str) -> str:
    """A picture, or the address of a recording."""
    named = dict(re.findall(r"(\w+)[ \t]*=[ \t]*[\"'`]([^\"'`]*)[\"'`]", told))
    number = named.get("id") or told.strip("\"'` ")
    if name in ("youtube", "vimeo"):
        sites = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
        return sites[name] + number if re.fullmatch(r"[\w-]{3,20}", number) else ""
    if not (source := named.get("src", "")):
        return ""
    words = named.get("caption") or named.get("title") or ""
    alt = (named.get("alt") or words).replace("[", "(").replace("]", ")")
    source = f"<{source}>" if " " in source else source
    return f"![{alt}]({source})" + (f"\n\n*{words}*" if words else "")
