"""The demo company's people and pages, put into the wiki one after the other."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.models import Department, Deputy, Role, User
from accounts.models.tree import load_tree
from demo import reading
from demo.admitting import admit
from demo.reading import Edition, Page
from processes import attachments, permissions, workflow
from processes.models import Article, Proposal
from processes.workflow import Change, Content

MINUTES_TO_DECIDE = 45


@dataclass
class Loader:
    now: datetime.datetime
    pictures: dict[str, bytes]
    domain: str = ""
    articles: dict[str, Article] = field(default_factory=dict)
    stored: dict[tuple[str, str], str] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    # What pages tell beside their text, by department and slug; see demo.words.
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)

    # --- people -----------------------------------------------------------------------------

    def load_people(self) -> None:
        told = reading.company()
        self.domain = told["domain"]
        for row in told["department"]:
            Department.objects.create(
                slug=row["slug"],
                name=row["name"],
                parent=Department.objects.filter(slug=row["parent"]).first(),
                description=row["description"],
                visibility=row["visibility"],
                four_eyes=row["four_eyes"],
                review_months=row["review_months"],
                position=row["position"],
            )
        for row in told["person"]:
            self._create_person(row)
        for row in told["department"]:
            Department.objects.filter(slug=row["slug"]).update(manager=self.person(row["manager"]))
        self._tell_line_managers()
        for row in told["deputy"]:
            self._create_deputy(row)
        admit(told, self.person)
        self.people.clear()  # what they knew of departments is older than the managers

    def person(self, name: str) -> User:
        """With the departments as they are once all people are loaded."""
        if name not in self.people:
            self.people[name] = User.objects.get(email=f"{name}@{self.domain}")
        return self.people[name]

    def _create_person(self, row: dict[str, object]) -> None:
        User.objects.create_user(
            email=f"{row['id']}@{self.domain}",
            name=str(row["name"]),
            department=Department.objects.filter(slug=row["department"]).first(),
            job_title=str(row["job_title"]),
            locale=str(row.get("locale", "")),
            is_superuser=bool(row.get("admin")),
            role=str(row.get("role", Role.AUTHOR)),
        )

    def _tell_line_managers(self) -> None:
        """The nearest manager above, who is somebody else."""
        tree = load_tree()
        for person in User.objects.exclude(department=None):
            line = tree.managers_in_line(person.department_id)
            above = next((pk for pk in line if pk != person.pk), None)
            User.objects.filter(pk=person.pk).update(line_manager=above)

    def _create_deputy(self, row: dict[str, object]) -> None:
        today = timezone.localdate(self.now)
        Deputy.objects.create(
            manager=self.person(str(row["owner"])),
            deputy=self.person(str(row["deputy"])),
            starts=today + datetime.timedelta(days=int(str(row["days_from"]))),
            ends=today + datetime.timedelta(days=int(str(row["days_until"]))),
            reason=str(row.get("reason", "")),
        )

    # --- pages ------------------------------------------------------------------------------

    def publish(self, page: Page, edition: Edition) -> None:
        """One edition: proposed, submitted and approved by whoever decides there."""
        author = self.person(edition.author)
        approved_at = self.moment(edition.days_ago)
        written_at = approved_at - datetime.timedelta(minutes=MINUTES_TO_DECIDE)
        body = self._with_pictures(edition.body, edition.author)
        facts = self.facts.get(f"{page.department}/{page.slug}")
        content = Content(page.title, page.summary, body, facts)
        proposal = self._propose(page, author, content, edition, written_at)
        proposal = workflow.submit(proposal, author, written_at)
        decider = permissions.deciders(proposal.article, author)[0]
        self._approve(proposal, decider, approved_at)
        self.articles[f"{page.department}/{page.slug}"] = proposal.article

    def _propose(
        self, page: Page, author: User, content: Content, edition: Edition, at: datetime.datetime
    ) -> Proposal:
        known = self.articles.get(f"{page.department}/{page.slug}")
        filing = self._filing(page, known)
        if known:
            known.refresh_from_db()
            change = Change(content, edition.note, edition.significance, known.version, filing)
            return workflow.save(known, author, change, at)
        return workflow.propose_new(
            author,
            Department.objects.get(slug=page.department),
            Change(content, edition.note, edition.significance, filing=filing),
            kind=page.kind,
            topic=page.topic,
            owner=self.person(page.owner) if page.owner else None,
            at=at,
        )

    def _filing(self, page: Page, known: Article | None) -> dict[str, Any]:
        """It becomes part of another page as soon as that is there."""
        above = self.articles.get(f"{page.department}/{page.part_of}")
        if above is None or (known and known.parent_id == above.pk):
            return {}
        return {"parent": above.pk}

    def _approve(self, proposal: Proposal, by: User, at: datetime.datetime) -> None:
        workflow.approve(
            proposal, by, digest=proposal.digest, base_version=proposal.base_version, at=at
        )

    def moment(self, days_ago: float) -> datetime.datetime:
        return self.now - datetime.timedelta(days=days_ago)

    def _with_pictures(self, body: str, author: str) -> str:
        for name in self.pictures:
            if f"(pictures/{name}" in body:
                body = body.replace(f"(pictures/{name}", f"({self._address(name, author)}")
        return body

    def _address(self, name: str, author: str) -> str:
        """Where a picture is served from; uploaded by the author who uses it, as people would."""
        if (name, author) not in self.stored:
            by = self.person(author)
            stored = attachments.store(
                self.pictures[name], name, by, department=by.department, counted=False
            )
            self.stored[name, author] = attachments.address_of(stored)
        return self.stored[name, author]
