"""Who may see which file, in which of its forms: one table."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from processes import attachments, workflow
from processes.models import Attachment, Proposal
from tests.cast import Cast
from tests.processes.samples import film, picture

As = Callable[[User], Client]

PEOPLE = "uploader reader author approver elsewhere outsider insider anonymous leaver admin".split()
SEES = {
    # Where the picture is            who gets it; everybody else gets 404, anonymous the door
    "unused": "uploader",
    "page": "uploader reader author approver elsewhere outsider insider admin",
    "restricted page": "uploader insider admin",
    "draft": "uploader author admin",
    "pending": "uploader author approver admin",
    "returned": "uploader author approver admin",
    "declined": "uploader author approver admin",
    "withdrawn draft": "uploader author admin",
    "new page pending": "uploader author approver admin",
    "old version": "uploader reader author approver elsewhere outsider insider admin",
    "old version, restricted": "uploader insider admin",
}


@pytest.fixture
def people(cast: Cast) -> dict[str, User]:
    uploader = User.objects.create_user("uploader@example.com", "Uploader")
    leaver = User.objects.create_user("leaver@example.com", "Leaver", department=cast.equipment)
    return {
        "uploader": uploader,
        "reader": cast.reader,
        "author": cast.author,
        "approver": cast.owner,
        "elsewhere": cast.treasurer,
        "outsider": cast.outsider,
        "insider": cast.insider,
        "leaver": leaver,
        "admin": cast.admin,
    }


class Places:
    """Shows a picture in the ways that the table names. The author of a text may see it first."""

    def __init__(self, cast: Cast, stored: Attachment) -> None:
        self.cast = cast
        self.stored = stored
        self.body = f"![x]({attachments.address_of(stored)})"

    def show(self, where: str) -> None:
        getattr(self, where.replace(" ", "_").replace(",", ""))()

    def unused(self) -> None:
        pass

    def page(self) -> None:
        self._published(self.cast.author)

    def restricted_page(self) -> None:
        self._published(self.cast.insider, department=self.cast.board)

    def old_version(self) -> None:
        article = self._published(self.cast.author)
        self.cast.approve(self.cast.pending(article, "Words instead."))

    def old_version_restricted(self) -> None:
        article = self._published(self.cast.insider, department=self.cast.board)
        self.cast.approve(self.cast.pending(article, "Words instead.", author=self.cast.insider))

    def draft(self) -> Proposal:
        with_picture = self._borrowed(self.cast.author)
        proposal = self.cast.draft(self.cast.article(), self.body)
        with_picture()
        return proposal

    def pending(self) -> Proposal:
        return self.cast.submit(self.draft())

    def returned(self) -> None:
        workflow.return_to_author(self.pending(), self.cast.fresh(self.cast.owner), "Not yet.")

    def declined(self) -> None:
        workflow.decline(self.pending(), self.cast.fresh(self.cast.owner), "No.")

    def withdrawn_draft(self) -> None:
        workflow.withdraw(self.draft(), self.cast.fresh(self.cast.author))

    def new_page_pending(self) -> None:
        with_picture = self._borrowed(self.cast.author)
        self.cast.submit(self.cast.new_page("New", self.body))
        with_picture()

    def _published(self, author: User, **facts: Any) -> Any:
        with_picture = self._borrowed(author)
        article = self.cast.article("Shown", self.body, author=author, **facts)
        with_picture()
        return article

    def _borrowed(self, author: User) -> Callable[[], object]:
        """While a text is written, the picture is its author's; then the uploader's again."""
        uploader = self.stored.uploaded_by
        mine = Attachment.objects.filter(pk=self.stored.pk)
        mine.update(uploaded_by=author)
        return lambda: mine.update(uploaded_by=uploader)


def kinds_of(stored: Attachment) -> list[str]:
    """The addresses of a picture: itself, smaller, made and not, and its first frame."""
    base = f"/attachments/{stored.key}"
    return [f"{base}/{stored.name}", *(f"{base}/{w}/{stored.name}" for w in (480, "still", 1920))]


def client_of(person: str, people: dict[str, User], as_: As) -> Client:
    if person == "anonymous":
        return Client()
    client = as_(people[person])
    if person == "leaver":
        User.objects.filter(pk=people[person].pk).update(is_active=False)
    return client


@pytest.mark.parametrize("where", SEES)
def test_who_sees_a_picture(where: str, cast: Cast, people: dict[str, User], as_: As) -> None:
    for content, name in ((picture(size=(700, 20)), "a.png"), (film(), "b.gif")):
        stored = attachments.store(content, name, people["uploader"])
        attachments.make_renditions.call(stored.sha256)
        Places(cast, stored).show(where)
        for person in PEOPLE:
            client = client_of(person, people, as_)
            for address in kinds_of(stored):
                status = client.get(address).status_code
                door = 302 if person in ("anonymous", "leaver") else 404
                wanted = 200 if person in SEES[where].split() else door
                assert (person, address, status) == (person, address, wanted)
            User.objects.filter(email="leaver@example.com").update(is_active=True)
        cast.article("Between")  # a page of the cast's own stays out of the way
        _forget(cast)


def _forget(cast: Cast) -> None:
    """The next picture is shown in a wiki without proposals in the way."""
    for proposal in Proposal.objects.open():
        workflow.withdraw(proposal, cast.fresh(proposal.author))


def test_another_owner_sees_what_they_decide_on_from_now_on(cast: Cast, as_: As) -> None:
    article = cast.article()
    stored = attachments.store(picture(), "a.png", cast.author)
    cast.pending(article, f"![x]({attachments.address_of(stored)})")
    assert as_(cast.treasurer).get(stored.get_absolute_url()).status_code == 404
    article.owner = cast.treasurer
    article.save()
    assert as_(cast.treasurer).get(stored.get_absolute_url()).status_code == 200


def test_a_page_that_is_closed_closes_its_pictures(cast: Cast, as_: As) -> None:
    stored = attachments.store(picture(), "a.png", cast.author)
    cast.article(body=f"![x]({attachments.address_of(stored)})")
    assert as_(cast.outsider).get(stored.get_absolute_url()).status_code == 200
    cast.equipment.visibility = "members"
    cast.equipment.save()
    assert as_(cast.outsider).get(stored.get_absolute_url()).status_code == 404


def test_an_address_that_does_not_exist_answers_as_a_hidden_one(cast: Cast, as_: As) -> None:
    client = as_(cast.reader)
    hidden = attachments.store(picture(), "a.png", cast.author)
    answers = [
        client.get(f"/attachments/{key}/a.png")
        for key in (hidden.key, "00000000-0000-4000-8000-000000000000")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0]["Content-Type"] == answers[1]["Content-Type"]
