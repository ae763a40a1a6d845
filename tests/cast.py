"""The people and pages that the tests play with, named by their parts.

Operations (head)                     open to the company
  └─ Equipment (owner manages it)     where the pages of the tests live
Finance (treasurer)                   four eyes
Board (insider)                       members only
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, Deputy, User
from accounts.present import load_person
from processes import publishing, rounds, workflow
from processes.models import Action, Article, Decision, Kind, Origin, Proposal, State
from processes.workflow import Change, Content

DAY = datetime.timedelta(days=1)


@dataclass
class Cast:
    """`reader` and `author` are employees; `outsider` belongs to no department at all."""

    operations: Department
    equipment: Department
    finance: Department
    board: Department
    reader: User
    author: User
    owner: User
    deputy: User
    head: User
    treasurer: User
    insider: User
    outsider: User
    admin: User

    def fresh(self, user: User) -> User:
        """The person as a new request would load them, without a remembered department tree."""
        person = load_person(user.pk)
        assert person is not None
        return person

    def article(
        self,
        title: str = "Set up a laptop",
        body: str = "Unpack it.\n\nSwitch it on.",
        **facts: Any,
    ) -> Article:
        """A published article in Equipment, owned by `owner`, unless told otherwise.

        As proposing, submitting and approving leave it, but for what people are told, and in half
        the time: hundreds of tests begin with one. A test compares the two.
        """
        proposal = self.new_page(title, body, **facts)
        with transaction.atomic():
            _approve_at_once(proposal)
        return Article.objects.select_related("department", "owner").get(pk=proposal.article_id)

    def article_by_the_book(self, *told: str, **facts: Any) -> Article:
        """As `article`, through the verbs."""
        proposal = self.new_page(*told, **facts)
        self.approve(self.submit(proposal))
        return Article.objects.select_related("department", "owner").get(pk=proposal.article_id)

    def new_page(
        self,
        title: str = "Set up a laptop",
        body: str = "Unpack it.",
        *,
        department: Department | None = None,
        author: User | None = None,
        owner: User | None = None,
        summary: str = "",
        kind: str = Kind.PROCESS,
        topic: str = "",
    ) -> Proposal:
        """A draft of a page that does not exist yet."""
        return workflow.propose_new(
            self.fresh(author or self.author),
            department or self.equipment,
            Change(Content(title, summary, body), note="First version"),
            kind=kind,
            topic=topic,
            owner=owner,
        )

    def draft(self, article: Article, body: str, **facts: Any) -> Proposal:
        """A draft of a change to an article, by `author` unless told otherwise."""
        article.refresh_from_db()
        content = replace(Content.of(article), title=facts.get("title", article.title), body=body)
        change = Change(
            content,
            note=facts.get("note", "Made it clearer"),
            significance=facts.get("significance", "minor"),
            base_version=article.version,
        )
        return workflow.save(article, self.fresh(facts.get("author", self.author)), change)

    def pending(self, article: Article, body: str, **facts: Any) -> Proposal:
        return self.submit(self.draft(article, body, **facts))

    def submit(self, proposal: Proposal) -> Proposal:
        return workflow.submit(proposal, self.fresh(proposal.author))

    def approve(self, proposal: Proposal, by: User | None = None) -> int:
        return workflow.approve(
            proposal,
            self.fresh(by or proposal.article.owner),
            digest=proposal.digest,
            base_version=proposal.base_version,
        )


def gather() -> Cast:
    """Creates the whole cast."""
    operations = Department.objects.create(name="Operations", slug="operations")
    equipment = Department.objects.create(name="Equipment", slug="equipment", parent=operations)
    finance = Department.objects.create(name="Finance", slug="finance", four_eyes=True)
    board = Department.objects.create(name="Board", slug="board", visibility="members")
    cast = Cast(
        operations=operations,
        equipment=equipment,
        finance=finance,
        board=board,
        reader=_person("reader", operations),
        author=_person("author", equipment),
        owner=_person("owner", equipment),
        deputy=_person("deputy", equipment),
        head=_person("head", operations),
        treasurer=_person("treasurer", finance),
        insider=_person("insider", board),
        outsider=_person("outsider", None),
        admin=_person("admin", operations, is_superuser=True),
    )
    managers = [
        (operations, cast.head),
        (equipment, cast.owner),
        (finance, cast.treasurer),
        (board, cast.insider),
    ]
    for department, manager in managers:
        department.manager = manager
        department.save()
    return cast


def deputise(manager: User, deputy: User, *, first_day: int = -1, last_day: int = 1) -> Deputy:
    """Days count from today."""
    today = timezone.localdate()
    return Deputy.objects.create(
        manager=manager, deputy=deputy, starts=today + first_day * DAY, ends=today + last_day * DAY
    )


def _approve_at_once(proposal: Proposal) -> None:
    """What submitting and approving write, without what they check and ask."""
    article, author, at = proposal.article, proposal.author, timezone.now()
    proposal.state, proposal.round = State.APPROVED, 1
    proposal.submitted_at = proposal.closed_at = at
    compared = rounds.compare(None, proposal.html)
    rounds.record(proposal, Origin.SUBMITTED, author, at, compared=compared)
    proposal.save()
    publishing.publish(
        article,
        Content.of(proposal),
        author=author,
        approved_by=article.owner,
        note=proposal.note,
        at=at,
    )
    line = {
        "article": article,
        "proposal": proposal,
        "note": proposal.note,
        "round": 1,
        "significance": proposal.significance,
        "digest": proposal.digest,
        "at": at,
    }
    Decision(action=Action.SUBMITTED, by=author, comment=proposal.note, **line).save()
    Decision(action=Action.APPROVED, by=article.owner, version=1, **line).save()


def _person(part: str, department: Department | None, **facts: Any) -> User:
    return User.objects.create_user(
        f"{part}@example.com", part.capitalize(), department=department, **facts
    )
