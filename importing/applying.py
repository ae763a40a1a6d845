"""Writes a plan: wholly, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.models import Department, User
from accounts.reorganising import check_place
from importing.model import Note, Plan, PlannedPage, Topic
from importing.storing import Store
from processes import redrawing, workflow
from processes.models import Article, Kind
from processes.publishing import Content, title_key

PAGES_PER_PROGRESS_LINE = 50


# A link names its department only while another page has the same title, which may come later.
_NAMED_DEPARTMENT = re.compile(r"(?<=\[\[)[a-z0-9-]+/")
_LABEL_LIKE_TITLE = re.compile(r"\[\[([^\[\]|]+)\|\1\]\]")


@dataclass
class Outcome:
    """What was done: counts of what is new, and what only showed while doing it."""

    pages: int = 0
    unchanged: int = 0
    departments: int = 0
    files: int = 0
    notes: list[Note] = field(default_factory=list)


class ImportFailed(Exception):
    """A page could not be written; nothing was imported."""


def apply_plan(
    plan: Plan,
    *,
    owner: User,
    kind: str,
    topic: str,
    tell: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Creates what is planned, in one transaction, owned and published by `owner`.

    Each new page becomes version 1, imported and never reviewed. Pages that are in the wiki
    already are never written to. A page that is too much to draw is left out, with a note. Raises
    ImportFailed, and leaves nothing behind, where a page cannot be written otherwise.
    """
    importer = _Importer(plan, owner, kind, topic if kind == Kind.EXPERTISE else "", tell)
    try:
        with transaction.atomic():
            outcome = importer.run()
    except BaseException:
        importer.store.forget()
        raise
    redrawing.drain()  # links that led nowhere yet when their page was published
    return outcome


class _Importer:
    def __init__(
        self, plan: Plan, owner: User, kind: str, topic: str, tell: Callable[[str], None]
    ) -> None:
        self.plan = plan
        self.owner = owner
        self.kind = kind
        self.topic = topic
        self.tell = tell
        self.store = Store(owner)
        self.departments: dict[str, Department] = {}
        self.outcome = Outcome()

    def run(self) -> Outcome:
        self._create_departments()
        for number, page in enumerate(self.plan.pages, start=1):
            try:
                self._import(page)
            except Exception as error:
                raise ImportFailed(f"{page.source.path}: {error}") from error
            if number % PAGES_PER_PROGRESS_LINE == 0:
                self.tell(f"{number} of {len(self.plan.pages)} pages")
        self.outcome.files = len(self.store.written)
        self.outcome.notes += self.store.notes
        return self.outcome

    def _create_departments(self) -> None:
        """The top one is locked, so that two imports into it come one after the other."""
        for planned in self.plan.departments:
            if planned.pk:
                department = Department.objects.select_for_update().get(pk=planned.pk)
            else:
                parent = planned.parent_folder
                department = Department.objects.create(
                    name=planned.name,
                    slug=planned.slug,
                    parent=None if parent is None else self.departments[parent],
                    manager=self.owner if parent is None else None,
                    position=_last_position() if parent is None else 0,
                )
                _check_depth(department)
                self.outcome.departments += 1
            self.departments[planned.folder] = department

    def _import(self, page: PlannedPage) -> None:
        body = self.store.fill(page.body, page.source.path)
        content = Content(page.source.title, page.source.summary, body)
        if page.place.article is not None:
            self._compare(page, content)
            return
        try:
            with transaction.atomic():
                article = self._create(page)
                workflow.adopt(article, content, by=self.owner, comment=page.marker)
        except workflow.TooMuchToDraw as refusal:
            self.outcome.notes.append(Note(Topic.SKIPPED, page.source.path, str(refusal)))
            return
        self.outcome.pages += 1

    def _create(self, page: PlannedPage) -> Article:
        return Article.objects.create(
            department=self.departments[page.source.folder],
            title=page.source.title,
            title_key=title_key(page.source.title),
            slug=page.place.slug,
            kind=self.kind,
            topic=self.topic,
            owner=self.owner,
            created_by=self.owner,
        )

    def _compare(self, page: PlannedPage, content: Content) -> None:
        article = Article.objects.select_related("department").get(pk=page.place.article)
        there = Content.of(article)
        if _for_comparison(there) == _for_comparison(content):
            self.outcome.unchanged += 1
            return
        where = article.get_absolute_url()
        state = f"version {article.version}" if article.is_published else "proposed, not published"
        self.outcome.notes.append(Note(Topic.DIFFERENT, page.source.path, f"{where} ({state})"))


def _check_depth(department: Department) -> None:
    try:
        check_place(department, department.parent)
    except ValidationError as error:
        raise ImportFailed(f"Folder {department.name}: {' '.join(error.messages)}") from error


def _for_comparison(content: Content) -> Content:
    body = _NAMED_DEPARTMENT.sub("", content.body)
    return replace(content, body=_LABEL_LIKE_TITLE.sub(r"[[\1]]", body), facts=None)


def _last_position() -> int:
    """Behind the departments that are there: the company's own order stays as it is."""
    last = Department.objects.filter(parent=None).aggregate(Max("position"))["position__max"]
    return min((last or 0) + 10, 32_767)
