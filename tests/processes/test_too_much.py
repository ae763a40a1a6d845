"""What people meet where a text cannot be drawn: a sentence, and their text untouched."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Department, User
from processes import drawing, workflow
from processes.models import Article, Proposal
from tests.cast import Cast

pytestmark = pytest.mark.long

BRACKETS = "[" * 10_000
MUCH = f"# Words\n\nThat stay.\n\nHere it comes: {BRACKETS}\n\nThe end."
PART = "Here it comes: [[[[["

As = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _one_second(settings: Any) -> None:
    settings.RENDER_SECONDS = 1


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All processes that draw are at work for others, and stay so."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise drawing.Busy

    with monkeypatch.context() as patched:
        patched.setattr("processes.composing.drawn", refuse)
        yield


def test_no_verb_of_the_author_takes_a_text_that_is_too_much(cast: Cast) -> None:
    article = cast.article()
    draft = cast.draft(article, "Another text.", author=cast.owner)
    before = Proposal.objects.values().get(pk=draft.pk)
    change = workflow.Change(workflow.Content("Title", "", MUCH), base_version=1)

    with pytest.raises(workflow.TooMuchToDraw) as new:
        cast.new_page("Another page", MUCH)
    with pytest.raises(workflow.TooMuchToDraw) as saved:
        cast.draft(article, MUCH)
    with pytest.raises(workflow.TooMuchToDraw) as edited:
        workflow.edit(draft, cast.owner, change)

    for refusal in (new, saved, edited):
        assert refusal.value.part.startswith(PART)
        assert PART in str(refusal.value)
    assert not Article.objects.filter(title="Another page").exists()
    assert Proposal.objects.filter(article=article, author=cast.author).count() == 1
    assert Proposal.objects.values().get(pk=draft.pk) == before


def test_the_form_comes_back_whole_with_the_part_named_at_the_text(cast: Cast, as_: As) -> None:
    article = cast.article()
    client = as_(cast.author)
    fields = written(MUCH, base_version=1)

    for action in ("save", "submit"):
        response = client.post(
            article.get_absolute_url() + "propose/", {**fields, "action": action}
        )
        page = html.unescape(response.content.decode())
        assert response.status_code == 422
        assert [PART in error for error in response.context["form"].errors["body"]] == [True]
        assert 'aria-invalid="true"' in page
        for value in (fields["title"], fields["summary"], fields["note"], MUCH):
            assert value in page
    assert not article.proposals.filter(author=cast.author, state="draft").exists()


def test_the_form_of_a_new_page_and_of_a_draft_come_back_as_well(cast: Cast, as_: As) -> None:
    draft = cast.draft(cast.article(), "Before.")
    client = as_(cast.author)
    fields = written(MUCH, base_version=1)
    new = {**fields, "base_version": 0, "department": cast.equipment.pk, "kind": "process"}

    answers = [
        client.post(reverse("new_article"), new),
        client.post(reverse("proposal_edit", args=[draft.pk]), fields),
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert PART in answer.context["form"].errors["body"][0]
        assert MUCH in html.unescape(answer.content.decode())
    draft.refresh_from_db()
    assert draft.body == "Before."
    assert not Article.objects.filter(title=fields["title"]).exists()


def test_where_nothing_can_be_drawn_now_the_form_is_kept(
    cast: Cast, as_: As, request: pytest.FixtureRequest
) -> None:
    article = cast.article()
    request.getfixturevalue("busy")

    response = as_(cast.author).post(
        article.get_absolute_url() + "propose/", written("My words.", base_version=1)
    )

    page = html.unescape(response.content.decode())
    assert response.status_code == 503
    assert "Many texts are being drawn right now. Try again in a moment." in page
    assert "My words." in page
    assert not article.proposals.filter(author=cast.author, state="draft").exists()


def test_an_approval_that_cannot_be_drawn_now_changes_nothing_and_says_so(
    cast: Cast, as_: As, request: pytest.FixtureRequest
) -> None:
    article = cast.article()
    proposal = cast.pending(article, "Another text.")
    request.getfixturevalue("busy")

    response = as_(cast.owner).post(
        reverse("proposal_approve", args=[proposal.pk]),
        {"digest": proposal.digest, "base_version": 1, "significance": "minor"},
    )

    proposal.refresh_from_db()
    article.refresh_from_db()
    assert response.status_code == 409
    assert "Many texts are being drawn right now." in response.content.decode()
    assert proposal.state == "pending"
    assert (article.version, article.body) == (1, "Unpack it.\n\nSwitch it on.")


@pytest.mark.parametrize("where", ["text", "heading"])
def test_an_import_leaves_out_a_page_that_is_too_much_and_brings_in_the_others(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    (tmp_path / "good.md").write_text("# Good\n\nA page, see [the other](bad.md).\n")
    (tmp_path / "bad.md").write_text(f"# Bad\n\n{MUCH}" if where == "text" else f"# {BRACKETS}\n")
    (tmp_path / "later.md").write_text("# Later\n\nAnother page.\n")

    call_command("import_markdown", str(tmp_path), department="Handbook", owner=cast.owner.email)

    told = capsys.readouterr().out
    handbook = Department.objects.get(name="Handbook")
    titles = handbook.articles.order_by("title").values_list("title", flat=True)
    assert list(titles) == ["Good", "Later"]
    assert "Not imported (1)" in told
    assert "bad.md: This part of the text is too much to draw" in told


def written(body: str, **fields: Any) -> dict[str, Any]:
    return {
        "title": "A title that stays",
        "summary": "A summary that stays",
        "body": body,
        "note": "A note that stays",
        "significance": "minor",
        **fields,
    }
