"""What people type, and the pages that answer it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Question:
    """`finds` are the files of the pages that answer; any of them is right."""

    typed: str
    finds: frozenset[str]


def questions(wiki: str) -> list[Question]:
    """Those of one wiki, in the order in which they were written."""
    rows = tomllib.loads((HERE / f"{wiki}.toml").read_text("utf-8"))["query"]
    return [Question(row["typed"], frozenset(row["finds"])) for row in rows]
