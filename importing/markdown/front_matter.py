"""The lines between `---` at the top of a file, or between `+++` (TOML), or between `{}` (JSON)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from importing.shortening import clean
from importing.yaml_texts import loaded

_HANDLER = YAMLHandler()
# `title: Slack: how we use it` is no YAML, and common.
_PLAIN_LINE = re.compile(r"^(title|description|subtitle|permalink):[ \t]+(\S.*)$", re.MULTILINE)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML_LINE = re.compile(r"^(title|description)[ \t]*=[ \t]*[\"'](.+)[\"'][ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file says about itself; `problem` is set where it could be read in part only."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    def text(self, *keys: str) -> str:
        """The first of these keys that holds a word, a number or a date; else "".

        YAML can write any character as `\\x00`; those that no text has, and no database takes, go.
        """
        for key in keys:
            value = self.values.get(key)
            if value is None or isinstance(value, bool | list | dict):
                continue
            if text := clean(str(value)):
                return text
        return ""

    def texts(self, key: str) -> list[str]:
        """One text or a list of texts."""
        value = self.values.get(key)
        values = value if isinstance(value, list) else [value]
        return [text.strip() for text in values if isinstance(text, str) and text.strip()]


def split(text: str) -> tuple[FrontMatter, str]:
    """Front matter and body. Raises nothing: what does not parse is told in `problem`."""
    if toml := _TOML.match(text):
        return _of_toml(toml[1]), text[toml.end() :]
    if text.startswith("{") and (told := _of_json(text)):
        return told
    if not _HANDLER.detect(text):
        return FrontMatter(), text
    try:
        written, body = _HANDLER.split(text)
    except ValueError:  # one rule and no second one
        return FrontMatter(), text
    try:
        values = loaded(written)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        values, problem = dict(_PLAIN_LINE.findall(written)), _reason(error)
        return FrontMatter(values, problem), body
    if not isinstance(values, dict):  # a rule, some text, a rule
        return (FrontMatter(), text) if values else (FrontMatter(), body)
    return FrontMatter(values), body


def _of_toml(written: str) -> FrontMatter:
    """Hugo's and Zola's; Zola keeps tags in a table of their own."""
    try:
        values = tomllib.loads(written)
    except (ValueError, RecursionError) as error:
        return FrontMatter(dict(_TOML_LINE.findall(written)), _reason(error))
    taxonomies = values.get("taxonomies")
    return FrontMatter({**(taxonomies if isinstance(taxonomies, dict) else {}), **values})


def _of_json(text: str) -> tuple[FrontMatter, str] | None:
    """Hugo's; None for a text that merely begins with a brace."""
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or not values.keys() & {"title", "date", "draft"}:
        return None
    return FrontMatter(values), text[end:].lstrip("\n")


def _reason(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" in line {mark.line + 1}" if mark else ""
    return f"its front matter does not parse{where}: {getattr(error, 'problem', None) or error}"
