"""A few processes that draw, and whose turn it is."""

import atexit
import logging
import os
import queue
import threading
from urllib.parse import urlsplit

from django.conf import settings

from processes.drawing.problems import Busy, RenderingError
from processes.drawing.worker import Failed, Gone, Job, Worker
from processes.text.rendering import Pictures, Rendered, Resolver, Site

PATIENCE = 5  # seconds until somebody hears that all processes are busy
# A process may be killed from outside, while it waits for work even; twice, it is the text.
TRIES = 2

logger = logging.getLogger(__name__)


def draw(source: str, resolve: Resolver, *, pictures: Pictures | None = None) -> Rendered:
    """The same as `render`, in a process that is killed after RENDER_SECONDS of processor time.

    `resolve` and `pictures` are called here, in the caller's own thread; what they raise goes
    through. Raises TooMuch for a text that takes too long or too much memory, Busy where no
    process came free within some seconds, RenderingError where drawing failed otherwise.
    """
    job = Job(source, resolve, pictures, current_site(), settings.RENDER_SECONDS)
    return _current().draw(job)


def close() -> None:
    """Ends all processes that draw for this one; the next text starts new ones."""
    global _pool
    with _lock:
        pool, _pool = _pool, None
    if pool is not None:
        pool.close()


class Pool:
    """Places for `size` processes; an empty place gets its process when somebody comes to it."""

    def __init__(self, size: int) -> None:
        # Last in, first out: as few processes as possible are in use, and those are warm.
        self.places: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        self.workers: set[Worker] = set()  # those at work, too
        self.is_closed = False
        for _ in range(size):
            self.places.put(None)

    def draw(self, job: Job) -> Rendered:
        """Raises what the function `draw` raises."""
        try:
            worker = self.places.get(timeout=PATIENCE)
        except queue.Empty:
            raise Busy from None
        try:
            for _ in range(TRIES):
                worker = worker or self._start()
                try:
                    return worker.draw(job)
                except Gone as gone:
                    logger.warning("A process that draws has died: %s.", gone)
                    worker = self._end(worker)
            raise RenderingError
        except Failed as failed:
            logger.error("Rendering failed:\n%s", failed)
            raise RenderingError from None
        finally:
            self.places.put(worker if worker and worker.is_open else self._end(worker))

    def close(self) -> None:
        self.is_closed = True
        for worker in tuple(self.workers):
            worker.close()

    def abandon(self) -> None:
        for worker in tuple(self.workers):
            worker.abandon()

    def _start(self) -> Worker:
        if self.is_closed:
            raise Busy
        worker = Worker()
        self.workers.add(worker)
        return worker

    def _end(self, worker: Worker | None) -> None:
        if worker is not None:
            self.workers.discard(worker)


_pool: Pool | None = None
_lock = threading.Lock()


def _current() -> Pool:
    global _pool
    with _lock:
        _pool = _pool or Pool(settings.RENDER_PROCESSES)
        return _pool


def _begin_anew() -> None:
    """In a fork of this process: the processes are its parent's, and so was the lock."""
    global _pool, _lock
    pool, _pool, _lock = _pool, None, threading.Lock()
    if pool is not None:
        pool.abandon()


def current_site() -> Site:
    """What rendering knows of the wiki, as the settings say it."""
    address = urlsplit(settings.SITE_URL)
    return Site(
        origins=(f"{address.scheme}://{address.netloc}",),
        embed_hosts=frozenset(settings.EMBED_HOSTS),
    )


atexit.register(close)
os.register_at_fork(after_in_child=_begin_anew)
