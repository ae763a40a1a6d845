"""Settings of site generators, as far as a line tells them; YAML with any tags. Pure."""

from __future__ import annotations

import re
from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """Takes tags such as `!!python/name:…` and `!ENV` for nothing, and refuses `<<` and anchors,
    which a few lines of can make endless."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("it refers to another part of itself")
        return super().compose_node(parent, index)


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def told(text: str, name: str) -> str:
    """The word after `name:` or `name =`; "" where there is none, or it leads out."""
    found = re.search(rf"(?m)^[ \t]*{name}[ \t]*[:=][ \t]*[\"']?([\w./-]+)", text)
    value = found[1].removeprefix("./").strip("/") if found else ""
    return "" if ".." in value else value


def of_yaml(text: str) -> Any:
    """What a file holds; None where it does not parse."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 – it is a safe one
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
