"""Where a page belongs and who answers for it, as part of a proposal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from processes import proposed_filing, workflow
from processes.models import Action, Article, Proposal, State, Transfer
from processes.workflow import Change, Content, transferring
from tests.cast import Cast


def asks(cast: Cast, article: Article, body: str = "", **filing: Any) -> Proposal:
    """A pending proposal by the author that files the page differently."""
    article.refresh_from_db()
    content = Content(article.title, article.summary, body or article.body)
    change = Change(content, note="It fits better", base_version=article.version, filing=filing)
    return cast.submit(workflow.save(article, cast.fresh(cast.author), change))


def lines(proposal: Proposal, user: User) -> list[tuple[str, str, str]]:
    fresh = Proposal.objects.select_related("article__department", "article__owner").get(
        pk=proposal.pk
    )
    told = proposed_filing.described(fresh, User.objects.get(pk=user.pk))
    return [(line["label"], line["old"], line["new"]) for line in told]


def filed(article: Article) -> tuple[object, ...]:
    now = Article.objects.get(pk=article.pk)
    return now.department, now.owner, now.kind, now.topic, now.parent, now.version


def test_kind_topic_and_parent_change_with_the_approval_and_make_no_version(cast: Cast) -> None:
    page, above = cast.article(), cast.article("Laptops", "All of them.")
    proposal = asks(cast, page, kind="expertise", topic="product", parent=above.pk)
    assert lines(proposal, cast.owner) == [
        ("Kind", "Process", "Expertise"),
        ("Topic", "none", "Product"),
        ("Part of", "none", "Laptops"),
    ]
    cast.approve(proposal)
    assert filed(page) == (cast.equipment, cast.owner, "expertise", "product", above, 1)
    decision = proposal.decisions.get(action=Action.APPROVED)
    assert decision.version is None
    said = " ".join(page.decisions.filter(action=Action.CHANGED).values_list("comment", flat=True))
    assert "Kind: process → expertise" in said
    assert "Part of: – → Laptops" in said
    assert lines(proposal, cast.owner)[0] == ("Kind", "", "Expertise")


def test_the_text_goes_live_and_a_new_owner_is_asked_first(cast: Cast) -> None:
    page = cast.article()
    proposal = asks(cast, page, "Better.", owner=cast.head.pk)
    assert lines(proposal, cast.author) == [("Owner", "Owner", "Head")]
    cast.approve(proposal)
    assert filed(page)[1::4] == (cast.owner, 2)
    transfer = Transfer.objects.get(article=page)
    assert (transfer.owner, transfer.proposal, transfer.by) == (cast.head, proposal, cast.owner)
    transferring.accept(transfer, cast.fresh(cast.head))
    assert filed(page)[1] == cast.head


def test_another_department_is_asked_first_and_then_the_parent_there_holds(cast: Cast) -> None:
    page = cast.article()
    above = cast.article("Yearly budget", department=cast.operations, owner=cast.owner)
    proposal = asks(cast, page, department=cast.operations.pk, parent=above.pk)
    cast.approve(proposal)
    assert filed(page)[0] == cast.equipment
    assert filed(page)[4] is None
    transfer = Transfer.objects.get(article=page)
    assert transfer.department == cast.operations
    transferring.accept(transfer, cast.fresh(cast.head))
    assert filed(page)[0] == cast.operations
    assert filed(page)[4] == above


def test_who_answers_for_the_receiving_side_asks_nobody(cast: Cast) -> None:
    page = cast.article(owner=cast.head)
    proposal = asks(cast, page, department=cast.operations.pk, kind="expertise", topic="company")
    cast.approve(proposal, by=cast.head)
    assert filed(page)[:4] == (cast.operations, cast.head, "expertise", "company")
    assert not Transfer.objects.exists()
    old = cast.article("Order a screen")
    cast.approve(asks(cast, old, owner=cast.admin.pk), by=cast.owner)
    assert filed(old)[1] == cast.owner  # who gives it away does not answer for who takes it
    taken = cast.article("Order a phone", owner=cast.admin)
    cast.approve(asks(cast, taken, owner=cast.author.pk), by=cast.admin)
    assert filed(taken)[1] == cast.author


@pytest.mark.parametrize("what", ["owner", "parent", "circle", "itself", "gone", "closed"])
def test_what_no_longer_holds_is_refused_and_changes_nothing(cast: Cast, what: str) -> None:
    page, other = cast.article(), cast.article("Laptops", "All of them.")
    filing: dict[str, Any] = {"parent": other.pk}
    if what == "owner":
        filing = {"owner": cast.reader.pk}
    elif what == "itself":
        filing = {"parent": page.pk}
    elif what == "gone":
        filing = {"department": 10_000}
    elif what == "closed":
        filing = {"department": cast.board.pk}
    proposal = asks(cast, page, "Better.", **filing)
    if what == "owner":
        User.objects.filter(pk=cast.reader.pk).update(is_active=False)
    elif what == "parent":
        workflow.archive(other, cast.fresh(cast.owner), reason="Not needed")
    elif what == "circle":
        between = cast.article("Cables", "Some.")
        Article.objects.filter(pk=between.pk).update(parent=page)
        Article.objects.filter(pk=other.pk).update(parent=between)
    before = filed(page)
    with pytest.raises(workflow.Refused):
        cast.approve(proposal)
    proposal.refresh_from_db()
    assert (filed(page), proposal.state) == (before, State.PENDING)


def test_four_eyes_are_not_left_by_a_proposal(cast: Cast) -> None:
    page = cast.article("Pay a bill", department=cast.finance, owner=cast.treasurer)
    proposal = asks(cast, page, department=cast.equipment.pk)
    with pytest.raises(workflow.NotAllowed):
        cast.approve(proposal, by=cast.treasurer)
    assert filed(page)[0] == cast.finance


def test_nobody_learns_names_that_they_may_not_read(cast: Cast) -> None:
    page = cast.article()
    secret = cast.article("Takeover", department=cast.board, author=cast.insider)
    proposal = asks(cast, page, department=cast.board.pk, parent=secret.pk)
    told = str(lines(proposal, cast.owner))
    assert "Board" not in told
    assert "Takeover" not in told
    assert "Takeover" in str(lines(proposal, cast.admin))


def test_the_log_of_a_page_that_comes_out_names_nothing_that_stays_behind_the_door(
    cast: Cast,
) -> None:
    secret, page = (
        cast.article(title, department=cast.board, author=cast.insider)
        for title in ("Takeover", "Canteen")
    )
    content = Content(page.title, page.summary, page.body)
    change = Change(content, note="Part of it", base_version=1, filing={"parent": secret.pk})
    draft = workflow.save(page, cast.fresh(cast.insider), change)
    workflow.publish_directly(draft, cast.fresh(cast.insider))
    workflow.move(page, cast.fresh(cast.admin), cast.equipment)
    address = Article.objects.select_related("department").get(pk=page.pk).get_absolute_url()
    client = Client()
    client.force_login(cast.reader)
    told = client.get(f"{address}history/").content.decode()
    assert "Part of: – → a page for members only" in told
    assert "Takeover" not in told


def test_an_unpublished_page_goes_where_its_author_puts_it(cast: Cast) -> None:
    draft = cast.new_page()
    content = Content("Set up a laptop", "", "Unpack it.")

    def edited(**filing: Any) -> Proposal:
        change = Change(content, note="New", filing=filing)
        return workflow.edit(draft, cast.fresh(cast.author), change)

    saved = edited(department=cast.finance.pk, kind="expertise", topic="sector")
    assert saved.filing == {}
    assert filed(saved.article)[:4] == (cast.finance, cast.treasurer, "expertise", "sector")
    assert not saved.article.aliases.exists()
    with pytest.raises(workflow.NotAllowed):
        edited(department=cast.board.pk)
    above = cast.article("Bills", department=cast.finance, owner=cast.treasurer)
    edited(parent=above.pk, owner=cast.owner.pk)
    cast.approve(cast.submit(draft), by=cast.treasurer)
    assert filed(draft.article)[4] == above
    assert Transfer.objects.get().owner == cast.owner
