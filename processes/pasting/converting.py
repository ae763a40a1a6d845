"""HTML to Markdown under a hard limit: some takes minutes, and nothing but killing ends that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from processes.text.pasted import Found, Pasted

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20  # seconds of real time; the process itself counts those of the processor
# What it needs to start; it has no business with the rest, such as keys and passwords.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


class Unreadable(Exception):
    """What was copied cannot be read: too deep, too long, or broken beyond telling."""

    def __init__(self) -> None:
        super().__init__("What you copied is too much to tidy up. Paste it in parts.")


def convert(html: str, origin: str) -> Pasted:
    """`origin` is that of this wiki. Raises Unreadable."""
    asked = json.dumps({"html": html, "origins": [origin.lower()]}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "processes.pasting.child"],
            input=asked,
            cwd=ROOT,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        raise Unreadable from None
    told = json.loads(done.stdout)
    return Pasted(told["markdown"], tuple(Found(**one) for one in told["pictures"]))
