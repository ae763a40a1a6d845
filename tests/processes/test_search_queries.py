"""Awkward queries find what they should, on either database."""

from __future__ import annotations

import pytest
from django.test import Client

from processes import search
from processes.models import Article
from processes.publishing import title_key
from tests.cast import Cast
from tests.processes.awkward_queries import FOUND, HOSTILE, PAGES


@pytest.fixture
def library(cast: Cast, django_capture_on_commit_callbacks) -> Cast:  # noqa: ANN001
    pages = Article.objects.bulk_create(
        Article(
            department=cast.equipment,
            title=title,
            title_key=title_key(title),
            slug=f"page-{number}",
            owner=cast.owner,
            approved_by=cast.owner,
            summary=summary,
            text=text,
            version=1,
        )
        for number, (title, summary, text) in enumerate(PAGES)
    )
    with django_capture_on_commit_callbacks(execute=True):
        search.index_many(pages)
    return cast


def test_awkward_queries_find_what_they_should(library: Cast) -> None:
    """All that are wrong are told at once."""
    reader = library.fresh(library.reader)
    wrong = []
    for query, titles in FOUND:
        found = [hit.article.title for hit in search.find(query, reader).page(1, 10)]
        if isinstance(titles, set):
            is_right = set(found) == titles
        elif "…" in titles:
            is_right = found[: len(titles) - 1] == titles[:-1]
        else:
            is_right = found == titles
        if not is_right:
            wrong.append(f"{query!r} found {found}, not {titles}")
    assert not wrong, "\n".join(wrong)


def test_no_query_is_an_error(library: Cast, as_) -> None:  # noqa: ANN001
    reader = library.fresh(library.reader)
    for query in HOSTILE:
        found = search.find(query, reader)
        assert found.total >= len(found.page(1, 5))
        assert isinstance(found.facets, dict)
        search.titles(query, reader, 5)
        list(search.saying([query]))
        search.mark("What the text says", search.parse(query))
    browser: Client = as_(reader)
    assert browser.get("/search/", {"q": HOSTILE[-20]}).status_code == 200
