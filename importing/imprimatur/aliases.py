"""Old titles and addresses of a page of an export."""

from __future__ import annotations

import re
from collections.abc import Iterable

from importing.imprimatur.parsing import Row, text_of
from importing.imprimatur.places import Places
from processes import publishing
from processes.models import Alias, Article

_SLUG = re.compile(r"[-\w]{1,100}", re.ASCII)


def bring(article: Article, rows: Iterable[Row], places: Places) -> None:
    """An address that another page has stays with that."""
    for row in rows:
        title, slug = text_of(row, "title", 120), text_of(row, "address", 100)
        former = text_of(row, "former_department", 60)
        if former and _SLUG.fullmatch(former) and _SLUG.fullmatch(slug):
            _formerly(article, former, slug)
            continue
        place = places.department(text_of(row, "department", 60)) if slug else None
        is_own = place == article.department and slug == article.slug
        if place is None or is_own or publishing.is_taken(place, slug, article):
            place, slug = place or article.department, ""
        elif Alias.objects.filter(department=place, slug=slug).exists():
            slug = ""
        if title or slug:
            Alias.objects.create(
                article=article,
                title=title,
                title_key=publishing.title_key(title) if title else "",
                department=place,
                slug=slug,
                former="",
            )


def _formerly(article: Article, former: str, slug: str) -> None:
    """By the name of a department that another one took in; what leads elsewhere stays."""
    if not Alias.objects.filter(former=former, slug=slug).exists():
        Alias.objects.create(article=article, former=former, slug=slug)
