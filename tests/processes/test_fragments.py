"""Parts of pages are shared between requests: never a stale one, never somebody else's."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Department, User
from processes import fragments
from processes.fragments import AsksTheDatabase, Store, fragment
from processes.models import Article, Proposal, State
from tests.cast import DAY, Cast, deputise

As = Callable[[User], Client]
ADDRESS = "/equipment/set-up-a-laptop/"


@pytest.fixture(autouse=True)
def _empty_store() -> Iterator[None]:
    fragments.store.clear()
    yield
    fragments.store.clear()


def page(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def menu(client: Client, address: str = ADDRESS) -> str:
    return page(client, address).partition('<ul class="tree">')[2].partition("</aside>")[0]


# --- The department tree --------------------------------------------------------------------


def test_a_second_reader_shares_the_menu_with_the_first(cast: Cast, as_: As) -> None:
    cast.article()
    page(as_(cast.reader))
    kept = len(fragments.store)
    page(as_(cast.outsider))
    assert len(fragments.store) == kept + 1  # their own header


@pytest.mark.parametrize(
    ("part", "seen"),
    [("reader", False), ("outsider", False), ("insider", True), ("admin", True)],
)
@pytest.mark.parametrize("before", ["reader", "insider", "admin"])
def test_nobody_gets_the_menu_of_somebody_who_sees_more(
    cast: Cast, as_: As, before: str, part: str, seen: bool
) -> None:
    cast.article()
    page(as_(getattr(cast, before)))
    assert ("Board" in menu(as_(getattr(cast, part)))) is seen


@pytest.mark.parametrize("read", ["by Django", "behind its back"])
def test_a_renamed_department_shows_with_the_next_request(cast: Cast, as_: As, read: str) -> None:
    cast.article()
    client = as_(cast.reader)
    assert "Equipment" in menu(client)
    if read == "by Django":
        Department.objects.filter(pk=cast.equipment.pk).update(name="Machines")
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_department SET name = 'Machines' WHERE name LIKE 'Eq%'")
    text = page(client)
    assert "Machines" in text
    assert "Equipment" not in text


@pytest.mark.parametrize("way", ["save", "update", "bulk_update"])
def test_a_closed_department_is_closed_to_the_next_request(cast: Cast, as_: As, way: str) -> None:
    cast.article()
    outsider, member = as_(cast.outsider), as_(cast.author)
    page(outsider)
    department = Department.objects.get(pk=cast.equipment.pk)
    department.visibility = "members"
    if way == "save":
        department.save()
    elif way == "update":
        Department.objects.filter(pk=department.pk).update(visibility="members")
    else:
        Department.objects.bulk_update([department], ["visibility"])
    assert outsider.get(ADDRESS).status_code == 404
    assert "Equipment" not in page(outsider, "/")
    assert "Equipment" in menu(member)


def test_a_department_moved_below_a_closed_one_is_closed_at_once(cast: Cast, as_: As) -> None:
    cast.article()
    reader = as_(cast.reader)
    page(reader)
    Department.objects.filter(pk=cast.equipment.pk).update(parent=cast.board)
    assert reader.get(ADDRESS).status_code == 404


def test_who_manages_and_who_belongs_counts_from_the_next_request(cast: Cast, as_: As) -> None:
    cast.article("Salaries", department=cast.board, author=cast.insider)
    reader = as_(cast.reader)
    assert reader.get("/board/salaries/").status_code == 404
    Department.objects.filter(pk=cast.board.pk).update(manager=cast.reader)
    assert "Salaries" in page(reader, "/board/salaries/")
    Department.objects.filter(pk=cast.board.pk).update(manager=cast.insider)
    assert reader.get("/board/salaries/").status_code == 404
    User.objects.filter(pk=cast.reader.pk).update(department=cast.board)
    assert "Salaries" in page(reader, "/board/salaries/")


def test_a_manager_who_left_decides_nothing_from_the_next_request(cast: Cast) -> None:
    assert cast.fresh(cast.reader).departments.managers_in_line(cast.equipment.pk) == [
        cast.owner.pk,
        cast.head.pk,
    ]
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    tree = cast.fresh(cast.reader).departments
    assert tree.managers_in_line(cast.equipment.pk) == [cast.head.pk]


def test_the_tree_gives_departments_and_managers_as_the_database_has_them(cast: Cast) -> None:
    Department.objects.filter(pk=cast.finance.pk).update(manager=None)
    tree = cast.fresh(cast.reader).departments
    for department in Department.objects.select_related("manager"):
        found = tree.by_id[department.pk]
        for field in Department._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(department, field.attname)
        if department.manager:
            for name in ("pk", "name", "email", "is_active"):
                assert getattr(found.manager, name) == getattr(department.manager, name)
        else:
            assert found.manager is None


def test_departments_stand_by_position_then_by_name_whatever_the_accent(cast: Cast) -> None:
    for name, position in (("Éclair", 0), ("accounting", 0), ("Zebra", 0), ("First", 0)):
        Department.objects.create(name=name, slug=name.strip("É").lower(), position=position)
    Department.objects.filter(name="Zebra").update(position=1)
    tree = cast.fresh(cast.reader).departments
    assert [department.name for department in tree.children(None)] == [
        *("accounting", "Board", "Éclair", "Finance", "First", "Operations", "Zebra")
    ]


def test_requests_share_no_department(cast: Cast) -> None:
    """One request's change to its object must not reach another's page."""
    mine = cast.fresh(cast.reader).departments.by_id[cast.equipment.pk]
    theirs = cast.fresh(cast.reader).departments.by_id[cast.equipment.pk]
    mine.name = "Mine"
    assert theirs.name == "Equipment"


# --- The article's page ---------------------------------------------------------------------


@pytest.mark.parametrize("ahead", ["reader", "owner", "admin", "author"])
def test_who_came_first_does_not_matter(cast: Cast, as_: As, ahead: str) -> None:
    """Each person's page is the same after somebody else's as it is in an empty process."""
    cast.pending(cast.article(), "Better.")
    deputise(cast.owner, cast.deputy)
    for part in ("reader", "author", "owner", "deputy", "head", "outsider", "admin"):
        client = as_(getattr(cast, part))
        fragments.store.clear()
        alone = without_tokens(page(client))
        fragments.store.clear()
        page(as_(getattr(cast, ahead)))
        assert without_tokens(page(client)) == alone


def without_tokens(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_a_pending_change_is_counted_at_once_and_said_to_each_in_their_words(
    cast: Cast, as_: As
) -> None:
    article = cast.article()
    reader, owner, author = as_(cast.reader), as_(cast.owner), as_(cast.author)
    for client in (reader, owner, author):
        assert "A change to this page is waiting" not in page(client)
    proposal = cast.pending(article, "Better.")
    assert "A change is pending" in page(reader)
    assert "waiting for your decision" in page(owner)
    assert proposal.get_absolute_url() in page(author)
    assert proposal.get_absolute_url() not in page(reader)
    Proposal.objects.filter(pk=proposal.pk).update(state=State.WITHDRAWN)
    for client in (reader, owner, author):
        assert "A change to this page is waiting" not in page(client)


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        ({"title": "Unpack a laptop"}, "Unpack a laptop"),
        ({"summary": "In ten minutes"}, "In ten minutes"),
        ({"html": "<p>Rendered anew</p>"}, "Rendered anew"),
        ({"version": 7}, "Version 7"),
        ({"words": 2200}, "10 min read"),
        ({"kind": "expertise", "topic": "sector"}, "Sector"),
        ({"review_due": datetime.date(2031, 5, 3)}, "2031"),
        ({"approved_by": None}, "not yet approved"),
        (
            {"contents": [{"level": 2, "id": f"h{n}", "text": f"Part {n}"} for n in range(4)]},
            "Part 3",
        ),
    ],
)
def test_a_changed_article_shows_with_the_next_request(
    cast: Cast, as_: As, facts: dict[str, object], seen: str
) -> None:
    article = cast.article()
    client = as_(cast.reader)
    assert seen not in page(client)
    Article.objects.filter(pk=article.pk).update(**facts)
    assert seen in page(client)


def test_a_changed_name_shows_with_the_next_request(cast: Cast, as_: As) -> None:
    cast.article()
    client = as_(cast.reader)
    page(client)
    User.objects.filter(pk=cast.owner.pk).update(name="Olga Ortega")
    assert "Olga Ortega" in page(client)
    User.objects.filter(pk=cast.reader.pk).update(name="Rita Ray", is_superuser=True)
    text = page(client)
    assert "Rita Ray" in text
    assert "Administration" in text


def test_a_review_falls_overdue_at_midnight(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = cast.article()
    client = as_(cast.reader)
    today = datetime.date(2030, 1, 31)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: today)
    Article.objects.filter(pk=article.pk).update(review_due=today)
    assert "overdue" not in page(client)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: today + DAY)
    assert "overdue" in page(client)


def test_a_deputy_stands_in_from_midnight_to_midnight(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day is a parameter of the prepared query, not part of it."""
    proposal = cast.pending(cast.article(), "Better.")
    deputise(cast.owner, cast.deputy, first_day=1, last_day=1)
    client, tomorrow = as_(cast.deputy), datetime.datetime.now(datetime.UTC).date() + DAY
    assert "A change is pending" in page(client)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: tomorrow)
    assert "waiting for your decision" in page(client)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: tomorrow + DAY)
    assert "A change is pending" in page(client)
    assert proposal.is_pending


@pytest.mark.parametrize("state", ["published", "new", "closed"])
def test_the_page_opens_for_whom_the_reading_rule_names(cast: Cast, as_: As, state: str) -> None:
    """The prepared query is compiled from the rule; here both are asked."""
    place = cast.board if state == "closed" else cast.equipment
    author = cast.insider if state == "closed" else cast.author
    if state == "new":
        article = cast.new_page(department=place).article
    else:
        article = cast.article(department=place, author=author)
    deputise(cast.owner, cast.deputy)
    address = f"/{place.slug}/{article.slug}/"
    for part in "reader author owner deputy head treasurer insider outsider admin".split():
        user = cast.fresh(getattr(cast, part))
        may = Article.objects.visible_to(user).filter(pk=article.pk).exists()
        status = as_(user).get(address).status_code
        assert (status in (200, 302)) is may or (state == "new" and status == 404), part
        assert may or status == 404, part


# --- The store ------------------------------------------------------------------------------


def test_no_token_is_ever_kept(cast: Cast, as_: As) -> None:
    cast.article()
    for address in (ADDRESS, "/", "/equipment/", "/search/?q=laptop", "/proposals/"):
        assert "csrfmiddlewaretoken" in page(as_(cast.reader), address)
    kept = list(fragments.store._kept.values())
    assert kept
    # A frame has a gap for it.
    assert not any(re.search(r'csrfmiddlewaretoken" value="\w', text) for text in kept)


def test_a_name_in_the_header_is_only_for_its_bearer(cast: Cast, as_: As) -> None:
    cast.article()
    page(as_(cast.treasurer))
    assert "Treasurer" not in page(as_(cast.reader))


def test_a_fragment_cannot_show_what_its_key_does_not_hold(cast: Cast) -> None:
    partial = Article.objects.only("id").get(pk=cast.article().pk)
    with pytest.raises(AsksTheDatabase):
        fragment("components/badge-kind.html", (partial.pk,), lambda: {"article": partial})
    assert len(fragments.store) == 0


def test_the_second_request_renders_nothing_of_the_kept_parts(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.article()
    client = as_(cast.reader)
    page(client)
    monkeypatch.setattr("processes.fragments.get_template", None)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert len(queries) == 4  # session, person, departments, article


def test_the_store_keeps_what_was_used_last_within_its_bounds() -> None:
    store = Store(entries=3, characters=100)
    for name in "abc":
        store.put(name, name * 10)
    store.get("a")
    store.put("d", "d" * 10)
    assert [store.get(name) is not None for name in "abcd"] == [True, False, True, True]
    store.put("e", "e" * 90)
    assert [store.get(name) is not None for name in "acde"] == [False, False, True, True]
    store.put("f", "f" * 101)
    assert len(store) == 0


def test_with_debug_templates_are_shown_as_they_are(settings: object) -> None:
    settings.DEBUG = True
    fragment("components/styles.html", ())
    assert len(fragments.store) == 0
