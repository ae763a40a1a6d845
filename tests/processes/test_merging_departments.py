"""Two departments become one: nothing is lost, nothing opens by itself, old addresses lead on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.merging import what_is_left
from accounts.models import Admission, AuditEntry, Department, DepartmentAddress, User
from accounts.models.tree import load_tree
from processes import arranging, facts, redrawing, reorganising, workflow
from processes.integrity import check_all
from processes.models import (
    Alias,
    Article,
    ArticleTemplate,
    Decision,
    Follow,
    Pin,
    RuleSetting,
    Search,
    State,
    Term,
    Transfer,
    WorkingCopy,
)
from processes.models.catalogue import EntryProposal
from processes.workflow import transferring
from tests.cast import Cast, gather
from tests.processes.crowd import at_once
from tests.processes.entry_world import term, term_values, tool

As = Callable[[User], Client]


def merge(cast: Cast, one: Department, other: Department, **told: bool) -> Department:
    return reorganising.merge(one, other, cast.fresh(cast.admin), **told)


def lands(browser: Client, address: str) -> tuple[int, str]:
    answer = browser.get(address, follow=True)
    last = answer.redirect_chain[-1][0] if answer.redirect_chain else address
    return answer.status_code, last


class TestWhatGoesAlong:
    def test_everything_that_hangs_on_a_department(self, cast: Cast) -> None:
        one, other = cast.equipment, cast.finance
        page = cast.article("Laptops")
        pending = cast.pending(page, "Better.")
        draft = cast.new_page("Phones")
        part = cast.article("Chargers")
        part.parent = page
        arranging.keep(part)
        part.save()
        below = Department.objects.create(name="Stock", slug="stock", parent=one)
        churn, _other = term(one, "Churn"), term(other, "Churn", definition="Another.")
        ledger = tool(one)
        entry = EntryProposal.objects.create(
            kind="term", department=one, author=cast.author, values=term_values("Lead")
        )
        template = ArticleTemplate.objects.create(name="How to", department=one)
        RuleSetting.objects.create(rule="summary", department=one, level="off")
        Pin.objects.create(department=one, article=page)
        Follow.objects.create(person=cast.reader, department=one)
        Follow.objects.create(person=cast.author, department=one)
        Follow.objects.create(person=cast.author, department=other)
        Search.objects.create(words="x", words_key="x", department=one, hits=0)
        copy = WorkingCopy.objects.create(
            author=cast.author, revision=1, values={"department": str(one.pk), "title": "New"}
        )
        away = cast.article("Guests", department=cast.operations, owner=cast.head)
        offered = transferring.offer(away, cast.fresh(cast.head), department=other)
        arrived = transferring.offer(page, cast.fresh(cast.owner), department=other)
        number, people = one.pk, one.people.count()

        told = dict(reorganising.look(one, other).counts)
        assert (told["pages"], told["people"], told["departments below"]) == (2, people, 1)
        merge(cast, one, other, opens=True)

        assert not Department.objects.filter(pk=number).exists()
        for row in (page, draft.article, part, ledger, entry, template, churn):
            row.refresh_from_db()
            assert row.department == other, row
        assert part.parent == page
        assert (churn.name, churn.definition) == ("Churn (Equipment)", "What Churn means.")
        assert not RuleSetting.objects.exists()
        assert Pin.objects.get().department == Search.objects.get().department == other
        assert Follow.objects.filter(department=other).count() == 2
        below.refresh_from_db()
        assert below.parent == other
        assert cast.fresh(cast.author).department == other
        copy.refresh_from_db()
        assert copy.values["department"] == str(other.pk)
        arrived.refresh_from_db()
        offered.refresh_from_db()
        assert (arrived.is_open, offered.is_open) == (False, True)
        pending.refresh_from_db()
        assert pending.state == State.PENDING
        line = Decision.objects.filter(article=page).latest("pk")
        assert (line.comment, line.by) == ("Department: Equipment → Finance", cast.admin)
        logged = AuditEntry.objects.get(kind="departments_merged")
        assert logged.what == "Equipment into Finance"
        assert logged.detail["number"] == number
        redrawing.drain()
        assert list(check_all()) == []
        cast.approve(pending)

    def test_what_nobody_thought_of_keeps_it_from_being_taken_away(self, cast: Cast) -> None:
        cast.article()
        assert what_is_left(cast.equipment) == ["people", "articles"]

    def test_a_page_that_names_a_merged_department_still_shows_it(
        self, cast: Cast, as_: As
    ) -> None:
        page = cast.article("Rota", department=cast.operations, owner=cast.head)
        both = (cast.equipment, cast.finance)
        said = {"consulted": [f"department:{place.pk}" for place in both]}
        Article.objects.filter(pk=page.pk).update(facts=said)
        gone = cast.equipment.pk
        browser = as_(cast.reader)
        seen = browser.get(page.get_absolute_url()).content.decode()
        assert "Equipment" in seen
        before = seen.count('/finance/">Finance') - 1  # in the menu
        merge(cast, cast.equipment, cast.finance, opens=True)
        assert facts.former_places(f'["department:{gone}", "x department:1"]', load_tree()) == {
            gone: cast.finance.pk
        }
        shown = browser.get(page.get_absolute_url())
        assert shown.status_code == 200
        assert shown.content.decode().count('/finance/">Finance') == 1 + before
        form = as_(cast.author).get(f"{page.get_absolute_url()}propose/").content.decode()
        assert 'value="Finance (department)"' in form
        # Closed since: known as before, and named to nobody outside.
        merge(cast, cast.finance, cast.board, opens=True)
        assert "Board" not in browser.get(page.get_absolute_url()).content.decode()

    def test_numbers_written_down_go_on_meaning_it(self, cast: Cast) -> None:
        one, other = cast.equipment, cast.finance
        page = cast.article("Rota", department=cast.operations, owner=cast.head)
        said = {"responsible": [f"department:{one.pk}", f"department:{other.pk}"]}
        Article.objects.filter(pk=page.pk).update(facts=said)
        page.refresh_from_db()
        proposal = cast.draft(cast.article("Vans"), "Text.")
        proposal.filing = {"department": one.pk}
        merge(cast, one, other, opens=True)
        facts.record(page)
        assert [role.department for role in page.roles.all()] == [other]
        names = facts.Names.of(cast.fresh(cast.reader), page.facts)
        assert names.departments[one.pk or 0] == other if one.pk else True
        # Renamed to the merged one's address, and merged on: still known.
        other.refresh_from_db()
        merge(cast, other, cast.operations, opens=True)
        facts.record(page)
        assert [role.department for role in page.roles.all()] == [cast.operations]


class TestAddresses:
    def test_every_address_leads_on_over_chains_of_mergers(self, cast: Cast, as_: As) -> None:
        browser = as_(cast.reader)
        one, two, three = cast.equipment, cast.operations, cast.finance
        DepartmentAddress.objects.create(slug="hardware", department=one)
        first = cast.article("Keys", department=one)
        second = cast.article("Keys", department=two, owner=cast.head)
        third = cast.article("Keys", department=three, owner=cast.treasurer)
        alone = cast.article("Vans", department=one)
        moved = cast.article("Mail", department=one)
        workflow.move(moved, cast.fresh(cast.admin), one, "post")
        assert [row[1:] for row in reorganising.look(one, two).renamed] == [("keys", "keys-2")]

        merge(cast, one, two, opens=True)
        assert lands(browser, "/equipment/keys/") == (200, "/operations/keys-2/")
        merge(cast, Department.objects.get(slug="operations"), three, opens=True)

        def now(page: Article) -> str:
            page = Article.objects.select_related("department").get(pk=page.pk)
            return page.get_absolute_url()

        assert now(third) == "/finance/keys/"
        assert len({now(first), now(second), now(third)}) == 3
        for address, page in (
            ("/equipment/keys/", first),
            ("/hardware/keys/", first),
            ("/operations/keys-2/", first),
            ("/operations/keys/", second),
            ("/finance/keys/", third),
            ("/equipment/vans/", alone),
            ("/hardware/mail/", moved),
            ("/operations/post/", moved),
        ):
            assert lands(browser, address) == (200, now(page)), address
        for slug in ("equipment", "hardware", "operations"):
            assert lands(browser, f"/{slug}/") == (200, "/finance/")
        assert browser.get("/equipment/keys/history/", follow=True).status_code == 200
        # Somebody who writes one of these addresses means the page that had it.
        linking = cast.article(
            "Links",
            "[a](/equipment/keys/) [b](/operations/keys/)",
            department=three,
            owner=cast.treasurer,
        )
        targets = linking.links.order_by("place").values_list("target", flat=True)
        assert list(targets) == [first.pk, second.pk]
        # What led there is nobody else's from then on.
        assert cast.new_page("Post", department=three).article.slug == "post-2"

    def test_one_below_the_other_either_way(self, cast: Cast) -> None:
        stock = Department.objects.create(name="Stock", slug="stock", parent=cast.equipment)
        merge(cast, cast.operations, stock, opens=True)
        stock.refresh_from_db()
        cast.equipment.refresh_from_db()
        assert (cast.equipment.parent, stock.parent) == (None, cast.equipment)
        merge(cast, stock, cast.equipment, opens=True)
        assert Department.objects.filter(pk=cast.equipment.pk, parent=None).exists()
        with pytest.raises(workflow.Incomplete, match="into itself"):
            merge(cast, cast.equipment, cast.equipment)

    def test_a_page_that_comes_back_to_its_old_address(self, cast: Cast, as_: As) -> None:
        page = cast.article("Vans", department=cast.finance, owner=cast.treasurer)
        workflow.move(page, cast.fresh(cast.admin), cast.equipment)
        merge(cast, cast.equipment, cast.finance, opens=True)
        page.refresh_from_db()
        assert page.get_absolute_url() == "/finance/vans/"
        assert not Alias.objects.exclude(slug="").filter(department=cast.finance).exists()
        assert lands(as_(cast.reader), "/equipment/vans/") == (200, "/finance/vans/")


class TestReaders:
    def test_nothing_opens_without_being_told(self, cast: Cast) -> None:
        cast.article("Minutes", department=cast.board, owner=cast.insider, author=cast.insider)
        prospect = reorganising.look(cast.board, cast.finance)
        assert [place for place, _ in prospect.opens] == [cast.board]
        with pytest.raises(workflow.Incomplete, match="may not read now"):
            merge(cast, cast.board, cast.finance)
        assert Department.objects.filter(pk=cast.board.pk).exists()
        # The other way round it closes, and members of the one come to read the other.
        prospect = reorganising.look(cast.finance, cast.board)
        assert dict(prospect.closes)[cast.finance] >= 5
        assert prospect.opens == [(cast.board, 1)]  # the treasurer

    def test_admissions_go_along_only_where_it_is_said(self, cast: Cast) -> None:
        guest = User.objects.create_user("guest@example.com", "Guest", role="guest")
        Admission.objects.create(department=cast.equipment, person=guest)
        prospect = reorganising.look(cast.equipment, cast.finance, admits=True)
        assert (prospect.admitted, prospect.opens) == (1, [(cast.finance, 1)])
        assert not reorganising.look(cast.equipment, cast.finance).opens
        merge(cast, cast.equipment, cast.finance)
        assert not Admission.objects.exists()
        assert AuditEntry.objects.get(kind="admission_changed").about == guest

    def test_only_admins(self, cast: Cast) -> None:
        for person in (cast.head, cast.treasurer, cast.reader):
            with pytest.raises(workflow.NotAllowed):
                reorganising.merge(cast.equipment, cast.finance, cast.fresh(person), opens=True)


def test_statements_do_not_grow_with_the_pages(cast: Cast) -> None:
    def statements(one: Department, other: Department) -> int:
        with CaptureQueriesContext(connection) as seen:
            merge(cast, one, other, opens=True)
        return len(seen)

    places = [
        Department.objects.create(name=f"D{n}", slug=f"d{n}", manager=cast.head) for n in range(3)
    ]
    for place, number in ((places[0], 3), (places[1], 300)):
        Article.objects.bulk_create(
            Article(
                department=place,
                title=f"Page {n}",
                title_key=f"page {n}",
                slug=f"page-{place.pk}-{n}",
                owner=cast.head,
                version=0,
            )
            for n in range(number)
        )
    few = statements(places[0], places[2])
    assert (
        statements(places[1], places[2]) <= few + 5
    )  # rows go into one table some hundred at a time


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_pages_that_come_and_go_meanwhile(transactional_db: None) -> None:
    cast = gather()
    page = cast.article("Vans")
    away = cast.article("Rota", department=cast.operations, owner=cast.head)
    admin = cast.fresh(cast.admin)
    for turn in range(4):
        one = (
            Department.objects.get(slug="equipment")
            if turn == 0
            else Department.objects.create(name=f"E{turn}", slug=f"e{turn}")
        )
        if turn:
            workflow.move(page, cast.fresh(cast.admin), one)
        outcomes = at_once(
            partial(reorganising.merge, one, cast.finance, admin, opens=True),
            partial(_told, partial(workflow.move, away, cast.fresh(cast.admin), one)),
            partial(_told, partial(cast.new_page, f"New {turn}", department=one)),
        )
        assert isinstance(outcomes[0], Department), outcomes
    assert not Article.objects.exclude(department__in=(cast.finance, cast.operations)).exists()
    assert Term.objects.count() == Transfer.objects.count() == 0
    redrawing.drain()
    assert list(check_all()) == []


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_two_admins_who_merge_at_the_same_moment(transactional_db: None) -> None:
    """Each into the other's, both into a third one, or one into what is just going: whatever the
    order, every page stays somewhere and every old address leads to it."""
    cast = gather()
    admin, boss = cast.fresh(cast.admin), cast.fresh(cast.admin)
    for turn in range(3):
        places = [
            Department.objects.create(name=f"D{turn}{n}", slug=f"d{turn}{n}", manager=cast.head)
            for n in range(3)
        ]
        pages = [cast.article("Vans", department=place, owner=cast.head) for place in places]
        ways = [((0, 1), (1, 0)), ((0, 2), (1, 2)), ((0, 1), (1, 2))][turn]
        outcomes = at_once(
            *(
                partial(_told, partial(reorganising.merge, places[a], places[b], who))
                for (a, b), who in zip(ways, (admin, boss), strict=True)
            )
        )
        done = [outcome for outcome in outcomes if isinstance(outcome, Department)]
        late = [outcome for outcome in outcomes if not isinstance(outcome, Department)]
        assert done, outcomes
        assert all(isinstance(outcome, workflow.Incomplete) for outcome in late), outcomes
        browser = Client()
        browser.force_login(cast.admin, backend="accounts.backends.SessionBackend")
        for place, page in zip(places, pages, strict=True):
            page.refresh_from_db()
            status, last = lands(browser, f"/{place.slug}/vans/")
            assert (status, last) == (200, page.get_absolute_url())
    redrawing.drain()
    assert list(check_all()) == []


def _told(act: Callable[[], object]) -> object:
    """Whoever comes too late finds no department: that is theirs to be told."""
    try:
        return act()
    except Exception as error:
        return error
