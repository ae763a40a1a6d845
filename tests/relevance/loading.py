"""Puts a wiki into the database in a few statements: what search needs of it, and no more."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.test import TestCase
from django.utils import timezone

from accounts.models import Department, User
from demo.loader import Loader
from processes import search
from processes.models import Article
from processes.publishing import title_key
from processes.text.rendering import slugify
from tests.relevance.wikis import COMPANY, Page, Wiki

REVIEWED_EVERY = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Loaded:
    """`files` tells of which file each article was made. The reader is in no department, so that
    none of them comes first for being theirs."""

    reader: User
    files: dict[int, str]


@contextmanager
def loaded(wiki: Wiki) -> Iterator[Loaded]:
    """A wiki in the database, and in the index, until the end of the block."""
    with transaction.atomic():
        departments = _company_departments() if wiki is COMPANY else {}
        owner = User.objects.create_user(email="owner@tidewell.example", name="Olga Owner")
        files, articles = [], []
        for page in wiki.pages():
            if page.department not in departments:
                departments[page.department] = _department(page.department, owner)
            articles.append(_article(page, departments[page.department], owner))
            files.append(page.file)
        Article.objects.bulk_create(articles)
        with TestCase.captureOnCommitCallbacks(execute=True):  # as if it were to last
            search.index_many(articles)
        reader = User.objects.create_user(email="reader@tidewell.example", name="Rita Reader")
        made = zip(articles, files, strict=True)
        yield Loaded(reader, {article.pk: file for article, file in made})
        transaction.set_rollback(True)


def _company_departments() -> dict[str, Department]:
    Loader(now=timezone.now(), pictures={}).load_people()
    return {department.slug: department for department in Department.objects.all()}


def _department(folder: str, owner: User) -> Department:
    name = folder.rpartition("/")[2].replace("-", " ").capitalize() or "Handbook"
    slug = slugify(folder.replace("/", " "))[:50] or "handbook"
    return Department.objects.create(name=name, slug=slug, manager=owner)


def _article(page: Page, department: Department, owner: User) -> Article:
    now = timezone.now()
    approved = None if page.days_ago is None else now - datetime.timedelta(days=page.days_ago)
    return Article(
        department=department,
        owner=owner,
        created_by=owner,
        title=page.title,
        title_key=title_key(page.title),
        slug=slugify(page.file.replace("/", " "))[-100:].strip("-"),
        kind=page.kind,
        topic=page.topic,
        summary=page.summary,
        body=page.body,
        version=1,
        published_at=approved or now,
        approved_at=approved,
        approved_by=owner if approved else None,
        review_due=(approved + REVIEWED_EVERY).date() if approved else None,
        html=page.drawn.html,
        text=page.drawn.text,
        words=page.drawn.words,
        contents=[
            {"level": heading.level, "id": heading.id, "text": heading.text}
            for heading in page.drawn.headings
        ],
    )
