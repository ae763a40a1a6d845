"""Two versions compared as readers see them, within bounds, and not again while it is remembered.

Any two versions of a page may be asked for, so it is not kept in the database: a page of a thousand
versions has half a million pairs.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import subprocess
import sys
import threading
import zlib
from collections import OrderedDict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from processes.history.reading import OldVersion
from processes.text import changed_words, page_diff

ROOT = Path(__file__).resolve().parents[2]
# Characters and tags of both pages together that are compared at once, in 0.3 seconds at most;
# larger pages get a process that can be killed, and so do those of ten thousand tiny pieces.
SMALL = 120_000
FEW_TAGS = 6_000
LONGEST = 20  # seconds of real time; the process itself counts those of the processor
AT_A_TIME = 2  # such processes for each process of the site
PATIENCE = 5  # seconds until somebody hears that they are busy
REMEMBERED = 64  # comparisons, by each process of the site
LARGEST = 64_000  # bytes of a remembered one, packed
TOO_MUCH = b""  # stands for one that cannot be made
# What the process needs to start; it has no business with the rest, such as keys and passwords.
ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "LD_LIBRARY_PATH")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Compared:
    """The parts of `page_diff`, as dictionaries; words that came and went."""

    parts: list[dict[str, Any]]
    added: int
    removed: int


def compare(old: OldVersion | None, new: OldVersion) -> Compared | None:
    """What readers found changed between two versions; None where that takes too long.

    For nobody's eyes in particular: `rounds.parts` leaves out what is not for a reader. Without an
    old version, all of the new one came.
    """
    pages = (old.safe_html if old else "", new.safe_html)
    key = hashlib.sha256("\0".join(pages).encode()).digest()
    if (packed := _memory.recall(key)) is not None:
        return _unpacked(packed)
    try:
        compared = _at_once(*pages) if _is_small(pages) else _in_time(*pages)
    except _TooMuch:
        _memory.keep(key, TOO_MUCH)
        return None
    if compared:
        _memory.keep(key, zlib.compress(json.dumps(asdict(compared)).encode(), 1))
    return compared


def _unpacked(packed: bytes) -> Compared | None:
    return None if packed == TOO_MUCH else Compared(**json.loads(zlib.decompress(packed)))


def _is_small(pages: tuple[str, str]) -> bool:
    tags = sum(page.count("<") for page in pages)
    return sum(map(len, pages)) <= SMALL and tags <= FEW_TAGS


def _at_once(old: str, new: str) -> Compared:
    diff = page_diff.compare(old, new)
    added, removed = changed_words.count(part.html for part in diff.parts if part.number)
    return Compared([asdict(part) for part in diff.parts], added, removed)


def _in_time(old: str, new: str) -> Compared | None:
    if not _turns.acquire(timeout=PATIENCE):
        logger.warning("Too busy to compare two versions.")
        return None
    try:
        done = subprocess.run(
            [sys.executable, "-m", "processes.text.page_diff"],
            input=json.dumps({"old": old, "new": new}).encode(),
            cwd=ROOT,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST,
            check=True,
        )
    except subprocess.CalledProcessError as error:  # it ended itself, and would again
        logger.warning("Two versions are too much to be compared: %s", error)
        raise _TooMuch from error
    except (subprocess.SubprocessError, OSError) as error:
        logger.warning("Two versions were not compared: %s", error)
        return None
    finally:
        _turns.release()
    return Compared(**json.loads(done.stdout))


class _TooMuch(Exception):
    """Two pages that no process compares within its bounds."""


class _Memory:
    """The comparisons that were asked for last, packed."""

    def __init__(self) -> None:
        self._packed: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, key: bytes) -> bytes | None:
        with self._lock:
            packed = self._packed.get(key)
            if packed is not None:
                self._packed.move_to_end(key)
            return packed

    def keep(self, key: bytes, packed: bytes) -> None:
        if len(packed) > LARGEST:
            return
        with self._lock:
            self._packed[key] = packed
            if len(self._packed) > REMEMBERED:
                self._packed.popitem(last=False)


_memory = _Memory()
_turns = threading.BoundedSemaphore(AT_A_TIME)
