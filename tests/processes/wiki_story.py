"""What must be true of every page and proposal at any moment, whatever happened before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F

from accounts.models import User
from accounts.models.tree import load_tree
from processes import history, permissions
from processes.models import (
    OPEN_STATES,
    Action,
    Article,
    Decision,
    Manner,
    Proposal,
    Round,
    State,
    VersionNumber,
)
from processes.workflow import TABLE

LEADS_TO = {
    Action.SUBMITTED: State.PENDING,
    Action.TAKEN_BACK: State.DRAFT,
    Action.WITHDRAWN: State.WITHDRAWN,
    Action.APPROVED: State.APPROVED,
    Action.RETURNED: State.RETURNED,
    Action.DECLINED: State.DECLINED,
}
WAITING = ("due_on", "claimed_by_id", "claimed_at", "reminded_at", "escalated_at")

Standing = tuple[object, ...]


def standing() -> Standing:
    """Everything that a refused verb must leave as it was."""
    texts = ("title", "summary", "body", "archived_at", "parent_id", "kind", "topic", "review_due")
    filed = ("department_id", "slug", "owner_id", "version", "approved_by_id")
    proposal = ("state", "round", "base_version", "title", "body", "filing", "closed_at", "html")
    return (
        list(Proposal.objects.order_by("pk").values_list("pk", *proposal, *WAITING)),
        list(Article.objects.order_by("pk").values_list("pk", *texts, *filed)),
        list(Decision.objects.order_by("pk").values_list("pk", flat=True)),
        Round.objects.count(),
    )


def states() -> dict[int, str]:
    return dict(Proposal.objects.values_list("pk", "state"))


def check_moves(before: dict[int, str], verbs: Iterable[str]) -> None:
    """Each proposal went only where the table lets one of these verbs lead it."""
    known = {
        (source, row.target or source)
        for verb in verbs
        for row in [TABLE[verb]]
        for source in row.sources or ("(none)",)
    }
    for pk, state in states().items():
        step = (before.get(pk, "(none)"), state)
        assert step[0] == step[1] or step in known, f"proposal {pk}: {step}"


def under_four_eyes() -> set[int]:
    """Pages on which nobody decides alone."""
    places = load_tree().under_four_eyes()
    return set(Article.objects.filter(department__in=places).values_list("pk", flat=True))


def check_nobody_was_alone(pages: set[int], since: int) -> None:
    """Nobody decided on a proposal of their own to these pages, by lines younger than `since`."""
    lines = Decision.objects.filter(pk__gt=since, article__in=pages, by=F("proposal__author"))
    alone = lines.filter(action__in=(Action.APPROVED, Action.RETURNED, Action.DECLINED))
    assert not alone.exists(), list(alone)


def check_all(known: set[tuple[object, ...]]) -> None:
    """Raises AssertionError where pages, proposals, rounds and the log do not agree.

    `known` are the live texts that were compared with their versions before.
    """
    proposals = list(Proposal.objects.select_related("author", "article__department"))
    log: dict[int, list[Decision]] = defaultdict(list)
    for line in Decision.objects.filter(proposal__isnull=False).order_by("pk"):
        log[line.proposal_id].append(line)
    kept: dict[int, list[Round]] = defaultdict(list)
    for kept_round in Round.objects.order_by("number"):
        kept[kept_round.proposal_id].append(kept_round)
    people = {person.pk: person for person in User.objects.all()}
    for proposal in proposals:
        _check_proposal(proposal, log[proposal.pk], kept[proposal.pk])
        if proposal.is_pending:
            deciders = permissions.deciders_of(proposal)
            assert deciders, proposal
            assert all(people[person.pk].is_active for person in deciders), proposal
    open_ones = [(p.article_id, p.author_id) for p in proposals if p.state in OPEN_STATES]
    assert len(open_ones) == len(set(open_ones))
    _check_pages(known)


def _check_proposal(proposal: Proposal, log: list[Decision], kept: list[Round]) -> None:
    assert proposal.state == _told_by(log), (proposal, [line.action for line in log])
    assert (proposal.closed_at is None) == (proposal.state in OPEN_STATES), proposal
    assert (proposal.due_on is not None) == proposal.is_pending, proposal
    assert proposal.is_pending or not any(getattr(proposal, name) for name in WAITING), proposal
    assert [row.number for row in kept] == list(range(1, proposal.round + 1)), proposal
    if proposal.is_pending:
        assert kept[-1].digest == proposal.digest == log[-1].digest, proposal
        assert (kept[-1].body, kept[-1].html) == (proposal.body, proposal.html), proposal
        assert not proposal.article.is_archived, proposal
    for line in log:
        if line.manner == Manner.TRUSTED:
            assert line.by_id == proposal.author_id, proposal
            assert line.on_behalf_of_id, proposal


def _told_by(log: list[Decision]) -> str:
    """The state that a proposal's lines alone lead to."""
    state, round_number = State.DRAFT.value, 0
    for line in log:
        if line.action == Action.OVERTAKEN:
            went_on = (line.round or 0) > round_number
            state = State.PENDING if went_on else State.RETURNED
        elif line.manner == Manner.PART:
            state = State.RETURNED
        else:
            state = LEADS_TO[line.action]
        round_number = line.round or 0
    return state


def _check_pages(known: set[tuple[object, ...]]) -> None:
    published: dict[int, list[int]] = defaultdict(list)
    for page, version in Decision.objects.published().values_list("article", "version"):
        published[page].append(version)
    numbered: dict[int, list[int]] = defaultdict(list)
    for page, number in VersionNumber.objects.values_list("article", "number"):
        numbered[page].append(number)
    for page in Article.objects.all():
        versions = list(range(1, page.version + 1))
        assert sorted(published[page.pk]) == versions == sorted(numbered[page.pk]), page
        live = (page.title, page.summary, page.body)
        if page.version and (page.pk, page.version, *live) not in known:
            old = history.read(page, page.version)[page.version]
            assert (old.title, old.summary, old.body) == live, page
            known.add((page.pk, page.version, *live))
        assert page.parent_id is None or page.parent_id != page.pk
