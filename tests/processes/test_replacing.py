"""Somebody takes another's place everywhere; a department goes under another. Through admin too."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts import leaving
from accounts.models import AuditEntry, Department, Deputy, Notification, User
from processes import reorganising, workflow
from processes.models import Action, Article, Decision, HandOver, Proposal, Trust
from processes.reorganising import Part
from processes.workflow import transferring
from tests.cast import Cast, deputise
from tests.processes.entry_world import tool

As = Callable[[User], Client]


def replace(cast: Cast, parts: object = tuple(Part), **told: object) -> reorganising.Replaced:
    return reorganising.replace(cast.owner, cast.head, cast.fresh(cast.admin), parts, **told)


class TestReplacing:
    def test_everything_goes_over(self, cast: Cast) -> None:
        page = cast.article()
        pending = cast.pending(page, "Better.")
        Proposal.objects.filter(pk=pending.pk).update(
            claimed_by=cast.owner, escalated_to=cast.owner
        )
        kept = tool(cast.equipment, owner=cast.owner.pk)
        away = cast.article("Rota", department=cast.finance, owner=cast.treasurer)
        offered = transferring.offer(away, cast.fresh(cast.treasurer), owner=cast.owner)
        deputise(cast.treasurer, cast.owner, last_day=5)
        Trust.objects.create(owner=cast.owner, person=cast.author)
        assert set(reorganising.held_by(cast.owner).values()) - {1, 2} == set()

        done = replace(cast)
        assert done.kept == []
        assert done.done[Part.PAGES] == 1
        for row in (page, kept, offered, pending):
            row.refresh_from_db()
        assert page.owner == kept.owner == cast.head
        assert not offered.is_open
        assert (pending.claimed_by, pending.escalated_to) == (None, cast.head)
        assert not Department.objects.filter(manager=cast.owner).exists()
        line = Decision.objects.filter(article=page).latest("pk")
        assert (line.action, line.by) == (Action.TRANSFERRED, cast.admin)
        today = timezone.localdate()
        standing = Deputy.objects.get(manager=cast.treasurer, ends__gte=today)
        assert standing.deputy == cast.head
        assert standing.ends == today + datetime.timedelta(days=5)
        assert Trust.objects.get().owner == cast.head
        assert not any(reorganising.held_by(cast.owner).values())
        kinds = set(AuditEntry.objects.values_list("kind", flat=True))
        assert {"manager_changed", "owner_changed", "deputy_changed", "trust_changed"} <= kinds
        cast.approve(pending, by=cast.head)

    def test_a_part_of_it_in_a_part_of_the_company(self, cast: Cast) -> None:
        here = cast.article()
        there = cast.article("Rota", department=cast.finance, owner=cast.owner)
        replace(cast, [Part.PAGES], within=cast.operations)
        here.refresh_from_db()
        there.refresh_from_db()
        cast.equipment.refresh_from_db()
        assert (here.owner, there.owner) == (cast.head, cast.owner)
        assert cast.equipment.manager == cast.owner

    def test_what_the_other_may_not_read_stays_and_is_told(self, cast: Cast) -> None:
        page = cast.article(
            "Minutes", department=cast.board, owner=cast.insider, author=cast.insider
        )
        Article.objects.filter(pk=page.pk).update(owner=cast.owner)
        [(kept, why)] = replace(cast, [Part.PAGES]).kept
        assert kept == page
        assert "may not read" in why

    def test_a_leaver_and_who_may_not(self, cast: Cast) -> None:
        cast.article()
        leaving.deactivate(cast.owner)
        with pytest.raises(workflow.Incomplete, match="not active"):
            reorganising.replace(cast.head, cast.owner, cast.fresh(cast.admin), [Part.PAGES])
        with pytest.raises(workflow.NotAllowed):
            reorganising.replace(cast.owner, cast.reader, cast.fresh(cast.head), [Part.PAGES])
        replace(cast, [Part.DEPARTMENTS, Part.PAGES])
        assert HandOver.objects.get().closed_at is not None
        assert not Notification.objects.filter(event="hand_over").tasks().exists()


@pytest.mark.long
def test_three_hundred_pages_in_bounded_time(cast: Cast) -> None:
    Article.objects.bulk_create(
        Article(
            department=cast.equipment,
            title=f"Page {n}",
            title_key=f"page {n}",
            slug=f"page-{n}",
            owner=cast.owner,
            version=1,
        )
        for n in range(300)
    )
    began = timezone.now()
    assert replace(cast, [Part.PAGES]).done == {Part.PAGES: 300}
    assert (timezone.now() - began).total_seconds() < 20
    assert Notification.objects.filter(user=cast.head, event="answered").count() == 1


class TestMoving:
    def test_what_opens_is_told_first(self, cast: Cast) -> None:
        closed = Department.objects.create(name="Vault", slug="vault", parent=cast.board)
        admin = cast.fresh(cast.admin)
        prospect = reorganising.look_at_move(closed, cast.finance)
        assert [place for place, _ in prospect.opens] == [closed]
        assert not prospect.closes
        with pytest.raises(workflow.Incomplete, match="may not read now"):
            reorganising.move_under(closed, cast.finance, admin)
        reorganising.move_under(closed, cast.finance, admin, opens=True)
        closed.refresh_from_db()
        assert closed.parent == cast.finance
        assert AuditEntry.objects.get().detail["parent"] == [cast.board.pk, cast.finance.pk]
        with pytest.raises(workflow.Incomplete, match="lies below"):
            reorganising.move_under(cast.finance, closed, admin)
        with pytest.raises(workflow.NotAllowed):
            reorganising.move_under(closed, None, cast.fresh(cast.treasurer))


class TestInTheAdministration:
    def test_merging_and_moving_ask_first(self, cast: Cast, as_: As) -> None:
        cast.article("<b>Laptops</b>")
        cast.article("<b>Laptops</b>", department=cast.finance, owner=cast.treasurer)
        browser = as_(cast.admin)
        at = f"/admin/accounts/department/{cast.equipment.pk}"
        page = browser.get(f"{at}/change/").content.decode()
        assert f"{at}/merge/" in page
        assert f"{at}/move/" in page
        choose = browser.get(f"{at}/merge/").content.decode()
        assert f'value="{cast.finance.pk}"' in choose
        assert f'value="{cast.equipment.pk}"' not in choose
        told = {"other": cast.finance.pk}
        seen = browser.get(f"{at}/merge/", told).content.decode()
        assert "laptops → " in seen.replace("-b", "").replace("b-", "")
        assert "<b>Laptops" not in seen
        assert "four eyes" not in seen
        assert browser.post(f"{at}/merge/", {"other": "999"}).status_code == 422
        moved = browser.post(f"{at}/move/", told)
        assert moved.status_code == 302
        assert browser.post(f"{at}/merge/", told).status_code == 302
        assert browser.post(f"{at}/merge/", told).status_code == 404
        for person in (cast.head, cast.reader):
            address = f"/admin/accounts/department/{cast.finance.pk}/merge/"
            assert as_(person).post(address, {"other": cast.board.pk}).status_code in (302, 403)
        assert Department.objects.filter(pk=cast.finance.pk).exists()

    def test_a_merger_that_opens_something_needs_a_tick(self, cast: Cast, as_: As) -> None:
        browser, address = as_(cast.admin), f"/admin/accounts/department/{cast.board.pk}/merge/"
        refused = browser.post(address, {"other": cast.finance.pk})
        assert refused.status_code == 422
        assert "tick that they may" in refused.content.decode()
        assert 'name="opens"' in refused.content.decode()
        told = {"other": cast.finance.pk, "opens": "1"}
        assert browser.post(address, told).status_code == 302

    def test_replacing(self, cast: Cast, as_: As) -> None:
        cast.article()
        browser, address = as_(cast.admin), f"/admin/accounts/user/{cast.owner.pk}/replace/"
        assert "Pages they own: 1" in browser.get(address).content.decode()
        assert browser.post(address, {}).status_code == 422
        told = {"successor": cast.head.pk, "parts": ["pages"]}
        assert "Pages they own: 1" in browser.post(address, told).content.decode()
        assert Article.objects.get().owner == cast.head
        assert as_(cast.head).post(address, told).status_code in (302, 403)
