"""The facts there are, in the order in which they are told, and how much each may say."""

from __future__ import annotations

LABELS = {
    "template": "Template",
    "trigger": "Begins when",
    "frequency": "How often",
    "inputs": "What you need",
    "outputs": "What comes of it",
    "responsible": "Responsible",
    "consulted": "Consulted",
    "informed": "Informed",
    "tools": "Tools",
}
LINES = ("trigger", "frequency")
LISTS = ("inputs", "outputs")
ROLES = ("responsible", "consulted", "informed")

TOOLS, TEMPLATE = "tools", "template"
NAMING = (*ROLES, TOOLS)

LONGEST_LINE = 200  # characters
MOST_ITEMS = 20
MOST_IN_A_ROLE = 20
MOST_TOOLS = 30

PERSON, DEPARTMENT, TOOL = "person", "department", "tool"


def reference(what: str, pk: int) -> str:
    """How facts name a person or a department."""
    return f"{what}:{pk}"


def parted(text: object) -> tuple[str, int] | None:
    """“person:12” as ("person", 12); None for what names nobody."""
    if not isinstance(text, str):
        return None
    what, _, pk = text.partition(":")
    is_id = pk.isascii() and pk.isdecimal() and len(pk) < 16
    return (what, int(pk)) if what in (PERSON, DEPARTMENT) and is_id else None


def stands_for(name: str, value: object) -> tuple[str, int]:
    """What one value of the fact `name` means: “person”, “department”, “tool” or “template” and
    its id. Of plain words, and of what names nobody: ("", 0)."""
    if name in (TOOLS, TEMPLATE) and isinstance(value, int):
        return (TOOL if name == TOOLS else TEMPLATE, value)
    return (parted(value) if name in ROLES else None) or ("", 0)
