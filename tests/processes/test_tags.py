"""Tags: set by whoever files a page, seen as far as the pages are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from processes import tagging, workflow
from processes.models import Article, Decision, Tag, Tagging
from tests.cast import Cast

As = Callable[[User], Client]
pytestmark = pytest.mark.django_db

HERE = "/equipment/set-up-a-laptop/"


def names(article: Article) -> list[str]:
    return sorted(tagging.of(article).values_list("name", flat=True))


def test_spellings_of_one_tag_are_one_and_others_are_others(cast: Cast) -> None:
    article, other = cast.article(), cast.article("Return a laptop")
    assert tagging.put(
        article, ["Sécurité", "C++", "C#", "c", "#How To", "how-to", "امن", "", "!?"]
    )
    assert names(article) == ["C#", "C++", "How To", "Sécurité", "c", "امن"]
    assert tagging.put(other, ["SECURITE"])
    assert names(other) == ["Sécurité"]
    with CaptureQueriesContext(connection) as asked:
        assert not tagging.put(other, ["sécurité", "Securite"])
    assert len([q for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]) == 1
    assert tagging.put(other, [f"{n}" for n in range(50)])
    assert len(names(other)) == tagging.MOST
    assert tagging.put(other, ["x" * 300])
    assert names(other) == ["x" * 60]


def test_who_files_the_page_sets_them_and_the_log_says_so(cast: Cast) -> None:
    article = cast.article()
    with pytest.raises(workflow.NotAllowed):
        workflow.set_tags(article, cast.fresh(cast.author), ["Safety"])
    assert workflow.set_tags(article, cast.fresh(cast.owner), ["Safety", "Travel"])
    assert not workflow.set_tags(article, cast.fresh(cast.head), ["travel", "safety"])
    assert workflow.set_tags(article, cast.fresh(cast.head), [])
    lines = Decision.objects.filter(article=article, action="changed").order_by("pk")
    assert [(one.by, one.comment) for one in lines] == [
        (cast.owner, "Tags: – → Safety, Travel"),
        (cast.head, "Tags: Safety, Travel → –"),
    ]
    with pytest.raises(workflow.Incomplete):
        workflow.set_tags(article, cast.fresh(cast.owner), [f"{n}" for n in range(31)])
    article.refresh_from_db()
    assert article.version == 1


def test_the_form_sets_them_and_keeps_what_was_typed(cast: Cast, as_: As) -> None:
    article = cast.article()
    owner = as_(cast.owner)
    assert "/tags/" in owner.get(HERE).content.decode()
    assert as_(cast.reader).get(f"{HERE}tags/").status_code == 404
    assert as_(cast.reader).post(f"{HERE}tags/", {"tags": "x"}).status_code == 404
    answer = owner.post(f"{HERE}tags/", {"tags": "Safety,\n<b>Bold</b>; Travel"})
    assert answer["Location"] == HERE
    assert names(article) == ["<b>Bold</b>", "Safety", "Travel"]
    answer = owner.post(f"{HERE}tags/", {"tags": "Kept, !!!"})
    assert answer.status_code == 422
    assert "Kept, !!!" in answer.content.decode()
    assert names(article) == ["<b>Bold</b>", "Safety", "Travel"]
    page = as_(cast.reader).get(HERE).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert '<a class="tag" rel="tag" href="/tags/safety/"' in page
    owner.post(f"{HERE}tags/", {"tags": ""})
    assert "/tags/safety/" not in as_(cast.reader).get(HERE).content.decode()


def test_tags_of_closed_pages_are_known_to_nobody_else(cast: Cast, as_: As) -> None:
    secret = cast.article("The budget", department=cast.board, author=cast.insider)
    tagging.put(secret, ["Takeover", "Shared"])
    tagging.put(cast.article(), ["Shared"])
    reader, insider = as_(cast.reader), as_(cast.insider)
    assert "Takeover" not in reader.get("/tags/").content.decode()
    assert "Takeover" in insider.get("/tags/").content.decode()
    assert reader.get("/tags/takeover/").status_code == 404
    assert reader.get("/tags/no-such-tag/").status_code == 404
    shared = reader.get("/tags/shared/").content.decode()
    assert "1 page " in shared
    assert "The budget" not in shared
    assert "2 pages" in insider.get("/tags/shared/").content.decode()
    for address in ("/search/?q=takeover", "/search/?q=tag:takeover", "/search/?q=tag:shared"):
        answer = reader.get(address).content.decode()
        assert "/tags/takeover/" not in answer
        assert "The budget" not in answer


def test_a_search_narrows_by_tag_and_finds_tags_by_their_words(cast: Cast, as_: As) -> None:
    laptop, phone = cast.article(), cast.article("Set up a phone")
    tagging.put(laptop, ["Home office", "C++"])
    tagging.put(phone, ["Travel"])
    client = as_(cast.reader)

    def found(query: str) -> list[str]:
        page = client.get("/search/", {"q": query}).context["page_obj"]
        return sorted(hit.article.title for hit in page)

    assert found("tag:travel") == ["Set up a phone"]
    assert found('set tag:"home office"') == ["Set up a laptop"]
    assert found("tag:c++") == ["Set up a laptop"]
    assert found("tag:c") == []
    page = client.get("/search/", {"q": "set up"})
    groups = {
        group.name: {one.label: one.count for one in group.choices}
        for group in page.context["groups"]
    }
    assert groups["Tag"] == {"Home office": 1, "C++": 1, "Travel": 1}
    page = client.get("/search/", {"q": "offices"}).content.decode()
    assert "/tags/home-office/" in page


def test_lists_of_tags_ask_no_more_with_more_of_them(cast: Cast, as_: As) -> None:
    article = cast.article()
    Tag.objects.bulk_create(Tag(name=f"Tag {n}", slug=f"tag-{n}") for n in range(500))
    Tagging.objects.bulk_create(Tagging(article=article, tag=tag) for tag in Tag.objects.all())
    client = as_(cast.reader)
    for address, most in (("/tags/", 3), ("/tags/tag-7/", 5)):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 2 + most, address
