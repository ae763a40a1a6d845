"""What is being done, for whoever sits at the command line: one line that changes, or a few."""

from __future__ import annotations

from typing import TextIO

WIDTH = 30  # signs of the bar


class Progress:
    """On a terminal a bar; elsewhere a line for each thing that is done, and nothing of how far."""

    def __init__(self, out: TextIO, *, is_quiet: bool = False) -> None:
        self._out, self._is_quiet = out, is_quiet
        self._is_terminal = bool(getattr(out, "isatty", lambda: False)())
        self._last = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._is_quiet:
            return
        if self._is_terminal:
            bar = "█" * (WIDTH * done // total if total else 0)
            self._write(f"\r{bar:░<{WIDTH}} {what}"[:100].ljust(100))
        elif what.partition(" ")[0] != self._last:
            self._last = what.partition(" ")[0]
            self._write(f"{what if total == 0 else self._last} …\n")

    def end(self) -> None:
        if self._is_terminal and not self._is_quiet:
            self._write("\r" + " " * 100 + "\r")

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
