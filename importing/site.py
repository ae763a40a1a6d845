"""What an import has to know of the wiki as it is. The only reads from the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import Department, DepartmentAddress
from accounts.models.department import RESERVED_SLUGS
from processes.models import Action, Alias, Article, Decision

MARKER = "Imported into "


@dataclass(frozen=True, slots=True)
class KnownDepartment:
    pk: int
    name: str
    slug: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class KnownArticle:
    pk: int
    department: str
    slug: str


@dataclass
class Site:
    """The wiki before the import. `by_*` lead to articles: by the marker that an earlier import
    left in the log, by (department, title key) and by (department, slug), old ones included."""

    departments: list[KnownDepartment] = field(default_factory=list)
    department_slugs: Mapping[str, int] = field(default_factory=dict)  # old ones included
    reserved: frozenset[str] = RESERVED_SLUGS
    titles: Counter[str] = field(default_factory=Counter)
    own_titles: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_marker: dict[str, KnownArticle] = field(default_factory=dict)
    by_title: dict[tuple[str, str], KnownArticle] = field(default_factory=dict)
    by_address: dict[tuple[str, str], KnownArticle] = field(default_factory=dict)


def marker(department_slug: str, source: str, path: str) -> str:
    """The line of the log by which the same file is known again at the next import."""
    return f"{MARKER}/{department_slug}/ from {source}/{path}"


def look_at_site() -> Site:
    """Six queries, however large the wiki."""
    departments = [
        KnownDepartment(*row)
        for row in Department.objects.order_by("pk").values_list("pk", "name", "slug", "parent")
    ]
    slugs = dict(DepartmentAddress.objects.values_list("slug", "department"))
    site = Site(departments, slugs | {known.slug: known.pk for known in departments})
    articles = _add_articles(site)
    _add_old_names(site, articles)
    imports = Decision.objects.filter(action=Action.IMPORTED, comment__startswith=MARKER)
    for comment, pk in imports.order_by("pk").values_list("comment", "article"):
        site.by_marker.setdefault(comment, articles[pk])
    return site


def _add_articles(site: Site) -> dict[int, KnownArticle]:
    found: dict[int, KnownArticle] = {}
    rows = Article.objects.order_by("pk").values_list("pk", "department__slug", "slug", "title_key")
    for pk, department, slug, key in rows:
        found[pk] = KnownArticle(pk, department, slug)
        site.by_address[department, slug] = found[pk]
        site.by_title.setdefault((department, key), found[pk])
        site.titles[key] += 1
        site.own_titles[department, key] += 1
    return found


def _add_old_names(site: Site, articles: dict[int, KnownArticle]) -> None:
    aliases = Alias.objects.exclude(Q(department=None) & Q(former="")).order_by("pk")
    rows = aliases.values_list("article", "department__slug", "former", "slug", "title_key")
    for pk, now, former, slug, key in rows:
        department = former or now
        if slug:
            site.by_address.setdefault((department, slug), articles[pk])
        if key:
            site.by_title.setdefault((department, key), articles[pk])
