"""The order of a department's pages: kept with every change, and made by hand by its manager."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from processes import arranging, integrity, workflow
from processes.models import Article, Kind, Pin, Topic
from processes.text import page_order
from processes.workflow import Details
from processes.workflow.placing import details_of
from tests.cast import Cast


def shelf(cast: Cast, **where: Any) -> list[str]:
    """The titles of Equipment's live pages in their order, with a dot for each page above."""
    pages = Article.objects.published().filter(**where or {"department": cast.equipment})
    return [f"{'.' * depth_of(page)}{page}" for page in pages.order_by("place")]


def depth_of(page: Article) -> int:
    return page_order.depth(bytes(page.place)) - 1


def part(cast: Cast, title: str, parent: Article | None, **facts: Any) -> Article:
    """A live page below another, filed by its approval."""
    proposal = cast.new_page(title, **facts)
    proposal.filing = {"parent": parent.pk} if parent else {}
    proposal.save()
    cast.approve(cast.submit(proposal))
    return Article.objects.get(pk=proposal.article_id)


def quick(cast: Cast, title: str, **facts: Any) -> Article:
    """A live page, written past the verbs: without a place."""
    named = {"title": title, "title_key": title.lower(), "slug": title.lower().replace(" ", "-")}
    return Article.objects.create(
        department=cast.equipment, owner=cast.owner, version=1, **named, **facts
    )


def handbook(cast: Cast) -> dict[str, Article]:
    laptop = part(cast, "Laptops", None)
    order = part(cast, "Order one", laptop)
    return {
        "laptop": laptop,
        "order": order,
        "budget": part(cast, "Whose budget", order),
        "phones": part(cast, "Phones", None),
        "why": part(cast, "Why laptops", None, kind=Kind.EXPERTISE, topic=Topic.COMPANY),
    }


def test_pages_stand_below_what_they_are_part_of(cast: Cast) -> None:
    pages = handbook(cast)
    assert shelf(cast) == ["Laptops", ".Order one", "..Whose budget", "Phones", "Why laptops"]
    assert arranging.mend() == 0
    for page in pages.values():
        assert integrity.check_article(page.pk) == []


def test_what_is_below_goes_along_with_a_new_title_or_shelf(cast: Cast) -> None:
    pages = handbook(cast)
    cast.approve(cast.pending(pages["laptop"], "Same.", title="Quiet laptops"))
    assert shelf(cast) == ["Phones", "Quiet laptops", ".Order one", "..Whose budget", "Why laptops"]
    admin, laptop = cast.fresh(cast.admin), Article.objects.get(pk=pages["laptop"].pk)
    details: Details = details_of(laptop, kind=Kind.EXPERTISE, topic=Topic.SECTOR)
    workflow.change_details(laptop, admin, details)
    assert shelf(cast) == ["Phones", "Why laptops", "Quiet laptops", ".Order one", "..Whose budget"]
    assert arranging.mend() == 0


def test_what_is_below_an_archived_page_stands_at_the_top_until_it_is_back(cast: Cast) -> None:
    pages, owner = handbook(cast), cast.fresh(cast.owner)
    workflow.archive(pages["laptop"], owner, reason="Gone")
    assert shelf(cast) == ["Order one", ".Whose budget", "Phones", "Why laptops"]
    assert bytes(Article.objects.get(pk=pages["laptop"].pk).place) == b""
    assert arranging.mend() == 0
    workflow.restore(pages["laptop"], owner)
    assert shelf(cast) == ["Laptops", ".Order one", "..Whose budget", "Phones", "Why laptops"]


def test_a_page_that_moves_leaves_its_parts_behind(cast: Cast) -> None:
    pages = handbook(cast)
    workflow.move(pages["laptop"], cast.fresh(cast.head), cast.operations)
    assert shelf(cast) == ["Order one", ".Whose budget", "Phones", "Why laptops"]
    assert shelf(cast, department=cast.operations) == ["Laptops"]
    assert arranging.mend() == 0


def test_a_change_of_the_text_alone_asks_nothing_more(cast: Cast) -> None:
    """Nor does a new title of a page without parts, but for one look for them."""
    page = cast.article()
    for title, more in (("Set up a laptop", 0), ("Set up a computer", 1)):
        page.title_key = title.lower()
        with CaptureQueriesContext(connection) as queries:
            arranging.keep(page)
        assert len(queries) == more, title


@pytest.mark.parametrize("before", [b"", b"\x00elsewhere\0\0\0\0\1"])
def test_mending_puts_right_what_came_out_of_step(cast: Cast, before: bytes) -> None:
    pages = handbook(cast)
    Article.objects.filter(pk__in=[pages["order"].pk, pages["phones"].pk]).update(place=before)
    assert "its place in the order" in integrity.check_article(pages["order"].pk)[0]
    assert arranging.mend() == 2
    assert shelf(cast) == ["Laptops", ".Order one", "..Whose budget", "Phones", "Why laptops"]
    Article.objects.filter(pk=pages["laptop"].pk).update(parent=pages["budget"].pk)  # a circle
    arranging.mend()
    assert arranging.mend() == 0


def test_whoever_manages_the_department_puts_pages_in_order(cast: Cast) -> None:
    pages, owner = handbook(cast), cast.fresh(cast.owner)
    radios = part(cast, "Radios", None)
    here = cast.equipment
    arranging.order(here, None, [radios.pk, pages["phones"].pk, pages["order"].pk], owner)
    assert shelf(cast)[:3] == ["Radios", "Phones", "Laptops"]
    assert arranging.move(here, pages["laptop"], cast.fresh(cast.head), to=1) == (1, 3)
    assert shelf(cast)[:4] == ["Radios", "Laptops", ".Order one", "..Whose budget"]
    assert arranging.shift(here, radios, cast.fresh(cast.admin), steps=1) == (1, 3)
    assert shelf(cast)[0] == "Laptops"
    assert arranging.shift(here, pages["laptop"], owner, steps=-5) == (0, 3)
    assert arranging.mend() == 0
    # What is new comes after what was put in order; a new title changes nothing of that.
    part(cast, "Adapters", None)
    cast.approve(cast.pending(radios, "Same.", title="Zoned radios"))
    assert shelf(cast)[3:] == ["Zoned radios", "Phones", "Adapters", "Why laptops"]
    arranging.by_title(here, radios, owner)
    assert [title for title in shelf(cast) if title[0] != "."] == [
        *("Adapters", "Laptops", "Phones", "Zoned radios", "Why laptops")
    ]


def test_pages_below_another_have_an_order_of_their_own(cast: Cast) -> None:
    pages, owner = handbook(cast), cast.fresh(cast.owner)
    zero = part(cast, "Zero one out", pages["laptop"])
    arranging.order(cast.equipment, pages["laptop"], [zero.pk, pages["phones"].pk], owner)
    assert shelf(cast)[:4] == ["Laptops", ".Zero one out", ".Order one", "..Whose budget"]
    workflow.archive(pages["laptop"], owner, reason="Gone")
    workflow.restore(pages["laptop"], owner)
    assert shelf(cast)[:4] == ["Laptops", ".Zero one out", ".Order one", "..Whose budget"]
    assert arranging.mend() == 0


def test_twelve_steps_down_the_order_still_holds(cast: Cast) -> None:
    parent = None
    for step in range(page_order.DEEPEST + 2):
        parent = quick(cast, f"Step {step}", parent=parent)
    assert arranging.mend() == page_order.DEEPEST + 2
    parent.refresh_from_db()
    assert depth_of(parent) == page_order.DEEPEST - 1
    deepest = Article.objects.get(title=f"Step {page_order.DEEPEST}")
    arranging.shift(cast.equipment, deepest, cast.fresh(cast.owner), steps=1)
    assert shelf(cast)[-1].strip(".") == f"Step {page_order.DEEPEST}"
    assert arranging.mend() == 0


@pytest.mark.parametrize("who", ["reader", "author", "treasurer", "outsider", "deputy"])
def test_nobody_else_does(cast: Cast, who: str) -> None:
    page, by = cast.article(), cast.fresh(getattr(cast, who))
    here = cast.equipment
    attempts = (
        lambda: arranging.order(here, None, [page.pk], by),
        lambda: arranging.move(here, page, by, to=1),
        lambda: arranging.shift(here, page, by, steps=1),
        lambda: arranging.by_title(here, page, by),
        lambda: arranging.pin(here, page, by),
        lambda: arranging.unpin(here, page, by),
        lambda: arranging.shift_pin(here, page, by, steps=1),
        lambda: arranging.move_pin(here, page, by, to=1),
    )
    for attempt in attempts:
        with pytest.raises(arranging.NotAllowed):
            attempt()
    assert not Pin.objects.exists()
    assert Article.objects.get(pk=page.pk).position is None


def test_only_pages_in_use_are_arranged_and_pinned(cast: Cast) -> None:
    owner, here = cast.fresh(cast.owner), cast.equipment
    elsewhere = cast.article("Budget", department=cast.finance)
    draft = cast.new_page("Not yet").article
    for page in (elsewhere, draft):
        with pytest.raises(arranging.NotHere):
            arranging.move(here, page, owner, to=0)
    with pytest.raises(arranging.NotHere):
        arranging.pin(here, draft, owner)
    with pytest.raises(arranging.NotHere):
        arranging.shift_pin(here, elsewhere, owner, steps=1)
    arranging.pin(here, elsewhere, owner)  # a page of another department may be shown first
    assert Pin.objects.get().article == elsewhere


def test_pins_are_few_and_in_order(cast: Cast) -> None:
    owner, here = cast.fresh(cast.owner), cast.equipment
    pages = [quick(cast, f"Page {n}") for n in range(arranging.MOST_PINS + 1)]
    for page in [*pages[:3], pages[0]]:
        arranging.pin(here, page, owner)
    assert arranging.move_pin(here, pages[2], owner, to=0) == (0, 3)
    assert [pin.article for pin in Pin.objects.all()] == [pages[2], pages[0], pages[1]]
    arranging.unpin(here, pages[0], owner)
    arranging.unpin(here, pages[0], owner)
    for page in [pages[0], *pages[3:-1]]:
        arranging.pin(here, page, owner)
    with pytest.raises(arranging.TooMany):
        arranging.pin(here, pages[-1], owner)


def test_pins_that_a_manager_does_not_see_are_neither_counted_nor_in_the_way(cast: Cast) -> None:
    owner, here = cast.fresh(cast.owner), cast.equipment
    gone, shut, *pages = (quick(cast, f"Page {n}") for n in range(arranging.MOST_PINS + 2))
    for page in (gone, pages[0], shut, pages[1]):
        arranging.pin(here, page, owner)
    workflow.archive(gone, owner, reason="Old")
    workflow.move(shut, cast.fresh(cast.admin), cast.board)
    Article.objects.filter(pk=shut.pk).update(owner=cast.insider)
    owner = cast.fresh(owner)
    assert arranging.shift_pin(here, pages[1], owner, steps=-1) == (0, 2)
    with pytest.raises(arranging.NotHere):
        arranging.move_pin(here, shut, owner, to=0)
    for page in pages[2:]:
        arranging.pin(here, page, owner)
    shown = [pin.article for pin in Pin.objects.exclude(article__in=[gone, shut])]
    assert shown == [pages[1], pages[0], *pages[2:]]
    assert Pin.objects.count() == arranging.MOST_PINS + 2  # back where they were, once they are
