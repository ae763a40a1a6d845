"""The page of a department, and the one on which its manager arranges it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from processes import arranging
from processes.models import Article, Pin
from processes.views.outline import SHOWN, Shelf, shelves
from tests.cast import Cast

As = Callable[[User], Client]
HOSTILE = '"><script>alert(1)</script>'


def page(cast: Cast, title: str, **facts: Any) -> Article:
    """A live page, written past the verbs: its place comes with `arranging.mend`."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    usual = {"department": cast.equipment, "owner": cast.owner, "approved_by": cast.owner}
    facts = {**usual, "version": 1, **facts}
    return Article.objects.create(title=title, title_key=title.lower(), slug=slug, **facts)


def tree(cast: Cast, *, below: int, steps: int, parent: Article | None = None) -> None:
    for number in range(below):
        made = page(cast, f"{parent or 'P'}.{number}", parent=parent)
        if steps > 1:
            tree(cast, below=below, steps=steps - 1, parent=made)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def in_order(html: str, *titles: str) -> bool:
    places = [html.index(f">{title}<") for title in titles]
    return places == sorted(places)


def outline(cast: Cast) -> list[Shelf]:
    pages = Article.objects.filter(department=cast.equipment).order_by("place", "title_key")
    return shelves(pages)


def test_pages_stand_by_shelf_below_each_other_and_what_is_hidden_is_not_told(
    cast: Cast, as_: As
) -> None:
    laptops = page(cast, "Laptops", summary="Which one you get.")
    page(cast, "Batteries", parent=page(cast, "Order a laptop", parent=laptops))
    page(cast, "Phones")
    page(cast, "Why we lease", kind="expertise", topic="company", approved_by=None)
    page(cast, "Old phones", archived_at="2020-01-01T00:00Z")
    page(cast, "Not yet", version=0, approved_by=None)
    secret = page(cast, "Merger", department=cast.board)
    Pin.objects.create(department=cast.equipment, article=secret)
    arranging.mend()
    html = read(as_(cast.reader), "/equipment/")
    shelf = "Processes", "Laptops", "Order a laptop", "Batteries", "Phones"
    assert in_order(html, *shelf, "Company expertise", "Why we lease")
    assert "Which one you get." in html
    assert html.count("Not yet approved") == 1
    for hidden in ("Old phones", "Not yet<", "Merger", "Start here", "Arrange pages"):
        assert hidden not in html, hidden
    assert "Merger" in read(as_(cast.admin), "/equipment/")


def test_a_newcomer_sees_what_comes_first_and_what_changed(cast: Cast, as_: As) -> None:
    first = cast.article("First week", department=cast.operations)
    arranging.pin(cast.equipment, first, cast.fresh(cast.owner))
    cast.approve(cast.pending(cast.article(), "Better.", note=f"The dock {HOSTILE}"))
    html = read(as_(cast.reader), "/equipment/")
    assert in_order(html, "Start here", "First week", "Processes", "Changed lately")
    assert "The dock &quot;&gt;&lt;script" in html
    assert HOSTILE not in html
    assert f"{reverse('feeds')}?department=equipment" in html
    above = read(as_(cast.reader), "/operations/")
    assert "The dock" in above  # with what is below it
    assert "2 pages" not in above
    assert re.search(r'department-card-count">1 page<', above)


def test_what_does_not_fit_at_a_glance_is_folded(cast: Cast) -> None:
    tree(cast, below=2, steps=4)
    arranging.mend()
    shelf = outline(cast)[0]
    assert [len(shelf.lines), shelf.lines[0].parts, shelf.lines[0].is_open] == [30, 14, True]
    shown = [line for line in shelf.lines if line.above is None or line.above.is_open]
    assert len(shown) <= SHOWN
    assert sum(len(line.closes) for line in shelf.lines) == sum(bool(x.parts) for x in shelf.lines)
    assert max(line.depth for line in shelf.lines) == 3


def test_many_side_by_side_become_an_index_unless_somebody_put_them_in_order(cast: Cast) -> None:
    for number in range(SHOWN + 2):
        page(cast, f"{'abc'[number % 3]} page {number}")
    page(cast, "“Quoted”")
    arranging.mend()
    assert [letter for letter, _ in outline(cast)[0].groups] == ["A", "B", "C", "Q"]
    last = Article.objects.get(title="“Quoted”")
    arranging.move(cast.equipment, last, cast.fresh(cast.owner), to=0)
    [(letter, lines)] = outline(cast)[0].groups
    assert (letter, lines[0].article) == ("", last)


def test_a_page_without_a_place_is_shown_all_the_same(cast: Cast, as_: As) -> None:
    page(cast, "Lost")
    assert ">Lost<" in read(as_(cast.reader), "/equipment/")
    assert "Propose the first page" in read(as_(cast.reader), "/finance/")


@pytest.mark.parametrize("rows", [3, 60])
def test_both_pages_ask_the_same_however_much_there_is(cast: Cast, as_: As, rows: int) -> None:
    for number in range(rows):
        made = page(cast, f"Page {number}")
        page(cast, f"Part {number}", parent=made)
        Pin.objects.create(department=cast.equipment, article=made)
    arranging.mend()
    client = as_(cast.owner)
    for address, most in (("/equipment/", 8), ("/me/arrange/equipment/", 5)):
        with CaptureQueriesContext(connection) as queries:
            read(client, address)
        assert len(queries) <= most, [query["sql"][:90] for query in queries]


def test_pages_are_arranged_without_script(cast: Cast, as_: As) -> None:
    one, two, three = (page(cast, f"{n} phones") for n in ("One", "Three", "Two"))
    part = page(cast, "Cases", parent=one)
    arranging.mend()
    client, address = as_(cast.owner), "/me/arrange/equipment/"
    html = read(client, address)
    assert in_order(html, "One phones", "Three phones", "Two phones")
    assert "Order by title" not in html
    assert ">Cases<" not in html
    moved = client.post(f"{address}order/", {"do": f"up-{three.pk}"})
    assert moved.url == f"{address}#page-{three.pk}"
    html = read(client, address)
    assert in_order(html, "One phones", "Two phones", "Three phones")
    assert in_order(read(as_(cast.reader), "/equipment/"), "Two phones", "Three phones")
    assert client.post(f"{address}order/", {"do": f"top-{two.pk}"}).status_code == 302
    assert client.post(f"{address}order/", {"do": f"title-{two.pk}"}).status_code == 302
    assert not Article.objects.exclude(position=None).exists()
    assert ">Cases<" in read(client, f"{address}?below={one.pk}")
    below = {"do": f"down-{part.pk}", "below": one.pk}
    assert client.post(f"{address}order/", below).url == f"{address}?below={one.pk}#page-{part.pk}"
    told = client.post(
        f"{address}order/", {"do": f"to-{one.pk}", "to": 9}, headers={"Accept": "application/json"}
    )
    assert told.json() == {"place": 2, "of": 3}


def test_pages_are_pinned_by_a_button_or_by_name(cast: Cast, as_: As) -> None:
    here, far = page(cast, "Laptops"), page(cast, "Budget", department=cast.finance)
    page(cast, "Merger", department=cast.board, owner=cast.insider)
    client, address = as_(cast.owner), "/me/arrange/equipment/pins/"
    client.post(address, {"do": f"pin-{here.pk}"})
    client.post(address, {"do": "add", "title": "  budget "})
    client.post(address, {"do": "add", "title": far.get_absolute_url()})
    client.post(address, {"do": f"down-{here.pk}"})
    assert [pin.article for pin in Pin.objects.all()] == [far, here]
    for typed in ("Merger", "/board/merger/", HOSTILE, "", "[[", "\0", "x" * 400):
        refused = client.post(address, {"do": "add", "title": typed})
        assert refused.status_code == 422
        assert HOSTILE not in refused.content.decode()
    client.post(address, {"do": f"unpin-{here.pk}"})
    again = client.post(address, {"do": f"up-{here.pk}"})
    assert "not pinned any more" in again.content.decode()
    assert [pin.article for pin in Pin.objects.all()] == [far]


@pytest.mark.parametrize(
    ("who", "place", "status"),
    [
        *(("owner", "equipment", 200), ("head", "equipment", 200), ("admin", "board", 200)),
        *(("reader", "equipment", 403), ("treasurer", "equipment", 403), ("owner", "board", 404)),
    ],
)
def test_who_arranges(cast: Cast, as_: As, who: str, place: str, status: int) -> None:
    made = page(cast, "Laptops", department=getattr(cast, place))
    arranging.mend()
    client, address = as_(getattr(cast, who)), f"/me/arrange/{place}/"
    assert client.get(address).status_code == status
    for part in ("order/", "pins/"):
        posted = client.post(address + part, {"do": f"up-{made.pk}"})
        assert posted.status_code in ((302, 422) if status == 200 else (status,))
        for odd in ("", "up", "up-", "up-x", "fly-1", "up-99999999999999999999", "up--1"):
            gone = client.post(address + part, {"do": odd})
            assert gone.status_code == (404 if status == 200 else status), odd
    assert client.get(f"{address}?below=nonsense").status_code == status
    assert client.get(f"{address}?below=987").status_code == (404 if status == 200 else status)
