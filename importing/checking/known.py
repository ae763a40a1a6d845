"""Which pages of an import are in the wiki already, in whatever way they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from importing.departments import ROOT, Departments
from importing.marking import folder_of, marker
from importing.models import Import, ImportPage
from processes.models import Action, Alias, Article, Decision
from processes.models.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Here:
    """An article; `digest` of what it was made of, "" where that is not known."""

    article: Article
    digest: str


class Earlier:
    """Knows pages again: by where they came from; by the line of the log that imports left before
    that was written down; by their title in their department, where nothing else is known of it."""

    def __init__(self, run: Import, departments: Departments) -> None:
        self.run, self.departments = run, departments
        own = departments.planned.get(ROOT)
        self.marked = _marked(run, own.slug) if own else {}
        self.claimed: set[int] = set(self.marked.values())

    def of(self, pages: Sequence[ImportPage]) -> dict[str, Here]:
        """By key. A few queries."""
        found = self._by_provenance([page.key for page in pages])
        missing = [page for page in pages if page.key not in found]
        if self.marked:
            found |= self._by_mark(missing)
            missing = [page for page in missing if page.key not in found]
        return found | self._by_title(missing)

    def _by_provenance(self, keys: list[str]) -> dict[str, Here]:
        rows = Provenance.objects.filter(source=self.run.source, key__in=keys)
        rows = rows.select_related("article__department")
        return {row.key: Here(row.article, row.digest) for row in rows}

    def _by_mark(self, pages: Sequence[ImportPage]) -> dict[str, Here]:
        pks = {page.key: self.marked[page.key] for page in pages if page.key in self.marked}
        articles = Article.objects.select_related("department").in_bulk(set(pks.values()))
        return {key: Here(articles[pk], "") for key, pk in pks.items() if pk in articles}

    def _by_title(self, pages: Sequence[ImportPage]) -> dict[str, Here]:
        """A page somebody wrote here is left alone; one that came from an old wiki is that one."""
        wanted: dict[tuple[int, str], list[ImportPage]] = {}
        for page in pages:
            place = self.departments.file(page.places).place
            planned = self.departments.planned.get(place) if place is not None else None
            if planned is not None and planned.pk is not None:
                wanted.setdefault((planned.pk, page.title_key), []).append(page)
        if not wanted:
            return {}
        found = {}
        for where, article in _titled(self.run, wanted):
            if article.pk in self.claimed or not wanted.get(where):
                continue
            self.claimed.add(article.pk)
            found[wanted[where].pop(0).key] = Here(article, "")
        return found


def address_of(article: Article) -> str:
    """Where it stands and in which state, for a line of the report."""
    state = f"version {article.version}" if article.is_published else "proposed, not published"
    return f"{article.get_absolute_url()} ({state})"


def _titled(
    run: Import, wanted: dict[tuple[int, str], list[ImportPage]]
) -> list[tuple[tuple[int, str], Article]]:
    """Pages of these titles, now or once, that did not come from another page of an old wiki; a
    file that was given another name since is the same page."""
    departments, keys = {pk for pk, _ in wanted}, {key for _, key in wanted}
    there = ImportPage.objects.filter(run=run, key=OuterRef("provenance__key"))
    renamed = Q(provenance__source=run.source) & ~Exists(there)
    own = Article.objects.filter(Q(provenance=None) | renamed).select_related("department")
    now = own.filter(department__in=departments, title_key__in=keys).order_by("pk")
    found = [((one.department_id, one.title_key), one) for one in now]
    old = Alias.objects.filter(title_key__in=keys, department__in=departments, article__in=own)
    for alias in old.select_related("article__department").order_by("pk"):
        found.append(((alias.department_id or 0, alias.title_key), alias.article))
    return found


def _marked(run: Import, department: str) -> dict[str, int]:
    """{key: article} of what was imported before it was written down where pages come from."""
    before = marker(department, folder_of(run), "")
    lines = Decision.objects.filter(
        action=Action.IMPORTED, comment__startswith=before, article__provenance=None
    )
    rows = lines.order_by("-pk").values_list("comment", "article")
    return {comment.removeprefix(before): pk for comment, pk in rows}
