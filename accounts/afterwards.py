"""What is written once the reader has their page: it never delays it, and cannot break it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import Error
from django.http import HttpResponseBase

logger = logging.getLogger(__name__)


def afterwards(response: HttpResponseBase, write: Callable[[], None]) -> None:
    """Calls `write` when the response has been sent. A database that refuses is told in the log."""

    def try_it() -> None:
        try:
            write()
        except Error:
            logger.warning("Nobody waits for it, so it is left out: %s", write, exc_info=True)

    # Where Django keeps what is to be closed with a response: uploads, for one.
    response._resource_closers.append(try_it)  # type: ignore[union-attr]
