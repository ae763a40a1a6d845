"""YAML that somebody else wrote, read into plain values of a size that can be worked with. Pure."""

from __future__ import annotations

from typing import Any

import yaml

_DIGITS = 40
_MOST_VALUES = 200_000
# The one in C reads the same, ten times as fast.
_SAFE: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def loaded(text: str) -> Any:
    """Dates, numbers, texts, and lists and mappings of those.

    Raises yaml.YAMLError, ValueError and RecursionError: for what is no YAML, and for what a few
    lines turn into gigabytes, by naming a part again and again or taking it in by `<<`.
    """
    try:
        values = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe one
    except (LookupError, AttributeError, TypeError) as error:  # as of “!!bool perhaps”
        raise ValueError("a value is not of the kind that it says it is") from error
    if "*" in text:
        _check_extent(values)
    return values


class _Loader(_SAFE):  # type: ignore[valid-type,misc]
    """Without `<<`: a few lines of it, each taking in the one before ten times, never end. And
    without numbers so long that Python would not write them."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        if any(key.tag == "tag:yaml.org,2002:merge" for key, _ in node.value):
            raise yaml.constructor.ConstructorError(
                None, None, "it takes in other parts by “<<”", node.start_mark
            )

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int | str:
        return node.value if len(node.value) > _DIGITS else super().construct_yaml_int(node)


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)


def _check_extent(values: Any) -> None:
    """Written out, what is named twice is there twice, and what names itself has no end."""
    waiting, count = [values], 0
    while waiting:
        one = waiting.pop()
        count += 1
        if count > _MOST_VALUES:
            raise ValueError("it repeats parts of itself too often")
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list | tuple | set):
            waiting += one
