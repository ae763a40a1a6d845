"""A document to HTML under a hard limit: nothing that is in one can harm more than a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from importing.files import Broken

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 120  # seconds of real time; the process itself counts those of the processor
# What it needs to start; it has no business with the rest, such as keys and passwords.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Opened:
    """The text of a document as HTML; `equations` is how many formulas are signs alone now."""

    html: str
    equations: int


def html_of(document: bytes, prefix: str, where: str) -> Opened:
    """`prefix` is what addresses of its pictures begin with. Raises Broken."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "importing.word.child"],
            input=prefix.encode() + b"\n" + document,
            cwd=ROOT,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        why = "This is no Word document that can be read, or it is too much to read."
        raise Broken(where, why) from error
    return Opened(**json.loads(done.stdout))
