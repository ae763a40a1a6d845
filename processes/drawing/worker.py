"""The parent's side of one process that draws."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from processes.drawing.notes import Notes, new_memory
from processes.drawing.problems import OUT_OF_MEMORY, Busy, TooMuch
from processes.text.rendering import Pictures, Rendered, Resolver, Site

ROOT = Path(__file__).resolve().parents[2]
PART_LENGTH = 120  # characters of a text that was too much
# What a child needs to start; it has no business with the rest, such as keys and passwords.
ENVIRONMENT = ("PATH", "HOME", "LANG", "TZ", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
# Who has not had its processor time within this many times as much real time is being starved.
PATIENCE = 6
LEAST_PATIENCE = 60  # seconds of real time


@dataclass(frozen=True, slots=True)
class Job:
    """One text to draw, and the seconds of processor time it may take."""

    source: str
    resolve: Resolver
    pictures: Pictures | None
    site: Site
    seconds: float


class Gone(Exception):
    """The process died of something else than the text; `status` as in Popen.returncode."""

    def __init__(self, status: int) -> None:
        super().__init__(f"exit status {status}")
        self.status = status


class Failed(Exception):
    """Rendering raised; the child's traceback."""


class Worker:
    """One child process. It serves one thread at a time."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        memory = new_memory()
        self.notes = Notes(memory)
        try:
            self.process = _start(theirs.fileno(), memory)
        finally:
            theirs.close()
            os.close(memory)
        self.connection = Connection(ours.detach())
        self.is_open = True

    def draw(self, job: Job) -> Rendered:
        """Draws one text. Raises TooMuch, Busy (no processor time came), Gone, Failed.

        What the job's callables raise goes through. The process is dead after all of these but
        Failed, and after its last text: see `is_open`.
        """
        try:
            return self._converse(job)
        except Failed:
            raise
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Ends the process, whatever it is doing. Once closed, does nothing."""
        if self.is_open:
            self.is_open = False
            self.process.kill()
            self.process.wait()
            self.connection.close()
            self.notes.close()

    def abandon(self) -> None:
        """For a fork of the parent: the process is not its child, only the descriptors are."""
        self.is_open = False
        self.connection.close()
        self.notes.close()

    def _converse(self, job: Job) -> Rendered:
        answers: dict[str, Callable[[Any], object]] = {"resolve": job.resolve}
        if job.pictures is not None:
            answers["picture"] = job.pictures
        self._send(job, (job.source, job.site, job.pictures is not None, job.seconds))
        left = max(job.seconds * PATIENCE, LEAST_PATIENCE)
        while True:
            asked = time.monotonic()
            what, content, *rest = self._receive(job, left)
            left -= time.monotonic() - asked
            if what not in answers:
                return self._finish(what, content, *rest)
            self._send(job, answers[what](content))

    def _finish(self, what: str, content: Any, is_last: bool) -> Rendered:
        if is_last:
            self.close()
        if what == "failed":
            raise Failed(content)
        if what == "too much":
            raise TooMuch(content)
        return content

    def _send(self, job: Job, message: object) -> None:
        try:
            self.connection.send(message)
        except OSError:
            raise self._why(job) from None

    def _receive(self, job: Job, seconds: float) -> Any:
        try:
            if not self.connection.poll(max(seconds, 0)):
                raise Busy
            return self.connection.recv()
        except (EOFError, OSError):
            raise self._why(job) from None

    def _why(self, job: Job) -> Exception:
        """What the dead child died of."""
        status = self.process.wait()
        if status == -signal.SIGPROF:
            return TooMuch(_shorten(self.notes.culprit(job.seconds)))
        # The sanitizer's allocator aborts where Python would raise MemoryError.
        if status in (OUT_OF_MEMORY, -signal.SIGABRT):
            return TooMuch(_shorten(self.notes.current()))
        return Gone(status)


def _start(*inherited: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-m", "processes.drawing.child", *map(str, inherited)],
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=inherited,
    )


def _environment() -> dict[str, str]:
    kept = (*ENVIRONMENT, *(name for name in os.environ if name.startswith(("LC_", "PYTHON"))))
    return {name: os.environ[name] for name in kept if name in os.environ}


def _shorten(part: str) -> str:
    """One line, without the parser's marks for what it has put aside."""
    shown = "".join(sign if sign.isprintable() else " " for sign in part)
    line = " ".join(shown.split())
    return line if len(line) <= PART_LENGTH else line[: PART_LENGTH - 1] + "…"
