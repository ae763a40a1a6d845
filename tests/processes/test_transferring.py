"""A page is offered to another owner or department, and accepted or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import leaving
from accounts.models import Department, Event, Notification, User
from processes import permissions, workflow
from processes.models import Action, Article, Decision, Transfer, TransferState
from processes.workflow import reporting, transferring
from tests.cast import Cast, deputise

As = Callable[[User], Client]
HOSTILE = '<script>alert("1")</script>'


@pytest.fixture
def page(cast: Cast) -> Article:
    return cast.article()


def offer(cast: Cast, page: Article, by: User | None = None, **to: object) -> Transfer:
    to = to or {"owner": cast.reader}
    return transferring.offer(page, cast.fresh(by or cast.owner), **to)  # type: ignore[arg-type]


def tasks(person: User) -> list[str]:
    return list(Notification.objects.filter(user=person).tasks().values_list("event", flat=True))


def news(person: User) -> str:
    told = Notification.objects.filter(user=person, event=Event.ANSWERED).order_by("-pk").first()
    return told.text if told else ""


class TestAnOwner:
    def test_accepted_by_the_new_owner_and_all_else_stays(self, cast: Cast, page: Article) -> None:
        proposal = cast.pending(page, "Better.")
        due = page.review_due
        transfer = offer(cast, page, owner=cast.reader, note="You know it best")
        page.refresh_from_db()
        assert page.owner == cast.owner
        assert tasks(cast.reader) == [Event.OWNERSHIP]
        transferring.accept(transfer, cast.fresh(cast.reader))
        page.refresh_from_db()
        assert (page.owner, page.review_due, page.version) == (cast.reader, due, 1)
        lines = list(page.decisions.filter(proposal=None).order_by("pk"))
        assert [(line.action, line.by) for line in lines] == [
            (Action.OFFERED, cast.owner),
            (Action.TRANSFERRED, cast.reader),
        ]
        assert lines[0].comment == "Owner: Owner → Reader. You know it best"
        assert {line.on_behalf_of for line in lines} == {None}
        # What waited for the one waits for the other.
        assert tasks(cast.reader) == [Event.SUBMITTED]
        assert tasks(cast.owner) == []
        proposal.refresh_from_db()
        assert permissions.first_to_ask(proposal) == cast.reader
        assert news(cast.owner) == "Reader answers for this page now."

    def test_offered_by_who_files_it_and_accepted_by_them_or_an_admin_alone(
        self, cast: Cast, page: Article
    ) -> None:
        deputise(cast.owner, cast.deputy)
        for part in ("reader", "author", "treasurer", "outsider", "deputy"):
            with pytest.raises(workflow.NotAllowed):
                offer(cast, page, getattr(cast, part))
        transfer = offer(cast, page, cast.head)
        assert transfer.on_behalf_of == cast.owner
        for part in ("owner", "deputy", "head", "treasurer"):
            with pytest.raises(workflow.NotAllowed):
                transferring.accept(transfer, cast.fresh(getattr(cast, part)))
            with pytest.raises(workflow.NotAllowed):
                transferring.refuse(transfer, cast.fresh(getattr(cast, part)), "No")
        transferring.accept(transfer, cast.fresh(cast.admin))
        page.refresh_from_db()
        assert page.owner == cast.reader

    def test_turned_down_with_a_reason_or_taken_back(self, cast: Cast, page: Article) -> None:
        first = offer(cast, page)
        with pytest.raises(workflow.Incomplete):
            transferring.refuse(first, cast.reader, "  ")
        transferring.refuse(first, cast.reader, "No time")
        assert news(cast.owner) == "Reader does not take this page: No time"
        second = offer(cast, page)
        with pytest.raises(workflow.NotAllowed):
            transferring.cancel(second, cast.fresh(cast.author))
        transferring.cancel(second, cast.fresh(cast.head))
        for transfer in (first, second):
            with pytest.raises(workflow.WrongState):
                transferring.accept(transfer, cast.reader)
        page.refresh_from_db()
        assert (page.owner, tasks(cast.reader)) == (cast.owner, [])
        comments = page.decisions.filter(action=Action.REFUSED).values_list("comment", flat=True)
        assert set(comments) == {
            "Owner: Owner → Reader. No time",
            "Owner: Owner → Reader. Taken back.",
        }

    def test_who_cannot_own_it_is_not_asked(self, cast: Cast, page: Article) -> None:
        User.objects.filter(pk=cast.author.pk).update(is_active=False)
        secret = cast.article("Secret", department=cast.board, author=cast.insider)
        with pytest.raises(workflow.Incomplete, match="not active"):
            offer(cast, page, owner=cast.author)
        with pytest.raises(workflow.WrongState, match="already"):
            offer(cast, page, owner=cast.owner)
        with pytest.raises(workflow.Incomplete, match="may not read"):
            offer(cast, secret, cast.admin, owner=cast.reader)
        assert not Transfer.objects.exists()

    def test_one_offer_at_a_time_and_a_double_click_is_one(self, cast: Cast, page: Article) -> None:
        first = offer(cast, page)
        assert offer(cast, page) == first
        with pytest.raises(workflow.WrongState, match="offered to Reader already"):
            offer(cast, page, owner=cast.author)
        # One that comes out of an approved proposal takes its place.
        proposal = cast.pending(page, "Better.")
        later = offer(cast, page, owner=cast.author, proposal=proposal)
        first.refresh_from_db()
        assert (first.state, later.state) == (TransferState.CANCELLED, TransferState.OPEN)
        assert tasks(cast.reader) == []

    def test_who_leaves_before_answering_is_asked_no_more(self, cast: Cast, page: Article) -> None:
        transfer = offer(cast, page)
        leaving.deactivate(cast.reader, cast.admin)
        transfer.refresh_from_db()
        assert transfer.state == TransferState.CANCELLED
        assert "Reader left before answering." in news(cast.owner)
        with pytest.raises(workflow.WrongState, match="Reader left"):
            transferring.accept(transfer, cast.fresh(cast.admin))

    def test_a_page_that_goes_another_way_is_offered_no_more(self, cast: Cast) -> None:
        ends: dict[str, Callable[[Article], object]] = {
            "archived": lambda page: workflow.archive(page, cast.head, reason="Old"),
            "given": lambda page: transferring.give(page, cast.fresh(cast.head), cast.head),
        }
        for title, end in ends.items():
            page = cast.article(title)
            transfer = offer(cast, page)
            end(page)
            transfer.refresh_from_db()
            assert transfer.state == TransferState.CANCELLED, title
            assert tasks(cast.reader) == [], title

    def test_a_department_that_closes_meanwhile(self, cast: Cast, page: Article, as_: As) -> None:
        transfer = offer(cast, page, owner=cast.outsider)
        Department.objects.filter(pk=cast.operations.pk).update(visibility="members")
        client = as_(cast.outsider)
        for address in (f"/me/offers/{transfer.pk}/", "/me/offers/"):
            text = client.get(address).content.decode()
            assert "A page that you may not read any more" in text
            assert page.title not in text
        assert client.post(f"/me/offers/{transfer.pk}/accept/").status_code == 409
        report = client.post("/me/offers/", {"all": "1", "answer": "accept"}).content.decode()
        assert "Outsider may not read the pages of Equipment." in report
        assert page.title not in report
        page.refresh_from_db()
        assert page.owner == cast.owner

    def test_at_once_by_admins_and_for_oneself_by_who_files_it(
        self, cast: Cast, page: Article
    ) -> None:
        for by, owner in ((cast.owner, cast.reader), (cast.reader, cast.reader)):
            with pytest.raises(workflow.NotAllowed):
                transferring.give(page, cast.fresh(by), owner)
        transferring.give(page, cast.fresh(cast.head), cast.head)
        transferring.give(page, cast.fresh(cast.admin), cast.reader)
        lines = page.decisions.filter(action=Action.TRANSFERRED).order_by("pk")
        assert [line.comment for line in lines] == ["Owner: Owner → Head", "Owner: Head → Reader"]
        assert news(cast.owner) == "Head has taken this page over."
        assert news(cast.reader) == "Admin made you the owner of this page."
        assert news(cast.head) == "Admin made Reader the owner of this page."


class TestADepartment:
    def test_accepted_by_its_manager_or_one_above(self, cast: Cast, page: Article) -> None:
        part = cast.article("Part of it")
        Article.objects.filter(pk=part.pk).update(parent=page)
        cast.article(department=cast.finance)  # has the same address there
        audit = Department.objects.create(name="Audit", slug="audit", parent=cast.finance)
        transfer = workflow.move(page, cast.fresh(cast.owner), audit, note="Theirs")
        assert isinstance(transfer, Transfer)
        assert tasks(cast.treasurer) == [Event.OFFERED]
        for someone in ("owner", "head", "reader"):
            with pytest.raises(workflow.NotAllowed):
                transferring.accept(transfer, cast.fresh(getattr(cast, someone)))
        transferring.accept(transfer, cast.fresh(cast.treasurer))
        page, part = Article.objects.get(pk=page.pk), Article.objects.get(pk=part.pk)
        assert (page.department, page.owner, part.parent) == (audit, cast.owner, None)
        line = page.decisions.get(action=Action.TRANSFERRED)
        assert (line.by, line.on_behalf_of) == (cast.treasurer, None)
        assert tasks(cast.treasurer) == []
        assert news(cast.owner) == "Audit has taken this page."

    def test_an_address_taken_meanwhile_is_another(self, cast: Cast, page: Article) -> None:
        transfer = offer(cast, page, department=cast.finance, slug="laptops")
        cast.article("Laptops", department=cast.finance)
        transferring.accept(transfer, cast.fresh(cast.treasurer))
        page.refresh_from_db()
        assert page.get_absolute_url() == "/finance/set-up-a-laptop/"

    def test_four_eyes_asked_for_meanwhile(self, cast: Cast, page: Article) -> None:
        board = offer(cast, page, cast.admin, department=cast.board)
        Department.objects.filter(pk=cast.operations.pk).update(four_eyes=True)
        with pytest.raises(workflow.NotAllowed, match="four eyes"):
            transferring.accept(board, cast.fresh(cast.insider))
        transferring.accept(board, cast.fresh(cast.admin))
        page.refresh_from_db()
        assert page.department == cast.board

    def test_the_task_goes_on_when_its_manager_leaves(self, cast: Cast, page: Article) -> None:
        Department.objects.filter(pk=cast.finance.pk).update(parent=cast.operations)
        transfer = offer(cast, page, department=cast.finance)
        leaving.deactivate(cast.treasurer)
        assert set(tasks(cast.head)) == {Event.OFFERED, Event.HAND_OVER}
        assert tasks(cast.treasurer) == []
        transferring.accept(transfer, cast.fresh(cast.head))


class TestPages:
    def test_only_who_it_concerns_sees_an_offer(self, cast: Cast, page: Article, as_: As) -> None:
        transfer = offer(cast, page, owner=cast.reader, note=HOSTILE)
        address = f"/me/offers/{transfer.pk}/"
        for part, status in {"reader": 200, "owner": 200, "admin": 200, "author": 404}.items():
            response = as_(getattr(cast, part)).get(address)
            assert response.status_code == status, part
            assert HOSTILE not in response.content.decode()
            for verb in ("accept", "refuse", "cancel"):
                assert as_(cast.author).post(f"{address}{verb}/").status_code == 404
                assert as_(cast.reader).get(f"{address}{verb}/").status_code == 405
        assert Client().get(address).status_code == 302
        text = as_(cast.reader).get("/me/").content.decode()
        assert "1 waits for you" in text

    def test_a_manager_above_sees_what_waits_for_the_one_below(self, cast: Cast, as_: As) -> None:
        money = cast.article("Money", department=cast.board, author=cast.insider)
        offer(cast, money, cast.insider, department=cast.equipment)
        for part, heading in {"owner": "your answer", "head": "others", "admin": "others"}.items():
            text = as_(getattr(cast, part)).get("/me/offers/").content.decode()
            assert f"Waiting for {heading}</h2>" in text, part
            assert "Money" in text, part
        assert "Money" not in as_(cast.reader).get("/me/offers/").content.decode()

    def test_answered_one_by_one(self, cast: Cast, page: Article, as_: As) -> None:
        client = as_(cast.reader)
        first = f"/me/offers/{offer(cast, page).pk}/"
        response = client.post(first + "refuse/", {"reason": ""})
        assert response.status_code == 422
        assert "Say why you do not take it." in response.content.decode()
        for odd in ("x" * 2001, "\x00"):
            assert client.post(first + "refuse/", {"reason": odd}).status_code == 422
        client.post(first + "refuse/", {"reason": "No time"})
        assert "No time" in client.get(first).content.decode()
        again = f"/me/offers/{offer(cast, page).pk}/"
        response = client.post(again + "accept/", follow=True)
        assert "You answer for this page." in response.content.decode()
        assert client.post(again + "accept/").status_code == 409
        assert as_(cast.owner).post(again + "cancel/").status_code == 409

    def test_several_answered_together_each_by_itself(self, cast: Cast, as_: As) -> None:
        offers = [offer(cast, cast.article(f"Page {n}")) for n in range(3)]
        client = as_(cast.reader)
        assert client.post("/me/offers/", {"answer": "accept"}).status_code == 422
        data = {"offer": [str(row.pk) for row in offers[:2]], "answer": "refuse"}
        assert client.post("/me/offers/", data).status_code == 422
        transferring.cancel(offers[0], cast.fresh(cast.owner))
        response = client.post("/me/offers/", {**data, "answer": "accept"})
        text = response.content.decode()
        assert "1 page accepted" in text
        assert "This offer has ended." in text
        client.post("/me/offers/", {"all": "1", "answer": "refuse", "reason": "No"})
        states = list(Transfer.objects.order_by("pk").values_list("state", flat=True))
        assert states == ["cancelled", "accepted", "refused"]
        assert Decision.objects.filter(action=Action.TRANSFERRED).count() == 1
        told = Notification.objects.filter(user=cast.owner, text="Reader has accepted.")
        assert told.get().title == "1 page that you offered"

    def test_what_there_was_no_time_for_is_left_for_another_go(
        self, cast: Cast, page: Article, as_: As, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        transfer = offer(cast, page)
        monkeypatch.setattr(reporting, "SECONDS", -1)
        data = {"all": "1", "answer": "accept"}
        text = as_(cast.reader).post("/me/offers/", data).content.decode()
        assert "There was no time for it." in text
        transfer.refresh_from_db()
        assert transfer.is_open

    def test_the_dialog_offers_or_takes_over(self, cast: Cast, page: Article, as_: As) -> None:
        address = page.get_absolute_url() + "hand-over/"
        for part in ("reader", "outsider", "treasurer"):
            client = as_(getattr(cast, part))
            assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
        client = as_(cast.owner)
        assert 'value="myself"' not in client.get(address).content.decode()
        for data, status in (
            ({"how": "offer", "owner": ""}, 422),
            ({"how": "offer", "owner": HOSTILE}, 422),
            ({"how": "at_once", "owner": "reader@example.com"}, 422),
            ({"how": "offer", "owner": "reader@example.com", "note": "Please"}, 302),
        ):
            response = client.post(address, data)
            assert response.status_code == status, data
            assert HOSTILE not in response.content.decode()
        page.refresh_from_db()
        assert page.owner == cast.owner
        assert "has offered it to <strong>Reader</strong>" in client.get(address).content.decode()
        as_(cast.head).post(address, {"how": "myself", "owner": ""})
        page.refresh_from_db()
        assert page.owner == cast.head

    def test_the_queries_do_not_grow(
        self, cast: Cast, as_: As, django_assert_max_num_queries: Callable
    ) -> None:
        for n in range(12):
            offer(cast, cast.article(f"Page {n}"))
        client = as_(cast.reader)
        with django_assert_max_num_queries(7):
            assert client.get("/me/offers/").content.count(b"Page 1") >= 3
        with django_assert_max_num_queries(12):
            client.get("/me/")


def test_a_deputy_does_not_dispose_of_what_is_the_owners(cast: Cast, as_: As) -> None:
    """Neither by the dialog, nor by a proposal of their own that files it under their name."""
    article = cast.article()
    deputise(cast.owner, cast.deputy)
    deputy = cast.fresh(cast.deputy)
    with pytest.raises(workflow.NotAllowed):
        transferring.give(article, deputy, deputy)
    with pytest.raises(workflow.NotAllowed):
        transferring.offer(article, deputy, owner=cast.reader, note="Yours")
    change = workflow.Change(
        workflow.Content(article.title, article.summary, article.body),
        note="Mine",
        base_version=1,
        filing={"owner": deputy.pk},
    )
    draft = workflow.save(article, deputy, change)
    with pytest.raises(workflow.NotAllowed):
        workflow.publish_directly(draft, deputy)
    browser = as_(cast.deputy)
    assert b"Hand over" not in browser.get(article.get_absolute_url()).content
    assert browser.get(article.get_absolute_url() + "hand-over/").status_code == 404
    article.refresh_from_db()
    assert article.owner == cast.owner
