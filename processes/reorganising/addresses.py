"""The addresses of a department's pages when it becomes part of another: each goes on leading to
the page it led to, where two departments used the same one as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from accounts.models import Department, DepartmentAddress
from processes.models import Alias, Article

SLUG_LENGTH = 80


@dataclass
class Taken:
    """Which page each last part of an address leads to in one department: live, or of old."""

    live: dict[str, int] = field(default_factory=dict)
    old: dict[str, int] = field(default_factory=dict)

    @classmethod
    def in_(cls, department: Department) -> Taken:
        """Two queries."""
        live = Article.objects.filter(department=department).values_list("slug", "pk")
        old = Alias.objects.filter(department=department).exclude(slug="")
        return cls(dict(live), dict(old.values_list("slug", "article_id")))

    def by_another(self, slug: str, article: int) -> bool:
        owners = {self.live.get(slug, article), self.old.get(slug, article)}
        return owners != {article}


def renamed(department: Department, into: Department) -> dict[int, str]:
    """The new last part of the address, by id, of each page whose own is taken in the other
    department (four queries)."""
    here, there = Taken.in_(department), Taken.in_(into)
    taken = {*here.live, *here.old, *there.live, *there.old}
    found: dict[int, str] = {}
    for slug, pk in sorted(here.live.items()):
        if there.by_another(slug, pk):
            found[pk] = _free(slug, taken)
            taken.add(found[pk])
    return found


def move(department: Department, into: Department, names: dict[int, str]) -> None:
    """Gives all pages, and what else ever led to them, their place in the other department.

    `names` is what `renamed` gave under the same locks.
    """
    ways = [department.slug, *_old_addresses(department)]
    here = Taken.in_(department)
    # A page that moves back to an address it once had has it as its own again.
    back = Alias.objects.filter(department=into, slug__in=here.live)
    for alias in back.filter(article__department=department).select_related("article"):
        if alias.article.slug == alias.slug:
            Alias.objects.filter(pk=alias.pk).update(slug="")
    there = Taken.in_(into)
    _keep(_former(ways, ((slug, pk) for slug, pk in here.live.items() if pk in names)))
    _move_pages(department, into, names)
    there.live.update((names.get(pk, slug), pk) for slug, pk in here.live.items())
    _move_aliases(department, into, there, ways)


def _move_pages(department: Department, into: Department, names: dict[int, str]) -> None:
    pages = Article.objects.filter(department=department)
    for page in pages.filter(pk__in=names).only("pk"):
        Article.objects.filter(pk=page.pk).update(slug=names[page.pk])
    pages.update(department=into)


def _move_aliases(department: Department, into: Department, there: Taken, ways: list[str]) -> None:
    """An old address stays one of the department's where it is free there, else one by the
    merged department's own names."""
    mine = Alias.objects.filter(department=department)
    taken = {**there.old, **there.live}
    clashing = [
        row
        for row in mine.exclude(slug="").values_list("pk", "slug", "article_id")
        if row[1] in taken
    ]
    _keep(_former(ways, ((slug, pk) for _, slug, pk in clashing if taken[slug] != pk)))
    Alias.objects.filter(pk__in=[pk for pk, _, _ in clashing]).update(slug="")
    mine.filter(slug="", title="").delete()
    mine.update(department=into)


def _former(ways: list[str], pages: Iterable[tuple[str, int]]) -> Iterator[Alias]:
    for slug, article in pages:
        for way in ways:
            yield Alias(article_id=article, former=way, slug=slug)


def _keep(aliases: Iterable[Alias]) -> None:
    """What an address leads to already, from an earlier merger, it goes on leading to."""
    Alias.objects.bulk_create(aliases, ignore_conflicts=True, batch_size=500)


def _old_addresses(department: Department) -> list[str]:
    found = DepartmentAddress.objects.filter(department=department)
    return list(found.order_by("pk").values_list("slug", flat=True))


def _free(slug: str, taken: set[str]) -> str:
    base = slug[:SLUG_LENGTH].rstrip("-")
    return next(name for n in count(2) if (name := f"{base}-{n}") not in taken)
