"""Parts of pages that are rendered once per process for the same facts, and then kept.

A fragment can neither go stale nor leak. Its key holds every fact that is shown in it, read from
the database by the very request that asks for it; it is rendered from those facts alone: without
the request (so without a CSRF token), without the signed-in person, with the database shut. There
is nothing to invalidate: other facts are another key, and old ones fall out of the store.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, NoReturn

from django.conf import settings
from django.core.signals import setting_changed
from django.db import connection
from django.dispatch import receiver
from django.template.loader import get_template
from django.utils.safestring import SafeString

ENTRIES = 4096
CHARACTERS = 16 * 1024 * 1024


class AsksTheDatabase(RuntimeError):
    """A fragment shows something that is not in its key."""


class Store:
    """The fragments used last, as many as fit."""

    def __init__(self, entries: int = ENTRIES, characters: int = CHARACTERS) -> None:
        self._entries, self._characters = entries, characters
        self._kept: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> SafeString | None:
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, text: SafeString) -> None:
        with self._lock:
            self._size += len(text) - len(self._kept.pop(key, ""))
            self._kept[key] = text
            while len(self._kept) > self._entries or self._size > self._characters:
                self._size -= len(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0

    def __len__(self) -> int:
        return len(self._kept)


store = Store()


def fragment(
    template: str,
    facts: Hashable,
    context: Callable[[], Mapping[str, Any]] = dict,
) -> SafeString:
    """The template rendered with `context()`, which must follow from `facts` and nothing else.

    Raises AsksTheDatabase where rendering reads more than it was given.
    """
    key = (template, facts)
    if (kept := store.get(key)) is not None:
        return kept
    with connection.execute_wrapper(_refuse):
        text = get_template(template).render({"site_name": settings.SITE_NAME, **context()})
    if not settings.DEBUG:  # where templates are being edited, they are shown as they are
        store.put(key, text)
    return text


def _refuse(execute: object, sql: str, *_: object) -> NoReturn:
    raise AsksTheDatabase(f"A shared fragment may show only what its key holds, but asked: {sql}")


@receiver(setting_changed)
def _forget(**_: object) -> None:
    """Settings are facts of every fragment; they change in tests only."""
    store.clear()
