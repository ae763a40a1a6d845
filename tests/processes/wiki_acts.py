"""What people may try on pages and proposals: each act draws who, on what, and with which words.

Mostly the right person tries it, on something that it is meant for; now and then anybody, on
anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from accounts import leaving
from accounts.models import Department, Deputy, User
from processes import permissions, workflow
from processes.models import Article, Kind, Proposal, Transfer, Trust
from processes.text import choosing
from processes.workflow import TABLE, Change, Content, claiming, overtaking, transferring
from tests.cast import Cast, deputise

PEOPLE = "author reader owner deputy head treasurer outsider admin".split()
PLACES = "equipment operations finance".split()
TITLES = "Desks Chairs Lamps".split()

lines = [st.sampled_from([f"{n}a.", f"{n}b.", f"{n}c. [[Desks]]"]) for n in range(4)]
bodies = st.tuples(*lines).map("\n\n".join)
numbers = st.integers(0, 10_000)


@dataclass(frozen=True)
class Acts:
    """`draw` draws from a strategy, `act` tries a verb and looks at what became of it."""

    cast: Cast
    draw: Callable[[st.SearchStrategy[Any]], Any]
    act: Callable[..., None]

    # --- writing ------------------------------------------------------------------------------

    def propose_new(self) -> None:
        if Article.objects.count() < 7:
            change = Change(Content(self.one_of(TITLES), "", self.draw(bodies)), "New")
            place = getattr(self.cast, self.one_of(PLACES))
            person = self.person(self.one_of(PEOPLE))
            self.act("propose_new", workflow.propose_new, person, place, change, kind=Kind.PROCESS)

    def save(self) -> None:
        page = self.page()
        title = self.one_of([page.title, page.title, *TITLES])
        body = page.body if self.once_in(6) else self.draw(bodies)
        size = self.one_of(["minor", "minor", "major"])
        filing = self.filing(page) if self.once_in(4) else {}
        change = Change(Content(title, "", body), "Better", size, page.version, filing)
        self.act("save", workflow.save, page, self.person(self.one_of(PEOPLE)), change)

    def edit(self) -> None:
        if proposal := self.proposal("edit"):
            base = 0 if self.once_in(3) else proposal.article.version
            content = Content(proposal.title, proposal.summary, self.draw(bodies))
            change = Change(content, proposal.note, "minor", base, proposal.filing)
            self.act("edit", workflow.edit, proposal, self.author(proposal), change)

    def submit(self) -> None:
        self.author_acts("submit")

    def take_back(self) -> None:
        self.author_acts("take_back")

    def withdraw(self) -> None:
        self.author_acts("withdraw")

    def publish_directly(self) -> None:
        self.author_acts("publish_directly")

    # --- deciding -----------------------------------------------------------------------------

    def approve(self) -> None:
        if proposal := self.proposal("approve"):
            self.decide("approve", proposal, **self.marks(proposal))

    def approve_corrected(self) -> None:
        if proposal := self.proposal("approve_corrected"):
            content = Content(proposal.title, proposal.summary, self.draw(bodies))
            self.decide("approve_corrected", proposal, content, **self.marks(proposal))

    def approve_part(self) -> None:
        if proposal := self.proposal("approve_part"):
            changes = choosing.changes(proposal.article.body, proposal.body)
            offered = [change.number for change in changes] or [1]
            self.decide(
                *("approve_part", proposal),
                numbers=self.draw(st.sets(st.sampled_from(offered))),
                fields=self.draw(st.sets(st.sampled_from(["title", *proposal.filing]))),
                comment=self.reason(),
                **self.marks(proposal),
            )

    def return_to_author(self) -> None:
        if proposal := self.proposal("return_to_author"):
            self.decide("return_to_author", proposal, self.reason())

    def decline(self) -> None:
        if proposal := self.proposal("decline"):
            self.decide("decline", proposal, self.reason())

    def undo(self) -> None:
        if found := self.any_of(_proposals().filter(state="approved")):
            self.decide("undo", found, self.reason())

    def claim(self) -> None:
        if proposal := self.proposal("approve"):
            verb = claiming.release if self.once_in(3) else claiming.claim
            self.act("claim", verb, proposal, self.decider(proposal))

    def catch_up(self) -> None:
        self.act("catch_up", overtaking.catch_up, self.page().pk)

    # --- the page as a whole --------------------------------------------------------------------

    def archive(self) -> None:
        page = self.page()
        if page.is_archived:
            self.act("restore", workflow.restore, page, self.mostly(page.owner))
        elif self.once_in(3):
            by = self.mostly(page.owner)
            self.act("archive", workflow.archive, page, by, reason=self.reason())

    def confirm(self) -> None:
        page = self.page()
        number = 1 if self.once_in(4) else page.version
        self.act("confirm", workflow.confirm, page, self.mostly(page.owner), version=number)

    def adopt(self) -> None:
        page = self.page()
        text = Content(page.title, "", self.draw(bodies))
        self.act("adopt", workflow.adopt, page, text, by=self.cast.admin, comment="Import")

    def move(self) -> None:
        page, place = self.page(), getattr(self.cast, self.one_of(PLACES))
        self.act("move", workflow.move, page, self.mostly(page.owner), place)

    def offer(self) -> None:
        page, to = self.page(), self.person(self.one_of(PEOPLE))
        by = self.mostly(page.owner)
        self.act("offer", transferring.offer, page, by, owner=to, note="Yours")

    def answer(self) -> None:
        if transfer := self.any_of(Transfer.objects.open().select_related("owner")):
            verb = self.one_of(["accept", "accept", "refuse", "cancel"])
            by = self.mostly(transfer.owner or self.cast.admin)
            words = ["No."] if verb == "refuse" else []
            self.act(verb, getattr(transferring, verb), transfer, by, *words)

    # --- what changes around it -----------------------------------------------------------------

    def leave_or_return(self) -> None:
        person = self.person(self.one_of(PEOPLE[:-1]))
        if not person.is_active:
            self.act("return", leaving.reactivate, person, self.cast.admin)
        elif self.once_in(3):
            self.act("leave", leaving.deactivate, person, self.cast.admin)

    def change_department(self) -> None:
        place = Department.objects.get(slug=self.one_of(PLACES))
        if self.once_in(2):
            place.four_eyes = not place.four_eyes
        else:
            place.visibility = "company" if place.visibility == "members" else "members"
        place.save()

    def stand_in(self) -> None:
        manager, deputy = self.one_of(PEOPLE), self.one_of(PEOPLE)
        ended, _ = Deputy.objects.filter(manager__email=f"{manager}@example.com").delete()
        if manager != deputy and not ended:
            deputise(self.person(manager), self.person(deputy))

    def trust(self) -> None:
        owner, person = self.person(self.one_of(PEOPLE)), self.person(self.one_of(PEOPLE))
        if owner != person:
            Trust.objects.get_or_create(owner=owner, person=person)

    # --- who, and on what -------------------------------------------------------------------------

    def author_acts(self, verb: str) -> None:
        if proposal := self.proposal(verb):
            self.act(verb, getattr(workflow, verb), proposal, self.author(proposal))

    def decide(self, verb: str, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        self.act(verb, getattr(workflow, verb), proposal, self.decider(proposal), *args, **kwargs)

    def one_of(self, values: list[Any]) -> Any:
        return self.draw(st.sampled_from(values))

    def any_of(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        return found[self.draw(numbers) % len(found)] if found else None

    def once_in(self, number: int) -> bool:
        return self.draw(st.integers(1, number)) == number

    def reason(self) -> str:
        return " " if self.once_in(8) else "Because."

    def person(self, name: str) -> User:
        return self.cast.fresh(getattr(self.cast, name))

    def mostly(self, person: User) -> User:
        return self.person(self.one_of(PEOPLE)) if self.once_in(4) else self.cast.fresh(person)

    def author(self, proposal: Proposal) -> User:
        return self.mostly(proposal.author)

    def decider(self, proposal: Proposal) -> User:
        return self.mostly((permissions.deciders_of(proposal) or [self.cast.admin])[0])

    def page(self) -> Article:
        return self.any_of(Article.objects.select_related("department", "owner"))

    def proposal(self, verb: str) -> Proposal | None:
        found = _proposals()
        if not self.once_in(8):
            found = found.filter(state__in=TABLE[verb].sources)
        return self.any_of(found)

    def marks(self, proposal: Proposal) -> dict[str, Any]:
        number = proposal.round + self.once_in(8)
        return {"digest": proposal.digest, "base_version": proposal.base_version, "round": number}

    def filing(self, page: Article) -> dict[str, Any]:
        person, place = self.person(self.one_of(PEOPLE)), self.one_of(PLACES)
        wishes = {"owner": person.pk, "department": getattr(self.cast, place).pk}
        now = {"owner": page.owner_id, "department": page.department_id, "kind": page.kind}
        wishes["kind"] = Kind.EXPERTISE
        name = self.one_of(sorted(wishes))
        return {} if now[name] == wishes[name] else {name: wishes[name]}


def _proposals() -> Any:
    return Proposal.objects.select_related("article__department", "article__owner", "author")
