"""No word of what somebody may not read reaches them, through whatever outlet the site has."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from accounts import feed_keys
from accounts.models import Notification, User
from accounts.notifications import writing
from processes import redrawing
from processes.models import Article, Attachment, Follow, Pin, Proposal, Star, WorkingCopy
from tests.addresses import every_address
from tests.cast import Cast
from tests.processes.hidden_world import MARKER, OUTSIDE, HiddenWorld, build, build_for_guest
from tests.processes.test_permission_matrix import OURS

As = Callable[[User], Client]

pytestmark = pytest.mark.long

# What is typed: never the marker itself, which a page may show again.
TYPED = [
    *("", "quag", "quaga", "qagga", "laptop", "a laptop", '"laptop"', "laptop quag", "wibble"),
    *("in:quag", "in:quagboard", "tool:quag", "owner:insider", "owner:author laptop"),
    *("laptop is:archived", "laptop -charge", "returned", "heading", "kind:process", "tag:quag"),
]
SEARCHES = [
    *(
        "search",
        "quick_find",
        "title_find",
        "who_find",
        "tool_find",
        "suggest",
        "glossary",
        "tools",
    ),
]
LINK = "[[quaggaboard/Quaggatitle laptop|the bands]]"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+')
WHATS = ["page", "person", "mention", "emoji"]
# What stands behind the door; whoever manages elsewhere may read what is proposed to them there.
BEHIND_THE_DOOR = [
    f"{MARKER}{end}"
    for end in ("title", "old", "former", "words", "heading", "summary", "alt", "file", "tool")
] + [f"{MARKER}{end}" for end in ("purpose", "term", "definition", "board")]
BEHIND_THE_DOOR += [f"{MARKER}{end}" for end in ("tag", "wiki", "editor", "critic", "remark")]


@pytest.fixture
def world(cast: Cast) -> HiddenWorld:
    built = build(cast)
    redrawing.drain()
    return built


def words(response: HttpResponse, address: str) -> str:
    """All that an answer says, without the address that was asked for."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    said = f"{head}\n{body.decode(errors='replace')}"
    # What an author wrote into the source of an open page is told with that page.
    for known in (address, address.partition("?")[0], LINK):
        said = said.replace(known, "")
    return said.casefold()


def outlets(world: HiddenWorld) -> Iterator[str]:
    """Every address of the site's own that reads, with everything that could be asked for there."""
    values = {
        "department": [world.cast.equipment.slug, world.cast.operations.slug, world.board.slug],
        "slug": ["quaggatool", "quaggatag", "ledger"],
        "pk": numbers(world),
        "number": [1, 2],
        "comment": [1],
        "width": [640],
        "key": [*_keys(Attachment), *_keys(WorkingCopy)],
        "new": _keys(Attachment)[:1],
        "name": ["quaggafile.png"],
        "token": tokens(world),
    }
    pages = [
        (world.board.slug, world.secret.slug),
        (world.board.slug, "quaggaold-laptop"),
        (world.cast.equipment.slug, world.former.slug),
        (world.cast.equipment.slug, world.secret.slug),
        (world.cast.equipment.slug, world.open_page.slug),
        (world.cast.equipment.slug, world.child.slug),
    ]
    for one in every_address():
        if one.module.startswith(OURS) and one.takes <= values.keys():
            for chosen in _chosen(set(one.takes), values, pages):
                yield reverse(one.name, kwargs=chosen)


def _chosen(
    names: set[str], values: dict[str, list[Any]], pages: list[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    """Every choice of values for these names; a page has its address as one."""
    is_page = {"department", "slug"} <= names
    loose = sorted(names - {"department", "slug"} if is_page else names)
    for place in pages if is_page else [None]:
        for chosen in itertools.product(*(values[name] for name in loose)):
            found = dict(zip(loose, chosen, strict=True))
            yield found | (dict(zip(("department", "slug"), place, strict=True)) if place else {})


def numbers(world: HiddenWorld) -> list[int]:
    """Every number that any row has, as far as addresses speak of rows by number."""
    named = ("Proposal", "EntryProposal", "Term", "Tool", "Transfer", "HandOver")
    found = {
        pk
        for name in named
        for pk in apps.get_model("processes", name).objects.values_list("pk", flat=True)
    }
    return sorted(found | {world.cast.insider.pk, world.cast.author.pk, world.cast.owner.pk})


def tokens(world: HiddenWorld) -> list[str]:
    """What opens the feeds of the one who looks around."""
    return [feed_keys.token(feed_keys.make(world.cast.fresh(world.guest or world.cast.reader)))]


def _keys(model: type) -> list[str]:
    return [str(key) for key in model.objects.values_list("key", flat=True)]


def leaks(
    client: Client, addresses: Iterable[str], markers: Iterable[str] = (MARKER,)
) -> list[str]:
    found = []
    for address in addresses:
        said = words(client.get(address), address)
        for marker in markers:
            if marker in said:
                at = said.index(marker)
                found.append(f"{address}: …{said[max(0, at - 60) : at + 60]!r}")
    return found


def questions(world: HiddenWorld) -> Iterator[str]:
    """Addresses that answer to more than their path."""
    for typed in TYPED:
        said = urlencode({"q": typed})
        yield from (f"{reverse('search')}?{said}&{more}" for more in ("sort=new", "page=2"))
        quick = reverse("quick_find")
        yield from (f"{quick}?{said}&{more}" for more in ("fragment", "more=1&seen=0"))
    for page in (world.open_page, world.child, world.former, world.secret):
        yield f"{reverse('feeds')}?article={page.pk}"
        yield from (f"/2019/laptop/{page.pk}/", f"/?p={page.pk}")
        yield f"{reverse('arrange', args=[world.cast.equipment.slug])}?below={page.pk}"
        place = [page.department.slug, page.slug]
        yield f"{reverse('history', args=place)}?show=versions"
        yield f"{reverse('lines', args=place)}?version=1"
        for more in ("from=0&to=1", "from=0&to=1&view=source", "since=major"):
            yield f"{reverse('compare', args=place)}?{more}"
    yield f"{reverse('feeds')}?department={world.board.slug}"
    yield f"{reverse('feeds')}?department={world.board.pk}"


def searches() -> Iterator[str]:
    for name, typed in itertools.product(SEARCHES, TYPED):
        address = reverse(name)
        for what in WHATS if name == "suggest" else [""]:
            yield f"{address}?{urlencode({'q': typed, 'what': what})}"


def test_the_markers_are_really_there(world: HiddenWorld, as_: As) -> None:
    """Else the tests below would prove nothing."""
    insider = as_(world.cast.insider)
    for address in (
        "/",
        f"/{world.board.slug}/",
        "/search/?q=quag",
        world.secret.get_absolute_url(),
    ):
        assert MARKER in words(insider.get(address), address), address
    owner = as_(world.cast.owner)
    address = f"/proposals/{world.proposal.pk}/"
    assert MARKER in words(owner.get(address), address)
    key = feed_keys.token(feed_keys.make(world.cast.fresh(world.cast.insider)))
    address = reverse("site_feed", args=[key])
    assert MARKER in words(Client().get(address), address)


def test_no_page_tells_a_reader(world: HiddenWorld, as_: As) -> None:
    found = leaks(as_(world.cast.reader), outlets(world))
    assert not found, "\n".join(found)


def test_no_search_tells_a_reader(world: HiddenWorld, as_: As) -> None:
    found = leaks(as_(world.cast.reader), searches())
    assert not found, "\n".join(found)


def test_no_address_with_a_question_tells_a_reader(world: HiddenWorld, as_: As) -> None:
    found = leaks(as_(world.cast.reader), questions(world))
    assert not found, "\n".join(found)


def test_nor_somebody_who_manages_other_departments(world: HiddenWorld, as_: As) -> None:
    head = as_(world.cast.head)
    # What authors themselves wrote into a proposal is for those who decide on it.
    asked = (address for address in outlets(world) if not address.startswith("/proposals/"))
    found = leaks(head, itertools.chain(asked, questions(world)), BEHIND_THE_DOOR)
    assert not found, "\n".join(found)


def test_no_outlet_tells_a_guest_of_anything_outside(cast: Cast, as_: As) -> None:
    """Not even of what the whole company may read, nor of the people there."""
    world = build_for_guest(cast)
    redrawing.drain()
    looking_for = [*(("search", typed) for typed in ("zor", "zorila", "zebu", "in:zor"))]
    looking_for += [
        (name, "zor") for name in ("quick_find", "title_find", "who_find", "people_find")
    ]
    looking_for += [
        ("tool_find", "zor"),
        ("glossary", "zor"),
        ("tools", "zor"),
        ("search", "owner:head"),
    ]
    asked = [f"{reverse(name)}?{urlencode({'q': typed})}" for name, typed in looking_for]
    asked += [f"{reverse('suggest')}?{urlencode({'q': 'zor', 'what': what})}" for what in WHATS]
    elsewhere = [f"/{place.slug}/" for place in (cast.finance, cast.operations)]
    elsewhere += [
        page.get_absolute_url() for page in Article.objects.filter(title__contains="illa")
    ]
    elsewhere += [f"/people/{cast.treasurer.pk}/"]
    guest = as_(world.guest)
    assert [guest.get(address).status_code for address in elsewhere] == [404] * len(elsewhere)
    every = itertools.chain(outlets(world), questions(world), asked, elsewhere)
    found = leaks(guest, every, (MARKER, OUTSIDE))
    assert not found, "\n".join(found)
    # They do read what they were let into; and others read what is looked for above.
    assert "plug it in" in words(guest.get(world.child.get_absolute_url()), "")
    assert "plug it in" in words(guest.get(world.child.get_absolute_url()), "")
    reader = as_(cast.reader)
    assert all(
        OUTSIDE in words(reader.get(address), address) for address in asked[:1] + elsewhere[:3]
    )


def test_no_button_tells_hidden_pages_from_such_as_there_are_not(
    world: HiddenWorld, as_: As
) -> None:
    """Same answer, same words, nothing written: for what is hidden and for what is made up."""
    head, place = as_(world.cast.head), [world.cast.equipment.slug]
    made_up = world.secret.pk + 100_000
    hidden_title, no_title = world.secret.title, "Quaggatitle pencils"

    def tried(number: int, title: str, address: str) -> list[tuple[int, str]]:
        pins = reverse("arrange_pins", args=place)
        answers = [
            *(head.post(pins, {"do": f"{verb}-{number}"}) for verb in ("pin", "unpin", "up")),
            *(head.post(pins, {"do": "add", "title": one}) for one in (title, address)),
            head.post(reverse("arrange_move", args=place), {"do": f"top-{number}"}),
            *(head.post(reverse("stars"), {"article": number, "on": on}) for on in "10"),
            head.post(reverse("following"), {"article": number, "on": "1"}),
            head.post(reverse("feeds"), {"do": "make", "article": number}),
            head.post(f"{address}history/1/restore/"),
        ]
        said = (answer.content.decode() for answer in answers)
        masked = (TOKEN.sub("", page.replace(title, "…").replace(address, "…")) for page in said)
        return list(zip((answer.status_code for answer in answers), masked, strict=True))

    before = _kept()
    hidden = tried(world.secret.pk, hidden_title, world.secret.get_absolute_url())
    assert hidden == tried(made_up, no_title, f"/{world.board.slug}/no-such-page/")
    assert _kept() == before


def _kept() -> list[int]:
    return [model.objects.count() for model in (Pin, Star, Follow, Proposal)]


def test_nor_anybody_who_is_not_signed_in(world: HiddenWorld) -> None:
    found = leaks(Client(), itertools.chain(outlets(world), searches()))
    assert not found, "\n".join(found)


def test_no_line_or_mail_tells_what_moved_behind_a_door(world: HiddenWorld) -> None:
    reader = world.cast.fresh(world.cast.reader)
    line = Notification.objects.get(user=reader)
    assert MARKER in line.title.casefold()
    assert writing.message_for(line) is None
    insider = world.cast.insider
    Notification.objects.filter(pk=line.pk).update(user=insider)
    assert writing.message_for(Notification.objects.get(pk=line.pk)) is not None
