"""Who is told what becomes of a proposal."""

from __future__ import annotations

import datetime

from django.utils import timezone

from accounts.models import Event, Notification, User
from accounts.notifications import deliver
from processes import announcing, workflow
from processes.models import Proposal
from tests.cast import Cast, deputise


def told(person: User) -> list[Notification]:
    return list(Notification.objects.filter(user=person).order_by("pk"))


def test_whoever_decides_is_asked_with_the_first_lines_that_change(cast: Cast) -> None:
    article = cast.article("Laptops", "Unpack **it**.\n\nSwitch it on.")
    Notification.objects.all().delete()
    proposal = cast.pending(article, "Unpack **it**.\n\nSwitch it on and wait.")

    [asked] = told(cast.owner)
    assert asked.event == Event.SUBMITTED
    assert asked.title == "Laptops"
    assert asked.url == proposal.get_absolute_url()
    assert asked.excerpt == "- Switch it on.\n+ Switch it on and wait."
    assert str(cast.author) in asked.text
    assert not told(cast.author)


def test_while_somebody_stands_in_it_is_they_who_are_asked(cast: Cast) -> None:
    article = cast.article()
    deputise(cast.owner, cast.deputy)
    Notification.objects.all().delete()
    cast.pending(article, "Other words.")

    assert [line.event for line in told(cast.deputy)] == [Event.SUBMITTED]
    assert not told(cast.owner)


def test_the_author_hears_of_the_decision_and_the_task_is_done(cast: Cast) -> None:
    article = cast.article()
    proposal = cast.pending(article, "Other words.")
    workflow.return_to_author(proposal, cast.owner, "Say which switch.")

    returned = told(cast.author)[-1]
    assert returned.event == Event.RETURNED
    assert "Say which switch." in returned.text
    assert all(line.settled_at for line in told(cast.owner) if line.event == Event.SUBMITTED)

    cast.approve(cast.submit(proposal))
    approved = told(cast.author)[-1]
    assert approved.event == Event.APPROVED
    assert approved.url == article.get_absolute_url()
    assert all(line.settled_at for line in told(cast.author) if line.event == Event.RETURNED)


def test_what_was_withdrawn_is_on_nobodys_list(cast: Cast) -> None:
    proposal = cast.pending(cast.article(), "Other words.")
    workflow.withdraw(proposal, cast.author)
    assert all(line.settled_at for line in told(cast.owner))


def test_history_that_is_written_down_later_bears_its_own_date(cast: Cast) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=90)
    proposal = cast.draft(cast.article(), "Other words.")
    workflow.submit(proposal, cast.author, long_ago)
    assert told(cast.owner)[-1].created_at == long_ago


def test_an_author_who_may_no_longer_read_the_page_is_not_told_what_was_said(cast: Cast) -> None:
    proposal = cast.pending(cast.article(), "Other words.")
    workflow.move(proposal.article, cast.fresh(cast.admin), cast.board)
    before = len(told(cast.author))

    workflow.decline(Proposal.objects.get(pk=proposal.pk), cast.fresh(cast.owner), "Nightfall.")

    assert len(told(cast.author)) == before
    assert not Notification.objects.filter(user=cast.author, text__contains="Nightfall").exists()


def test_the_lines_that_change_are_shown_without_their_signs(cast: Cast) -> None:
    article = cast.article(body="- Towels\n\n| Pool | Price |\n| - | - |\n| Sport | 84 |")
    cast.pending(article, "- [ ] **Robes**\n\n| Pool | Price |\n| - | - |\n| Sport | 88 |")
    assert told(cast.owner)[-1].excerpt.splitlines() == [
        "- Towels",
        "+ Robes",
        "- Sport · 84",
        "+ Sport · 88",
    ]


def test_whose_view_is_asked_is_asked_until_it_is_decided(cast: Cast) -> None:
    """Returned and submitted again, it is the same question; once it is closed it is none."""
    proposal = cast.pending(cast.article(), "Other words.")
    facts = {"title": "Laptops", "text": "What do you think?", "url": proposal.get_absolute_url()}
    key = announcing.subject_of(proposal)
    deliver([cast.reader], Event.CONSULTED, subject_key=key, actor=cast.author, **facts)
    workflow.return_to_author(proposal, cast.owner, "Say which switch.")
    proposal = cast.submit(proposal)
    asked = Notification.objects.get(user=cast.reader)
    assert asked.settled_at is None
    assert told(cast.author)[-1].settled_at

    workflow.decline(proposal, cast.owner, "No.")
    asked.refresh_from_db()
    assert asked.settled_at


def test_a_word_of_the_approver_reaches_the_author(cast: Cast) -> None:
    proposal = cast.pending(cast.article(), "Other words.")
    marks = {"digest": proposal.digest, "base_version": proposal.base_version}
    workflow.approve(proposal, cast.fresh(cast.owner), comment="Thank <b>you</b>!", **marks)
    news = told(cast.author)[-1]
    assert news.text == "Owner approved your proposal. Version 2 is live. Thank <b>you</b>!"
