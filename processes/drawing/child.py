"""The process that draws: asked over a connection it inherits, killed when it takes too long.

    python -m processes.drawing.child CONNECTION NOTES

It knows no settings and no database: where a link leads and what a picture is, it asks the parent.
"""

import os
import resource
import signal
import sys
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from processes.drawing.notes import Notes
from processes.drawing.problems import OUT_OF_MEMORY
from processes.drawing.watching import watch
from processes.text.rendering import LinkRequest, Picture, Rendered, ResolvedLink, Site, render

MEMORY = 1024**3  # bytes that the process may reserve; a page of 400 KB takes a fifth of it
# Characters of HTML. Addresses that are named once and used often make much of a short text.
LARGEST = 8 * 1024**2
# A process that has grown, or served for long, is replaced while nobody waits for it.
RETIRES_AT = 256 * 1024**2
RETIRES_AFTER = 500
# A text that takes longer than these seconds of processor time lets readers' pages go first. What
# people write stays below: on a busy machine their pages must not wait for everything else.
ORDINARY = 1.0
NICENESS = 5


def main() -> None:
    """Draws one text after the other until the parent is gone."""
    connection, notes = Connection(int(sys.argv[1])), Notes(int(sys.argv[2]))
    os.close(int(sys.argv[2]))
    _live_within_limits()
    watch(notes.working_on)
    drawn = 0
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            source, site, has_pictures, seconds = connection.recv()
            drawn += 1
            notes.begin()
            # The kernel counts processor time and kills: no handler, so no code has to cooperate.
            signal.setitimer(signal.ITIMER_PROF, seconds)
            signal.setitimer(signal.ITIMER_VIRTUAL, ORDINARY)
            answer = _draw(_Parent(connection), source, site, has_pictures)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            connection.send((*answer, drawn >= RETIRES_AFTER or _has_grown() or _is_nice()))
            signal.setitimer(signal.ITIMER_PROF, 0)


class _Parent:
    """Asks the parent what only it knows."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def resolve(self, request: LinkRequest) -> ResolvedLink:
        return self._ask("resolve", request)

    def picture(self, src: str) -> Picture | None:
        return self._ask("picture", src)

    def _ask(self, what: str, about: object) -> Any:
        self.connection.send((what, about))
        return self.connection.recv()


def _draw(
    parent: _Parent, source: str, site: Site, has_pictures: bool
) -> tuple[str, Rendered | str]:
    pictures = parent.picture if has_pictures else None
    try:
        rendered = render(source, parent.resolve, pictures=pictures, site=site)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # at once: there may be no memory left to say it in words
    except (EOFError, OSError):
        raise  # the parent is gone
    except Exception:
        return "failed", traceback.format_exc()
    return ("drawn", rendered) if len(rendered.html) <= LARGEST else ("too much", "")


def _live_within_limits() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, and ends both
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGPROF])
    signal.signal(signal.SIGVTALRM, lambda number, frame: os.nice(NICENESS))
    with suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _is_nice() -> bool:
    """Only root could take it back, so such a process is replaced."""
    return os.getpriority(os.PRIO_PROCESS, 0) > os.getpriority(os.PRIO_PROCESS, os.getppid())


def _has_grown() -> bool:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:  # macOS, in bytes
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > RETIRES_AT
    # Not the peak: on Linux a process begins with that of the one that started it.
    return pages * resource.getpagesize() > RETIRES_AT


if __name__ == "__main__":
    main()
