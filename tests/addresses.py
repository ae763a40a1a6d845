"""Every address of the site, walked through as Django resolves them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """`name` with its namespaces, `takes` what it is filled with, `module` where its view lives."""

    name: str
    takes: frozenset[str]
    module: str


def every_address() -> list[Address]:
    """All of the URLconf, in its order; one without a name is called by its view."""
    return list(_walk(get_resolver(), "", frozenset()))


def _walk(resolver: URLResolver, space: str, above: frozenset[str]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        takes = above | frozenset(entry.pattern.converters or entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            view = entry.callback
            own = entry.name or getattr(view, "__qualname__", type(view).__name__)
            yield Address(f"{space}{own}", takes, view.__module__ or "")
        else:
            below = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, below, takes)
