"""The files of an export, read with suspicion: whoever has one may have changed it."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from importing.files import Files, Unreadable
from importing.imprimatur import format as names
from importing.imprimatur.spelling import Pair, restored
from importing.moments import parsed
from importing.yaml_texts import loaded

MEGABYTE = 1024 * 1024
_TABLE_BYTES = 128 * MEGABYTE
_MOST_ROWS = 500_000
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

_HALF_SIGN = re.compile(rb"\\u[dD][89a-fA-F]")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A page or one of its versions. `is_changed`: somebody edited the file since the export."""

    values: Row
    body: str
    is_changed: bool

    def text(self, name: str, longest: int = 1_000) -> str:
        return text_of(self.values, name, longest)

    def number(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) and 0 <= value < 2**31 else None

    def moment(self, name: str) -> datetime.datetime | None:
        return moment_of(self.values, name)

    def rows(self, name: str) -> list[Row]:
        value = self.values.get(name)
        return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []

    def texts(self, name: str) -> list[str]:
        value = self.values.get(name)
        return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def manifest(files: Files) -> Row:
    """Raises Unreadable for what is no export of ours, or one of a version to come."""
    if names.MANIFEST not in files:
        raise Unreadable(names.MANIFEST, "This is no export of Imprimatur: it has no manifest.")
    told = _json(files, names.MANIFEST)
    if not isinstance(told, dict) or told.get("format") != names.FORMAT:
        raise Unreadable(names.MANIFEST, "This is no export of Imprimatur.")
    version = told.get("format_version")
    if not isinstance(version, int) or not 1 <= version <= names.VERSION:
        raise Unreadable(
            names.MANIFEST, f"It has format version {version}; this program reads {names.VERSION}."
        )
    _check_all_there(files, told)
    return told


def rows(files: Files, name: str) -> list[Row]:
    """A table of the export; [] where there is none. Raises Unreadable."""
    if name not in files:
        return []
    found = _json(files, name)
    if not isinstance(found, list) or len(found) > _MOST_ROWS:
        raise Unreadable(name, "It is no list of an export.")
    return [row for row in found if isinstance(row, dict)]


def page(files: Files, name: str) -> Told:
    """Raises Unreadable."""
    try:
        text = files.read(name, 8 * MEGABYTE).decode()
        front_matter, rest = names.parted(text)
        values = loaded(front_matter)
    except UnicodeDecodeError as error:
        raise Unreadable(name, "It is not UTF-8.") from error
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        raise Unreadable(name, f"Its front matter cannot be read: {error}") from error
    if not isinstance(values, dict) or not isinstance(values.get("title"), str):
        raise Unreadable(name, "Its front matter has no title.")
    body = restored(names.without_headline(rest, values["title"]), list(_pairs(values)))
    body = body.replace("\x00", "")
    is_changed = hashlib.sha256(body.encode()).hexdigest() != values.get("sha256")
    return Told(values, body, is_changed)


def text_of(row: Row, name: str, longest: int = 1_000) -> str:
    """A text of a row, trimmed and cut; "" for what is none."""
    value = row.get(name)
    return value.replace("\x00", "").strip()[:longest] if isinstance(value, str) else ""


def line_of(row: Row, name: str, longest: int) -> str:
    """A text that stands in subjects of messages, in which there are no lines."""
    return _BREAKS.sub(" ", text_of(row, name)).strip()[:longest]


def moment_of(row: Row, name: str) -> datetime.datetime | None:
    """None for what is no moment, or in a year that nobody wrote in."""
    return parsed(text_of(row, name))


def _pairs(values: Row) -> Iterator[Pair]:
    links = values.get("links")
    for row in links if isinstance(links, list) else []:
        if isinstance(row, dict):
            shown, written = row.get("shown"), row.get("written")
            if isinstance(shown, str) and isinstance(written, str):
                yield Pair(shown, written)


def _check_all_there(files: Files, told: Row) -> None:
    listed = told.get("sha256")
    if not isinstance(listed, dict):
        raise Unreadable(names.MANIFEST, "It does not say which files there are.")
    missing = [name for name in listed if name not in files]
    if missing:
        raise Unreadable(
            str(missing[0])[:200], f"{len(missing)} of its files are missing, this one for one."
        )


def _json(files: Files, name: str) -> Any:
    try:
        content = files.read(name, _TABLE_BYTES)
        told = json.loads(content)
        if _HALF_SIGN.search(content):  # JSON can write what no text has, and no database takes
            told = json.loads(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
        return told
    except (ValueError, RecursionError) as error:
        raise Unreadable(name, f"It is no JSON: {error}") from error
