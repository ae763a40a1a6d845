"""No export holds what whoever asked for it may not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from exporting import asking, jobs
from exporting.asking import Wish
from exporting.models import Export, ExportState, Shape
from processes import redrawing, workflow
from processes.models import Article
from tests.cast import Cast
from tests.exporting.conftest import Contents, archive, contents, page
from tests.processes.hidden_world import MARKER, OUTSIDE, build, build_for_guest

As = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.long]
ENDINGS = {Shape.MARKDOWN: "md", Shape.PAGES: "html"}


def leaks(files: Contents, *markers: str) -> list[str]:
    return [
        f"{name}: {marker}"
        for name, data in files.items()
        for marker in markers
        if marker in name.casefold() or marker in data.decode(errors="ignore").casefold()
    ]


def test_nothing_hidden_is_in_it(cast: Cast) -> None:
    world = build(cast)
    redrawing.drain()
    for shape, ending in ENDINGS.items():
        everything = contents(archive(cast.fresh(cast.insider), shape, with_history=True))
        assert leaks(everything, MARKER), "else the rest would prove nothing"
        assert any("quaggafile" in name for name in everything)

        seen = contents(archive(cast.fresh(cast.reader), shape, with_history=True))
        assert leaks(seen, MARKER) == []
        assert "the bands" in page(seen, world.open_page, ending)
        assert "Plug it in" in page(seen, world.child, ending)


def test_a_guest_takes_along_what_they_were_let_into(cast: Cast) -> None:
    world = build_for_guest(cast)
    redrawing.drain()
    assert world.guest is not None
    for shape, ending in ENDINGS.items():
        seen = contents(archive(cast.fresh(world.guest), shape, with_history=True))
        assert leaks(seen, MARKER, OUTSIDE) == []
        assert any(name.endswith(f"charge-a-laptop.{ending}") for name in seen)
        everybody = contents(archive(cast.fresh(cast.reader), shape, with_history=True))
        assert leaks(everybody, OUTSIDE)


def test_drafts_stay_at_home(cast: Cast) -> None:
    cast.submit(cast.new_page("Nobodyyet", "Unseenwords."))
    live = cast.article("Live", "Livewords.")
    cast.pending(live, "Proposedwords.")
    for person in (cast.author, cast.owner, cast.admin):
        for shape in Shape.values:
            files = contents(archive(cast.fresh(person), shape, with_history=True))
            assert leaks(files, "nobodyyet", "unseenwords", "proposedwords") == []
            assert leaks(files, "livewords")


def test_who_may_ask_for_what(cast: Cast, as_: As) -> None:
    article = cast.article()
    closed = cast.article("Bands", department=cast.board, author=cast.insider, owner=cast.insider)
    place = cast.equipment.slug
    asked = {
        f"?page={article.pk}": [200, 200, 200, 200],
        f"?page={closed.pk}": [404, 404, 404, 200],
        "?page=1e9": [404] * 4,
        f"?department={place}": [403, 200, 200, 200],
        f"?department={cast.board.slug}": [404, 404, 404, 200],
        "": [403, 403, 403, 200],
    }
    people = [as_(one) for one in (cast.reader, cast.owner, cast.head, cast.admin)]
    for query, answers in asked.items():
        address = f"/exports/new/{query}"
        assert [one.get(address).status_code for one in people] == answers, query
        refused = [one for one, answer in zip(people, answers, strict=True) if answer != 200]
        for one in refused:
            assert one.post(address, {"shape": "markdown"}).status_code in (403, 404)
    assert not Export.objects.exists()


def test_only_whoever_asked_fetches_it(cast: Cast, as_: As) -> None:
    article = cast.article()
    reader = as_(cast.reader)
    reader.post(f"/exports/new/?page={article.pk}", {"shape": "pages"})
    export = Export.objects.get()
    waiting = reader.get("/exports/")
    assert "Refresh" in waiting, "it looks again by itself"
    assert reader.get(f"/exports/{export.key}/").status_code == 404
    jobs.make_export.call(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.READY
    assert reader.get("/exports/").content.count(str(export.key).encode()) == 2
    answer = reader.get(f"/exports/{export.key}/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert len(b"".join(answer.streaming_content)) == export.size
    part = reader.get(f"/exports/{export.key}/", headers={"Range": "bytes=0-3"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"PK\x03\x04")
    for other in (cast.owner, cast.admin):
        browser = as_(other)
        assert browser.get(f"/exports/{export.key}/").status_code == 404
        assert browser.post(f"/exports/{export.key}/drop/").status_code == 404
        assert str(export.key).encode() not in browser.get("/exports/").content
    assert Client().get(f"/exports/{export.key}/").status_code == 302


def test_it_is_asked_anew_when_it_is_made(cast: Cast, as_: As) -> None:
    """A page that went behind a door between the click and the job is not in it."""
    moves = cast.article("Moves away", "Movingwords.")
    as_(cast.reader).post(f"/exports/new/?page={moves.pk}", {"shape": "markdown"})
    workflow.move(Article.objects.get(pk=moves.pk), cast.fresh(cast.admin), cast.board)
    jobs.make_export.call(Export.objects.get().pk)
    export = Export.objects.get()
    with export.file.open() as file:
        files = contents(file.read())
    assert leaks(files, "movingwords", "moves away") == []


def test_what_went_behind_a_door_is_not_named_any_more(cast: Cast, as_: As) -> None:
    moves = cast.article("Moves away")
    reader = as_(cast.reader)
    reader.post(f"/exports/new/?page={moves.pk}", {"shape": "markdown"})
    export = Export.objects.get()
    jobs.make_export.call(export.pk)
    assert "Moves away" in reader.get("/exports/").content.decode()
    assert reader.get(f"/exports/{export.key}/").status_code == 200
    workflow.move(Article.objects.get(pk=moves.pk), cast.fresh(cast.admin), cast.board)
    assert "moves" not in reader.get("/exports/").content.decode().casefold()
    assert reader.get(f"/exports/{export.key}/").status_code == 404


def test_a_file_with_anything_in_it_that_was_closed_since_is_not_given_out(
    cast: Cast, as_: As, django_assert_max_num_queries: Callable
) -> None:
    """For every way in which somebody may lose what they had: refused, and open again with it."""
    linked = cast.article("Linked", department=cast.finance, owner=cast.head, author=cast.head)
    page_ = cast.article("Laptop", "See [[Linked]].")
    head, admin = cast.fresh(cast.head), cast.fresh(cast.admin)
    wishes = [(head, Wish(department=cast.operations)), (admin, Wish()), (head, Wish(page_))]
    made = [_made(by, wish, shape) for by, wish in wishes for shape in Shape.values]
    browsers = {one.pk: as_(one) for one in (head, admin)}

    def given() -> list[int]:
        answers = (browsers[one.made_by_id].get(f"/exports/{one.key}/") for one in made)
        return [answer.status_code for answer in answers]

    assert given() == [200] * 6
    User.objects.filter(pk=admin.pk).update(is_superuser=False)
    assert given() == [200, 200, 404, 404, 200, 200]
    assert "not open to you any more" in browsers[admin.pk].get("/exports/").content.decode()
    User.objects.filter(pk=admin.pk).update(is_superuser=True)
    # A page that is only linked to goes behind a door: its title stands in all of them.
    workflow.move(Article.objects.get(pk=linked.pk), admin, cast.board)
    Article.objects.filter(pk=linked.pk).update(owner=cast.insider)
    assert given() == [404, 404, 200, 200, 404, 404]
    with django_assert_max_num_queries(10):
        seen = browsers[head.pk].get("/exports/").content.decode()
    assert seen.count("Something in it is not open to you any more") == 4
    assert "Download" not in seen
    Article.objects.filter(pk=linked.pk).update(owner=head)
    assert given() == [200] * 6
    User.objects.filter(pk=head.pk).update(is_active=False)
    assert given() == [302, 302, 200, 200, 302, 302]


def _made(by: User, wish: Wish, shape: str) -> Export:
    export = asking.ask(by, wish, shape, with_history=shape == Shape.MARKDOWN)
    jobs.make_export.call(export.pk)
    return export


def test_a_page_read_offline_loads_nothing_from_elsewhere(cast: Cast) -> None:
    text = (
        '<img src="//spy.example/a.png"> <img src="https://spy.example/b.png">'
        ' <img src="/\\spy.example/c.png"> <img src="../../d.png">\n\n[e](//spy.example/e)'
        ' <a href="/\\spy.example/f">f</a> <a href="/&#9;/spy.example/g">g</a>'
    )
    article = cast.article("Watched", text)
    drawn = page(contents(archive(cast.fresh(cast.reader), Shape.PAGES)), article, "html")
    assert "<img" in drawn
    assert "src=" not in drawn
    # Browsers look for //host, read from a disk, among the machines of the network.
    told = [f'href="https://spy.example/{name}"' for name in ("a.png", "c.png", "e", "f", "g")]
    assert [drawn.count(one) for one in told] == [1] * 5
    assert "default-src 'none'" in drawn
