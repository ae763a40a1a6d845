"""Somebody left: what they answered for is handed over, or they come back before it is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import leaving
from accounts.models import Department, Event, Notification, User
from processes import permissions, workflow
from processes.models import Action, Article, HandOver, Transfer
from processes.workflow import handing_over, leavers, transferring
from tests.cast import Cast, deputise

As = Callable[[User], Client]


@pytest.fixture
def pages(cast: Cast) -> list[Article]:
    """Three pages of the owner, who is about to leave."""
    return [cast.article(f"Page {n}") for n in range(3)]


def left(cast: Cast) -> HandOver:
    leaving.deactivate(cast.owner, cast.fresh(cast.admin))
    return HandOver.objects.get()


def tasks(person: User) -> list[Notification]:
    return list(Notification.objects.filter(user=person).tasks().order_by("pk"))


class TestOpening:
    def test_the_next_manager_is_told_and_their_deputy_goes_on_deciding(
        self, cast: Cast, pages: list[Article]
    ) -> None:
        deputise(cast.owner, cast.deputy)
        proposal = cast.pending(pages[0], "Better.")
        hand_over = left(cast)
        assert not leaving.deactivate(cast.owner)
        told = tasks(cast.head)
        assert [task.event for task in told] == [Event.HAND_OVER]
        assert told[0].text == "Owner left. 3 pages and 1 department have to be handed over."
        assert told[0].url == f"/me/hand-overs/{hand_over.pk}/"
        assert permissions.decides(cast.fresh(cast.deputy), proposal)
        # Who answered for nothing leaves nothing to do.
        leaving.deactivate(cast.reader)
        assert HandOver.objects.count() == 1

    def test_without_a_department_or_a_manager_the_admins_see_to_it(
        self, cast: Cast, pages: list[Article]
    ) -> None:
        User.objects.filter(pk=cast.owner.pk).update(department=None)
        cast.owner.refresh_from_db()
        hand_over = left(cast)
        assert [task.event for task in tasks(cast.admin)] == [Event.HAND_OVER]
        assert list(leavers.open_to(cast.fresh(cast.admin))) == [hand_over]
        assert not leavers.open_to(cast.fresh(cast.head)).exists()

    def test_the_next_is_told_when_who_was_told_leaves_too(
        self, cast: Cast, pages: list[Article]
    ) -> None:
        hand_over = left(cast)
        leaving.deactivate(cast.head)
        told = {task.url for task in tasks(cast.admin)}
        assert f"/me/hand-overs/{hand_over.pk}/" in told
        assert tasks(cast.head) == []

    def test_a_claim_does_not_outlast_its_claimant(
        self, cast: Cast, pages: list[Article], django_capture_on_commit_callbacks: Callable
    ) -> None:
        proposal = cast.pending(pages[0], "Better.")
        type(proposal).objects.filter(pk=proposal.pk).update(claimed_by=cast.deputy)
        with django_capture_on_commit_callbacks(execute=True):
            leaving.deactivate(cast.deputy)
        proposal.refresh_from_db()
        assert proposal.claimed_by is None

    def test_housekeeping_finds_who_left_before_and_what_was_done_elsewhere(
        self, cast: Cast, pages: list[Article]
    ) -> None:
        User.objects.filter(pk=cast.owner.pk).update(is_active=False)
        assert (handing_over.tidy(), handing_over.tidy()) == (1, 0)
        Article.objects.update(owner=cast.head)
        Department.objects.filter(manager=cast.owner).update(manager=cast.head)
        assert (handing_over.tidy(), handing_over.tidy()) == (1, 0)
        assert HandOver.objects.get().closed_at is not None
        assert tasks(cast.head) == []


class TestReassigning:
    def test_offered_together_and_accepted_by_the_new_owner(
        self, cast: Cast, pages: list[Article]
    ) -> None:
        Department.objects.filter(pk=cast.equipment.pk).update(manager=cast.deputy)
        due = {page.pk: page.review_due for page in pages}
        hand_over, deputy = left(cast), cast.fresh(cast.deputy)
        report = handing_over.reassign(hand_over, deputy, pages, cast.reader, note="Yours")
        assert (report.done, report.not_done) == (pages, [])
        assert [task.title for task in tasks(cast.reader)] == ["3 pages of Owner"]
        for transfer in Transfer.objects.open():
            assert transfer.on_behalf_of == cast.owner
            transferring.accept(transfer, cast.fresh(cast.reader))
        assert tasks(cast.reader) == []
        now = dict(Article.objects.filter(owner=cast.reader).values_list("pk", "review_due"))
        assert now == due
        hand_over.refresh_from_db()
        assert (hand_over.closed_by, tasks(cast.deputy)) == (cast.reader, [])

    def test_one_transaction_each_and_a_report_of_both(
        self, cast: Cast, pages: list[Article]
    ) -> None:
        hand_over, head = left(cast), cast.fresh(cast.head)
        transferring.offer(pages[1], head, owner=cast.author)
        transferring.give(pages[2], cast.fresh(cast.admin), cast.treasurer)
        report = handing_over.reassign(hand_over, head, pages, cast.reader)
        assert report.done == pages[:1]
        assert [why for _page, why in report.not_done] == [
            "It is offered to Author already: that has to be answered or taken back first.",
            "Treasurer answers for it already.",
        ]
        # Taking over oneself needs no answer, and ends the offer.
        report = handing_over.reassign(hand_over, head, pages, head)
        assert report.done == pages[:2]
        assert not Transfer.objects.open().exists()
        lines = pages[0].decisions.filter(action=Action.TRANSFERRED)
        assert [(line.by, line.comment) for line in lines] == [(head, "Owner: Owner → Head")]

    def test_nobody_else_and_nothing_of_somebody_who_is_there(
        self, cast: Cast, pages: list[Article]
    ) -> None:
        other = cast.article("Another", owner=cast.treasurer, department=cast.finance)
        hand_over = left(cast)
        for part in ("reader", "deputy", "treasurer", "insider", "outsider"):
            with pytest.raises(workflow.NotAllowed):
                handing_over.reassign(hand_over, cast.fresh(getattr(cast, part)), pages, cast.owner)
            with pytest.raises(workflow.NotAllowed):
                handing_over.close(hand_over, cast.fresh(getattr(cast, part)))
        report = handing_over.reassign(hand_over, cast.fresh(cast.head), [other], cast.head)
        assert [why for _page, why in report.not_done] == ["Treasurer answers for it already."]

    def test_pages_in_other_departments_belong_to_it_too(self, cast: Cast) -> None:
        page = cast.article("Money", owner=cast.owner, department=cast.finance)
        hidden = cast.article(
            "Secret", owner=cast.owner, department=cast.board, author=cast.insider
        )
        hand_over, head = left(cast), cast.fresh(cast.head)
        assert handing_over.pages_left(hand_over, head) == [page]
        assert not permissions.may_file(head, page)
        assert handing_over.reassign(hand_over, head, [page], head).done == [page]
        with pytest.raises(workflow.WrongState, match="1 page is still"):
            handing_over.close(hand_over, head)
        admin = cast.fresh(cast.admin)
        report = handing_over.reassign(hand_over, admin, [hidden], cast.insider, at_once=True)
        assert report.done == [hidden]
        handing_over.close(hand_over, head)  # the department without a manager may wait
        hand_over.refresh_from_db()
        assert hand_over.closed_by == cast.head


class TestComingBack:
    def test_what_was_not_handed_over_stays_theirs(self, cast: Cast, pages: list[Article]) -> None:
        hand_over, head = left(cast), cast.fresh(cast.head)
        handing_over.reassign(hand_over, head, pages[:1], head)
        transfer = transferring.offer(pages[1], head, owner=cast.reader)
        leaving.reactivate(cast.owner, cast.fresh(cast.admin))
        hand_over.refresh_from_db()
        transfer.refresh_from_db()
        assert hand_over.closed_at is not None
        assert (transfer.state, tasks(cast.reader), tasks(cast.head)) == ("cancelled", [], [])
        told = Notification.objects.filter(user=cast.head, event=Event.ANSWERED)
        assert any("Owner is back." in row.text for row in told)
        with pytest.raises(workflow.WrongState):
            handing_over.reassign(hand_over, head, pages[2:], head)
        assert Article.objects.filter(owner=cast.owner).count() == 2
        leaving.deactivate(cast.owner)
        assert HandOver.objects.filter(closed_at=None).count() == 1


class TestPages:
    def test_through_admin_they_leave_and_come_back(
        self, cast: Cast, pages: list[Article], as_: As
    ) -> None:
        client = as_(cast.admin)
        address = f"/admin/accounts/user/{cast.owner.pk}/change/"
        facts = {"name": "Owner", "email": "owner@example.com", "department": cast.equipment.pk}
        facts |= {"role": "author"}
        assert client.post(address, {**facts, "job_title": "Left"}).status_code == 302
        cast.owner.refresh_from_db()
        assert (cast.owner.is_active, cast.owner.job_title) == (False, "Left")
        assert HandOver.objects.filter(closed_at=None).count() == 1
        client.post(address, {**facts, "is_active": "on"})
        assert not HandOver.objects.filter(closed_at=None).exists()
        chosen = {"action": "make_inactive", "_selected_action": [cast.owner.pk, cast.head.pk]}
        chosen |= {"confirmed": "1"}
        client.post("/admin/accounts/user/", chosen)
        assert HandOver.objects.filter(closed_at=None).count() == 2

    def test_all_chosen_at_once_and_what_became_of_each(
        self, cast: Cast, pages: list[Article], as_: As
    ) -> None:
        address = f"/me/hand-overs/{left(cast).pk}/"
        transferring.offer(pages[0], cast.fresh(cast.head), owner=cast.author)
        client = as_(cast.head)
        text = client.get(address).content.decode()
        assert "All 2 pages that are not offered yet" in text
        assert "Offered to Author" in text
        assert "Departments without a manager" in text
        for data in (
            {"all": "1", "how": "offer", "owner": "nobody"},
            {"how": "offer", "owner": "reader@example.com"},
            {"all": "1", "how": "at_once", "owner": "reader@example.com"},
        ):
            assert client.post(address, data).status_code == 422, data
        data = {"all": "1", "how": "offer", "owner": "reader@example.com", "note": "Yours now"}
        assert "2 pages offered to Reader" in client.post(address, data).content.decode()
        response = client.post(
            address, {"page": [str(page.pk) for page in pages], "how": "myself", "owner": ""}
        )
        assert "3 pages given to Head" in response.content.decode()
        assert client.post(address + "close/", follow=True).status_code == 200
        assert "This hand-over was closed" in client.get(address).content.decode()

    def test_nobody_else_finds_it(self, cast: Cast, pages: list[Article], as_: As) -> None:
        hand_over = left(cast)
        for part in ("reader", "deputy", "treasurer", "outsider"):
            client = as_(getattr(cast, part))
            for address in ("", "close/"):
                url = f"/me/hand-overs/{hand_over.pk}/{address}"
                assert client.post(url).status_code == 404, (part, url)
            assert "Nothing to hand over" in client.get("/me/hand-overs/").content.decode()
        text = as_(cast.head).get("/me/hand-overs/").content.decode()
        assert "3 pages" in text
        assert "1 department<" in text

    def test_three_hundred_pages_in_few_queries(
        self, cast: Cast, as_: As, django_assert_max_num_queries: Callable
    ) -> None:
        page = cast.article()
        Article.objects.bulk_create(
            Article(
                department=cast.equipment,
                title=f"Page {n}",
                title_key=f"page {n}",
                slug=f"page-{n}",
                owner=cast.owner,
                version=1,
            )
            for n in range(299)
        )
        hand_over, client = left(cast), as_(cast.head)
        with django_assert_max_num_queries(14):
            text = client.get(f"/me/hand-overs/{hand_over.pk}/").content.decode()
        assert "All 300 pages" in text
        assert text.count('name="page"') == 300
        assert page.title in text
