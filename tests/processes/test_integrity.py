"""The check finds what does not agree, and nothing where all does."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from processes import append_only, attachments, integrity, search, workflow
from processes.models import (
    Article,
    ArticleLink,
    AttachmentUse,
    ExternalLinkUse,
    Proposal,
    Redraw,
    Round,
    SearchDocument,
    SearchEntry,
    VersionNumber,
)
from tests.cast import Cast
from tests.processes.samples import picture


@pytest.fixture
def page(cast: Cast) -> Article:
    """A page with everything that follows from a text, and proposals in all states."""
    cast.article("Desk", "## Height\n\nUp.")
    shown = attachments.store(picture(), "front.png", cast.fresh(cast.author))
    body = (
        f"See [[Desk#Height]] and [[Nothing yet]].\n\n![Front]({attachments.address_of(shown)})"
        "\n\n[Maker](https://maker.example.com/)"
    )
    article = cast.article(body=body, summary="How to begin.")
    cast.approve(cast.pending(article, f"{body}\n\nMore."))
    returned = cast.pending(article, f"{body}\n\nLess.")
    workflow.return_to_author(returned, cast.fresh(cast.owner), "No.")
    cast.pending(article, f"{body}\n\nOther.", author=cast.reader)
    cast.draft(article, f"{body}\n\nDraft.", author=cast.head)
    article.refresh_from_db()
    return article


def run(*options: str) -> str:
    out = StringIO()
    call_command("check_integrity", *options, stdout=out)
    return out.getvalue()


def test_a_wiki_in_order_agrees_with_itself(cast: Cast, page: Article) -> None:
    assert "2 pages agree" in run()
    assert "2 pages agree" in run("--fast")
    workflow.archive(page, cast.fresh(cast.owner), reason="Old")
    cast.new_page("Not yet")
    assert "3 pages agree" in run()


def forget_a_line(page: Article) -> None:
    append_only.lift()
    with connection.cursor() as cursor:
        sql = "DELETE FROM processes_decision WHERE article_id = %s AND version = 2"
        cursor.execute(sql, [page.pk])
    append_only.enforce()


DAMAGES: dict[str, tuple[Callable[[Article], object], str]] = {
    "text": (lambda a: Article.objects.filter(pk=a.pk).update(body="Else."), "its body is not"),
    "title": (lambda a: Article.objects.filter(pk=a.pk).update(title="Else"), "its title is not"),
    "page": (lambda a: Article.objects.filter(pk=a.pk).update(html="x"), "its html is not"),
    "words": (lambda a: Article.objects.filter(pk=a.pk).update(words=1), "its words is not"),
    "number": (lambda a: Article.objects.filter(pk=a.pk).update(version=3), "version 3 is live"),
    "gap": (
        lambda a: VersionNumber.objects.filter(article=a, number=1).delete(),
        "these versions are kept: [2]",
    ),
    "line": (
        forget_a_line,
        "the log published [1]",
    ),
    "links": (lambda a: ArticleLink.objects.filter(source=a)[0].delete(), "the links noted"),
    "section": (
        lambda a: ArticleLink.objects.filter(source=a).update(section_found=False),
        "the links noted",
    ),
    "picture": (
        lambda a: AttachmentUse.objects.filter(article=a).update(is_live=False),
        "the pictures noted",
    ),
    "outside": (lambda a: ExternalLinkUse.objects.filter(article=a).delete(), "other sites noted"),
    "index": (search.remove, "the search index holds something else"),
    "state": (
        lambda a: a.proposals.pending().update(state="declined"),
        "is declined, and closed at None",
    ),
    "closed": (
        lambda a: a.proposals.pending().update(closed_at=timezone.now()),
        "is pending, and closed at 2",
    ),
    "changed": (lambda a: a.proposals.pending().update(body="x"), "is not what was submitted"),
    "round": (lambda a: Round.objects.all()._raw_delete("default"), "has no text of its round"),
    "base": (lambda a: a.proposals.pending().update(base_version=9), "which does not exist"),
    "nobody": (lambda a: User.objects.update(is_active=False), "nobody can decide"),
    "log": (lambda a: append_only.lift(), "The log: the database would let"),
}


def test_what_does_not_agree_is_found(cast: Cast, page: Article) -> None:
    for damage, (act, words) in DAMAGES.items():
        with transaction.atomic():
            act(page)
            assert words in "\n".join(integrity.check_all()), damage
            transaction.set_rollback(True)
    assert list(integrity.check_all()) == []


def test_the_command_says_each_finding_and_fails(cast: Cast, page: Article) -> None:
    entries = SearchEntry if connection.vendor == "postgresql" else SearchDocument
    assert entries.objects.count() == 2
    other = Article.objects.get(title="Desk")
    search.index(other, ["More words"])
    Article.objects.filter(pk=page.pk).update(html="x")
    out = StringIO()
    with pytest.raises(CommandError, match=r"3 findings\.") as ended:
        call_command("check_integrity", stdout=out)
    assert ended.value.returncode == 1
    assert out.getvalue().count(page.get_absolute_url()) == 2
    assert out.getvalue().count("the search index holds something else") == 1
    Redraw.objects.create(article=page)
    assert not [line for line in integrity.check_article(page.pk) if "what its text gives" in line]
    assert integrity.check_article(page.pk, fast=True) == integrity.check_article(page.pk)


def test_a_page_that_is_archived_stays_in_the_index(cast: Cast, page: Article) -> None:
    workflow.archive(page, cast.fresh(cast.owner), reason="Old")
    page.refresh_from_db()
    assert integrity.check_article(page.pk) == []
    search.remove(page)
    assert "the search index holds" in "\n".join(integrity.check_article(page.pk))
    assert Proposal.objects.pending().count() == 0
