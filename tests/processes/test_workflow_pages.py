"""Taking a version back, confirming one, filing a page; and the table of states itself."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from processes import workflow
from processes.models import Action, Article, Decision, Manner, Proposal, State
from processes.workflow import TABLE, Change, Content
from tests.cast import Cast, deputise
from tests.processes.readings import BASE, TEXT, as_in_the_log, lines, live, read, told


class TestUndo:
    def test_the_text_before_goes_live_again_as_the_deciders_own(self, cast: Cast) -> None:
        article = cast.article(body=BASE)
        proposal = cast.pending(article, TEXT, title="Set up a desk")
        cast.approve(proposal)
        theirs = cast.draft(live(proposal), "Something else.", author=cast.owner)
        assert workflow.undo(proposal, cast.fresh(cast.owner), "It was right before.") == 3
        article = live(proposal)
        assert (article.title, article.body) == ("Set up a laptop", BASE)
        undoing = article.proposals.get(author=cast.owner, state=State.APPROVED)
        assert undoing.decisions.get().comment == "It was right before."
        as_in_the_log(undoing)
        assert undoing.changes == 2
        theirs.refresh_from_db()
        assert theirs.state == State.DRAFT
        assert "It was right before." in told(cast.author).text
        with pytest.raises(workflow.PageMoved):
            workflow.undo(proposal, cast.fresh(cast.owner), "Again.")
        assert workflow.undo(undoing, cast.fresh(cast.owner), "No.") == 4
        assert live(proposal).body == TEXT

    def test_only_who_decides_with_a_reason_and_not_the_first_version(self, cast: Cast) -> None:
        first = cast.article(body=BASE).proposals.get()
        with pytest.raises(workflow.Incomplete, match="archive"):
            workflow.undo(first, cast.fresh(cast.owner), "Why not.")
        proposal = cast.pending(live(first), TEXT)
        with pytest.raises(workflow.PageMoved):
            workflow.undo(proposal, cast.fresh(cast.owner), "It waits.")
        cast.approve(proposal)
        with pytest.raises(workflow.Incomplete):
            workflow.undo(proposal, cast.fresh(cast.owner), " ")
        for part in ("author", "reader", "deputy", "head", "admin"):
            with pytest.raises(workflow.NotAllowed):
                workflow.undo(proposal, cast.fresh(getattr(cast, part)), "Mine.")
        cast.equipment.four_eyes = True
        cast.equipment.save()
        with pytest.raises(workflow.NotAllowed):
            workflow.undo(proposal, cast.fresh(cast.owner), "Alone.")
        assert live(first).version == 2


class TestConfirm:
    def test_the_next_review_moves_on_and_imported_text_counts_as_approved(
        self, cast: Cast
    ) -> None:
        article = cast.new_page().article
        content = Content("Laptops", "", "From the old wiki.")
        workflow.adopt(article, content, by=cast.admin, comment="Import")
        past = datetime.date(2026, 1, 1)
        Article.objects.filter(pk=article.pk).update(review_due=past)
        deputise(cast.owner, cast.deputy)
        workflow.confirm(article, cast.fresh(cast.deputy), version=1, comment="Still true.")
        article.refresh_from_db()
        assert (article.approved_by, article.version) == (cast.deputy, 1)
        assert article.review_due > timezone.localdate()
        line = Decision.objects.latest("pk")
        assert (line.action, line.by, line.on_behalf_of, line.version) == (
            *(Action.CONFIRMED, cast.deputy, cast.owner, 1),
        )
        workflow.confirm(article, cast.fresh(cast.owner), version=1)
        article.refresh_from_db()
        assert article.approved_by == cast.deputy

    def test_only_by_who_decides_and_only_what_is_live(self, cast: Cast) -> None:
        article = cast.article(body=BASE)
        cast.approve(cast.pending(article, TEXT))
        with pytest.raises(workflow.PageMoved):
            workflow.confirm(article, cast.fresh(cast.owner), version=1)
        for part in ("author", "reader", "deputy", "head", "admin", "outsider"):
            with pytest.raises(workflow.NotAllowed):
                workflow.confirm(article, cast.fresh(getattr(cast, part)), version=2)
        workflow.archive(article, cast.fresh(cast.owner), reason="Old.")
        with pytest.raises(workflow.WrongState):
            workflow.confirm(article, cast.fresh(cast.owner), version=2)
        assert not Decision.objects.filter(action=Action.CONFIRMED).exists()


class TestFiling:
    def file(self, cast: Cast, article: Article, **filing: Any) -> Proposal:
        content = Content(article.title, article.summary, article.body)
        change = Change(content, "It is expertise", "minor", article.version, filing)
        return cast.submit(workflow.save(article, cast.fresh(cast.author), change))

    def test_filing_alone_makes_no_version_and_does_not_mind_another_one(self, cast: Cast) -> None:
        article = cast.article(body=BASE)
        proposal = self.file(cast, article, kind="expertise", topic="product")
        assert proposal.changes == 0
        cast.approve(cast.pending(article, TEXT, author=cast.reader))
        assert cast.approve(proposal) == 2
        article.refresh_from_db()
        assert (article.kind, article.topic, article.body) == ("expertise", "product", TEXT)
        assert lines(proposal)[-1] == (Action.APPROVED, Manner.PLAIN, None)
        assert Decision.objects.filter(article=article, action=Action.CHANGED).exists()

    def test_a_returned_one_is_submitted_with_the_text_that_is_live_by_then(
        self, cast: Cast
    ) -> None:
        article = cast.article(body=BASE)
        proposal = self.file(cast, article, kind="expertise", topic="product")
        workflow.return_to_author(proposal, cast.owner, "Which topic?")
        cast.approve(cast.pending(article, TEXT, author=cast.reader))
        proposal = cast.submit(proposal)
        assert (proposal.body, proposal.base_version, proposal.changes) == (TEXT, 2, 0)

    def test_what_is_filed_can_be_taken_alone_or_left(self, cast: Cast) -> None:
        article = cast.article(body=BASE)
        content = Content(article.title, "", TEXT)
        change = Change(content, "All new", "minor", 1, {"kind": "expertise", "topic": "product"})
        proposal = cast.submit(workflow.save(article, cast.fresh(cast.author), change))
        owner, filed = cast.fresh(cast.owner), {"fields": ["kind", "topic"], "comment": "Yes."}
        assert workflow.approve_part(proposal, owner, numbers=[], **filed, **read(proposal)) == 1
        article.refresh_from_db()
        proposal.refresh_from_db()
        assert (article.kind, article.body) == ("expertise", BASE)
        assert (proposal.state, proposal.filing) == (State.RETURNED, {})
        assert lines(proposal)[-1] == (Action.APPROVED, Manner.PART, None)

    def test_a_part_of_it_leaves_the_text_of_another_version_alone(self, cast: Cast) -> None:
        article = cast.article(body=BASE)
        proposal = self.file(cast, article, kind="expertise", owner=cast.reader.pk)
        cast.approve(cast.pending(article, TEXT, author=cast.reader))
        owner, filed = cast.fresh(cast.owner), {"fields": ["kind"], "comment": "Not them."}
        assert workflow.approve_part(proposal, owner, numbers=[], **filed, **read(proposal)) == 2
        article.refresh_from_db()
        assert (article.kind, article.owner, article.body) == ("expertise", cast.owner, TEXT)
        proposal = cast.submit(Proposal.objects.get(pk=proposal.pk))
        assert (proposal.filing, proposal.body) == ({"owner": cast.reader.pk}, TEXT)


def test_the_table_in_the_documentation_is_the_one_in_the_code() -> None:
    page = Path(__file__).parents[2] / "docs" / "workflow.md"
    rows = [line for line in page.read_text().splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert [row[0] for row in cells] == [f"`{verb}`" for verb in TABLE]
    for (verb, row), (_, sources, target, actions, _who) in zip(TABLE.items(), cells, strict=True):
        assert sources == (", ".join(row.sources) or "(none)"), verb
        assert target == (row.target or "(as it was)"), verb
        assert actions == (", ".join(row.actions) or "–"), verb


def test_every_verb_of_the_table_is_there_and_no_step_is_outside_it(cast: Cast) -> None:
    from processes.workflow import guards, overtaking

    for verb in TABLE:
        assert callable(getattr(workflow, verb, None) or getattr(overtaking, verb, None)), verb
    proposal = cast.draft(cast.article(), TEXT)
    with pytest.raises(workflow.WrongState):
        guards.enter(proposal, Action.APPROVED, cast.owner)
    with pytest.raises(KeyError):
        guards.enter(proposal, Action.SUBMITTED, cast.author, to=State.WITHDRAWN)
    assert not proposal.decisions.exists()
