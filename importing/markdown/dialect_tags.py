"""Boxes between tags: of Hugo, GitBook and MDX. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importing.markdown.dialect_kinds import CODE, KINDS, SAME, TABS
from importing.markdown.dialect_shapes import MOST_LINES, Box, dedented, trimmed

_NAMES = (
    "alert|hint|notice|callout|admonition|note|tip|info|warning|caution|danger|important|panel"
    "|pageinfo|details|expand|collapse|spoiler|tabitem|tab"
)
_OPEN = re.compile(
    rf"^[ \t]*(?:\{{\{{[<%]-?[ \t]*(?P<hugo>{_NAMES})\b(?P<told>[^{{}}]*?)(?<!/)[>%]\}}\}}"
    rf"|\{{%-?[ \t]*(?P<liquid>hint|tab|details)\b(?P<said>[^{{}}%]*)%\}})(?P<line>.*)$"
)
_ELEMENT = re.compile(
    r"^[ \t]*<(?P<name>Admonition|Callout|Note|Tip|Info|Warning|Tab|TabItem|Accordion|Expandable)\b"
    r"(?P<told>[^<>]*)(?<!/)>(?:(?P<line>.*)</(?P=name)>)?[ \t]*$"
)
_TITLES = ("title", "header", "label", "name", "summary", "text")
_SETTING = re.compile(r"([\w-]+)[ \t]*=[ \t]*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'{}<>]+))")


def in_tags(lines: Sequence[str], at: int) -> Box | None:
    """`{{% name … %}}` to `{{% /name %}}`, `{% name … %}` to `{% endname %}`; also on one line."""
    found = _OPEN.match(lines[at])
    if found is None:
        return None
    name = found["hugo"] or found["liquid"]
    if found["hugo"]:
        opens = re.compile(rf"\{{\{{[<%]-?[ \t]*{name}\b[^{{}}]*?(?<!/)[>%]\}}\}}")
        ends = re.compile(rf"\{{\{{[<%][ \t]*/[ \t]*{name}[ \t]*[>%]\}}\}}")
    else:
        opens = re.compile(rf"\{{%-?[ \t]*{name}\b[^{{}}%]*%\}}")
        ends = re.compile(rf"\{{%-?[ \t]*end{name}[ \t]*-?%\}}")
    kind, title = _settings(name, found["told"] or found["said"] or "")
    if ended := ends.search(found["line"]):
        inside, after = found["line"][: ended.start()], found["line"][ended.end() :]
        return None if after.strip() else Box(kind, title, [inside.strip()], at + 1)
    end = _end(lines, at, opens, ends)
    if end is None:
        return None
    last = ends.split(lines[end], maxsplit=1)
    if len(last) > 1 and last[1].strip():
        return None
    text = [found["line"], *lines[at + 1 : end], last[0]]
    if kind == TABS and found["hugo"] and _is_code(lines, at):
        language = _told(found["told"]).get("lang", "")
        return Box(CODE, title, trimmed(text), end + 1, language=language)
    return Box(kind, title, dedented(text), end + 1)


def in_elements(lines: Sequence[str], at: int) -> Box | None:
    """MDX: `<Admonition type="tip">`, `<TabItem label="…">`, `<Accordion title="…">`."""
    found = _ELEMENT.match(lines[at])
    if found is None:
        return None
    name = found["name"]
    told = {"Accordion": "details", "Expandable": "details", "Tab": "tab", "TabItem": "tab"}
    kind, title = _settings(told.get(name, name.lower()), found["told"])
    if found["line"] is not None:
        return Box(kind, title, [found["line"]], at + 1)
    opens, ends = re.compile(rf"<{name}\b(?![^<>]*/>)"), re.compile(rf"^[ \t]*</{name}>[ \t]*$")
    end = _end(lines, at, opens, ends)
    return end and Box(kind, title, dedented(lines[at + 1 : end]), end + 1)


def _end(
    lines: Sequence[str], at: int, opens: re.Pattern[str], ends: re.Pattern[str]
) -> int | None:
    depth = 1
    for number in range(at + 1, min(len(lines), at + MOST_LINES)):
        depth += len(opens.findall(lines[number])) - len(ends.findall(lines[number]))
        if depth <= 0:
            return number
    return None


def _is_code(lines: Sequence[str], at: int) -> bool:
    """Docsy's tabs are code unless their pane says that they are text, or they are written so."""
    if "{{%" in lines[at]:
        return False
    for number in range(at - 1, max(-1, at - MOST_LINES), -1):
        if re.match(r"[ \t]*\{\{[<%][ \t]*tabpane\b", lines[number]):
            return not re.search(r"\btext[ \t]*=[ \t]*\"?true", lines[number])
    return False


def _settings(name: str, told: str) -> tuple[str, str]:
    """Which kind of box, and its title, of `title="…" color="…"` or `tip "…"`."""
    named = _told(told)
    words = [
        one or other for one, other in re.findall(r'"([^"]*)"|([a-z]+)', _SETTING.sub("", told))
    ]
    title = next((named[one] for one in _TITLES if named.get(one)), "")
    title = title or next((one for one in words if one not in KINDS), "")
    title = re.sub(r"[*_`]", "", title)
    if name in SAME:
        return SAME[name], title
    colour = named.get("header-bg", "") or named.get("color", "") or named.get("style", "")
    asked = [colour, named.get("type", ""), *words[:1], name]
    return next((one for one in asked if one in KINDS), "note"), title


def _told(text: str) -> dict[str, str]:
    return {name: one or two or three for name, one, two, three in _SETTING.findall(text)}
