"""Addresses that the wiki itself has, so that an old one of the same spelling is never reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import Resolver404, resolve

from accounts.models import Department
from processes.models import Article, Tag, Tool

MOST_SEGMENTS = 2
NAMED: dict[str, type[Tool] | type[Tag]] = {"tool": Tool, "tag": Tag}


def held_by_the_wiki(
    keys: Mapping[str, str], article: Article | None, department: Department | None
) -> Iterator[tuple[str, str]]:
    """(address, what the wiki has there) for each key (with its address) that another page, a
    department or the wiki itself answers for; `article` or `department` is what it shall lead to.

    One query each for pages, departments, tools and tags, and none where no key looks like either.
    """
    places: dict[str, str] = {}
    pages: dict[tuple[str, str], str] = {}
    named: dict[str, dict[str, str]] = {name: {} for name in NAMED}
    for key, address in keys.items():
        if "?" in key or len(parts := key.split("/")) > MOST_SEGMENTS or not key.isascii():
            continue
        match _view(key):
            case "department":
                places[parts[0]] = address
            case "article":
                pages[parts[0], parts[1]] = address
            case "tool" | "tag" as name:
                named[name][parts[1]] = address
            case str():
                yield address, "the wiki itself has a page of that address"
    for name, model in NAMED.items():
        yield from _named(model, named[name])
    yield from _departments(places, department)
    yield from _pages(pages, article)


def _named(model: type[Tool] | type[Tag], slugs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not slugs:
        return
    for found in model.objects.filter(slug__in=slugs):
        yield slugs[found.slug], f"the {model._meta.verbose_name} {found} has that address"


def _view(key: str) -> str | None:
    try:
        return resolve(f"/{key}/").url_name or ""
    except Resolver404:
        return None


def _departments(
    places: Mapping[str, str], besides: Department | None
) -> Iterator[tuple[str, str]]:
    if not places:
        return
    for found in Department.objects.filter(slug__in=places).only("name", "slug"):
        if besides is None or found.pk != besides.pk:
            yield places[found.slug], f"the department {found} has that address"


def _pages(
    pages: Mapping[tuple[str, str], str], besides: Article | None
) -> Iterator[tuple[str, str]]:
    if not pages:
        return
    # Some too many, rather than a condition that grows with the number of addresses.
    places, slugs = zip(*pages, strict=True)
    alike = Article.objects.filter(department__slug__in=set(places), slug__in=set(slugs))
    rows = alike.values_list("pk", "title", "department__slug", "slug")
    for pk, title, department, slug in rows.order_by("pk"):
        if (department, slug) in pages and (besides is None or pk != besides.pk):
            yield pages[department, slug], f"the page “{title}” has that address"
