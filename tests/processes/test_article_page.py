"""What the article page says around its text, and when the browser need not fetch it again."""

from __future__ import annotations

import datetime
import re
import threading
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Department, Notification, User
from processes import facts, workflow
from processes.models import Article, Tool
from processes.models.reading import Visit
from processes.text import page_order
from processes.workflow import trusting
from tests.cast import DAY, Cast, deputise

As = Callable[[User], Client]
ADDRESS = "/equipment/set-up-a-laptop/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+')
HOSTILE = "\"><script>alert(1)</script> <b>'x' & {{ y }}"


def text(client: Client, address: str = ADDRESS) -> str:
    """The page as one reads it, without its marks."""
    drawn = client.get(address).content.decode()
    shown = re.sub(r"<svg.*?</svg>|<[^>]*>", "", drawn.partition("<main")[2], flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(shown))


def put(page: Article, below: Article | None = None, position: int | None = None) -> None:
    """Places a page as arranging would."""
    above = bytes(below.place) if below else page_order.top(page.kind, page.topic)
    page.place = page_order.below(above, position, page.title_key, page.pk)
    Article.objects.filter(pk=page.pk).update(parent=below, place=page.place)


# --- The trust line -------------------------------------------------------------------------


def test_who_answers_and_who_approved_is_said_in_words(cast: Cast, as_: As) -> None:
    article = cast.article(summary="From box to log-in.")
    Article.objects.filter(pk=article.pk).update(words=880)
    client = as_(cast.reader)
    shown = text(client)
    assert "Approved by its owner Owner on" in shown
    assert "Version 1" in shown
    assert "Next review" in shown
    assert "4 min read" in shown
    for word in ("Self-approved", "pending", "overdue", "never reviewed"):
        assert word not in shown
    deputise(cast.owner, cast.deputy)
    cast.approve(cast.pending(article, "Better."), by=cast.deputy)
    assert "Approved by Deputy on" in text(client)
    assert "Its owner is Owner." in text(client)


def test_what_nobody_else_has_read_is_said_to_be_self_approved(cast: Cast, as_: As) -> None:
    article = cast.article()
    client = as_(cast.reader)
    cast.approve(cast.pending(article, "Mine.", author=cast.owner))
    assert "Written and approved by its owner Owner on" in text(client)
    assert "Self-approved" in text(client)
    cast.approve(cast.pending(article, "Theirs."))
    assert "Self-approved" not in text(client)


def test_who_is_trusted_with_small_changes_is_named(cast: Cast, as_: As) -> None:
    article = cast.article()
    trusting.trust(cast.owner, cast.author)
    draft = cast.draft(article, "Unpack it.\n\nSwitch it on!")
    workflow.publish_directly(draft, cast.fresh(cast.author))
    shown = text(as_(cast.reader))
    assert "Published by Author, who is trusted with minor changes, on" in shown
    assert "Self-approved" not in shown


def test_a_change_is_said_to_be_pending_without_a_word_of_it(cast: Cast, as_: As) -> None:
    article = cast.article()
    cast.pending(article, "Kumquat.", note="Kumquat first")
    reader, owner = as_(cast.reader), as_(cast.owner)
    assert "A change is pending" in text(reader)
    assert "umquat" not in reader.get(ADDRESS).content.decode()
    assert "A change to this page is waiting for your decision." in text(owner)
    cast.pending(article, "Kiwi.", author=cast.head)
    assert "2 changes are pending" in text(reader)


def test_imported_overdue_and_archived_pages_say_so(cast: Cast, as_: As) -> None:
    article = cast.article()
    client, mine = as_(cast.reader), Article.objects.filter(pk=article.pk)
    mine.update(review_due=timezone.localdate() - DAY)
    assert "Review overdue since" in text(client)
    mine.update(approved_by=None, approved_at=None)
    assert "Imported, never reviewed. Its owner Owner has not yet approved it." in text(client)
    mine.update(archived_at=timezone.now())
    assert "This page is archived." in text(client)


def test_hostile_names_stay_text(cast: Cast, as_: As) -> None:
    article, beside = cast.article("A page"), cast.article("B page")
    for page in (article, beside):
        put(page)
    below, deepest = cast.article("C page"), cast.article("D page")
    put(below, beside)
    put(deepest, below)
    Article.objects.update(title=HOSTILE, summary=HOSTILE)
    User.objects.filter(pk=cast.owner.pk).update(name=HOSTILE)
    Department.objects.filter(pk=cast.equipment.pk).update(name=HOSTILE)
    for address in (article.get_absolute_url(), deepest.get_absolute_url()):
        drawn = as_(cast.reader).get(address).content.decode()
        assert "<script>alert" not in drawn
        assert "<b>'x'" not in drawn
        assert drawn.count('data-paper-foot="') == 1


# --- The way through ------------------------------------------------------------------------


def test_pages_follow_each_other_as_the_department_has_them(cast: Cast, as_: As) -> None:
    first, second, third = (cast.article(f"Page {letter}") for letter in "ABC")
    hidden, gone = cast.new_page("Page AA").article, cast.article("Page BB")
    elsewhere = cast.article("Page AB", department=cast.operations)
    for page in (first, second, third, hidden, gone, elsewhere):
        put(page)
    Article.objects.filter(pk=gone.pk).update(archived_at=timezone.now())
    client = as_(cast.reader)
    for page, expected in (
        (first, ["Next Page B"]),
        (second, ["Previous Page A", "Next Page C"]),
        (third, ["Previous Page B"]),
        (gone, []),
        (elsewhere, []),
    ):
        shown = text(client, page.get_absolute_url())
        found = re.findall(r"(?:Previous|Next) ?Page [A-Z]+", shown)
        assert [re.sub(r"(Previous|Next) ?", r"\1 ", each) for each in found] == expected
    put(third, position=0)
    assert "Next" not in text(client, second.get_absolute_url()).partition("decides")[2]


def test_beside_a_page_of_a_closed_department_are_only_those_one_may_read(
    cast: Cast, as_: As
) -> None:
    """Its owner sees their own pages there, and nobody else's."""
    mine, theirs, other = (
        cast.article(title, department=cast.board, author=cast.insider, owner=owner)
        for title, owner in (("Mine", cast.reader), ("Plums", cast.insider), ("Too", cast.reader))
    )
    for page in (mine, theirs, other):
        put(page)
    shown = text(as_(cast.reader), mine.get_absolute_url())
    assert "Plums" not in shown
    assert "Too" in shown
    assert "Plums" in text(as_(cast.insider), mine.get_absolute_url())
    deputise(cast.insider, cast.outsider)
    assert "Too" not in text(as_(cast.outsider), theirs.get_absolute_url())


@pytest.mark.parametrize("levels", [0, 1, 2, 8])
def test_all_pages_above_are_on_the_way(cast: Cast, as_: As, levels: int) -> None:
    pages = [cast.article(f"Level {n}") for n in range(levels + 1)]
    put(pages[0])
    for above, page in pairwise(pages):
        put(page, above)
    client, address = as_(cast.reader), pages[-1].get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        drawn = client.get(address).content.decode()
    assert len(asked) == 4, "session, person, departments, article"
    way = drawn.partition('aria-label="Where this page is"')[2].partition("</nav>")[0]
    assert re.findall(r">(Level \d)<", way) == [f"Level {n}" for n in range(levels)]
    assert ("more pages on the way" in way) is (levels > 3)
    if levels > 1:
        Article.objects.filter(pk=pages[0].pk).update(archived_at=timezone.now())
        assert "Level 0" not in text(client, address)


# --- What the browser has already -----------------------------------------------------------


def asks(client: Client, tag: str, address: str = ADDRESS) -> int:
    return client.get(address, headers={"If-None-Match": tag}).status_code


def test_a_page_that_stayed_the_same_is_not_sent_again(cast: Cast, as_: As) -> None:
    cast.article()
    client = as_(cast.reader)
    client.get(ADDRESS)  # after the first one the browser has its cookies
    first = client.get(ADDRESS)
    assert first["Cache-Control"] == "private, no-cache"
    assert "Cookie" in first["Vary"]
    with CaptureQueriesContext(connection) as queries:
        again = client.get(ADDRESS, headers={"If-None-Match": f"W/{first['ETag']}"})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    assert len(queries) == 4, "session, person; departments, article"
    assert client.head(ADDRESS)["ETag"] == first["ETag"]


@pytest.mark.parametrize(
    "happening",
    [
        lambda cast, page: cast.approve(cast.pending(page, "Better.")),
        lambda cast, page: cast.pending(page, "Better."),
        lambda cast, page: Notification.objects.create(user=cast.reader, title="New"),
        lambda cast, page: Department.objects.create(name="New", slug="new"),
        lambda cast, page: User.objects.filter(pk=cast.reader.pk).update(name="Rita"),
        lambda cast, page: User.objects.filter(pk=cast.owner.pk).update(name="Olga"),
        lambda cast, page: Visit.objects.update(version=1, before=1),
        lambda cast, page: page.stars.create(person=cast.reader),
        lambda cast, page: Article.objects.filter(pk=page.pk).update(
            review_due=datetime.date(2020, 1, 1)
        ),
    ],
)
def test_whatever_shows_on_it_makes_it_another_page(
    cast: Cast, as_: As, happening: Callable[[Cast, Article], object]
) -> None:
    article = cast.article()
    client = as_(cast.reader)
    client.get(ADDRESS)
    tag = client.get(ADDRESS)["ETag"]
    assert asks(client, tag) == 304
    happening(cast, article)
    assert asks(client, tag) == 200


def test_a_page_put_together_is_the_page_that_its_template_draws(cast: Cast, as_: As) -> None:
    """Nested, with a facts card, for whom it is open and archived: asked twice beside session and
    person, and 304 all the same; other names in the facts are another page."""
    tool = Tool.objects.create(name="Hammer & <b>", slug="hammer", department=cast.equipment)
    parent, middle, page = (cast.article(f"Level {n} & <i>") for n in range(3))
    for each, above in ((parent, None), (middle, parent), (page, middle)):
        put(each, above)
    person = f"person:{cast.treasurer.pk}"
    told = facts.clean({"responsible": [person], "tools": [tool.pk]})
    Article.objects.filter(pk=page.pk).update(facts=told)
    page.facts = told
    facts.record(page)
    client, address = as_(cast.reader), page.get_absolute_url()
    for archived_at in (None, timezone.now()):
        Article.objects.filter(pk=page.pk).update(archived_at=archived_at)
        client.get(address)
        shown = client.get(address)
        assert "Hammer &amp; &lt;b&gt;" in shown.content.decode()
        assert "Treasurer" in shown.content.decode()
        assert (b"edit-section" in shown.content) is (archived_at is None)
        with CaptureQueriesContext(connection) as asked:
            assert asks(client, shown["ETag"], address) == 304
        assert len(asked) == 4, "session, person; departments, article"
        with mock.patch("processes.views.articles.get_messages", return_value=[None]):
            drawn = client.get(address)
        assert TOKEN.sub("", drawn.content.decode()) == TOKEN.sub("", shown.content.decode())
    for change in (
        lambda: Tool.objects.update(name="Wrench"),
        lambda: User.objects.filter(pk=cast.treasurer.pk).update(is_active=False),
        lambda: Article.objects.filter(pk=parent.pk).update(title="Top"),
        lambda: Article.objects.filter(pk=middle.pk).update(archived_at=timezone.now()),
    ):
        tag = client.get(address)["ETag"]
        change()
        assert asks(client, tag, address) == 200


def test_messages_forms_and_other_people_are_not_answered_from_memory(cast: Cast, as_: As) -> None:
    article = cast.article()
    client = as_(cast.reader)
    client.get(ADDRESS)
    tag = client.get(ADDRESS)["ETag"]
    assert asks(as_(cast.author), tag) == 200
    client.post("/me/stars/", {"article": article.pk, "on": "1"})
    client.post("/me/stars/", {"article": article.pk, "on": "0"})
    told = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert "is not starred any more" in told.content.decode()
    assert "ETag" not in told  # the message was for once
    tag = client.get(ADDRESS)["ETag"]
    client.cookies["imprimatur_csrf"] = "x" * 32
    assert asks(client, tag) == 200
    assert asks(Client(), tag) == 302


def test_signing_out_makes_the_browser_forget_what_it_was_shown(cast: Cast, as_: As) -> None:
    client = as_(cast.reader)
    assert "Clear-Site-Data" not in client.get("/").headers
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache"'


# --- Nobody waits for what is noted ---------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_somebody_holds_delays_no_reader(
    as_: As, request: pytest.FixtureRequest
) -> None:
    cast = request.getfixturevalue("cast")
    article = cast.article()
    client = as_(cast.reader)
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                Article.objects.select_for_update().get(pk=article.pk)
                held.set()
                free.wait(20)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(20)
        assert client.get(ADDRESS).status_code == 200
        assert not free.is_set()
        assert not Visit.objects.exists()
    finally:
        free.set()
        holder.join()
    client.get(ADDRESS)
    assert Visit.objects.get().version == 1
