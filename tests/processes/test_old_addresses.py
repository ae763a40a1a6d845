"""Addresses of an old wiki lead on to what became of them, for those who may read that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from processes import old_addresses
from processes.models import Article, Attachment, OldAddress, Tag, Tool
from processes.models.tag import Tagging
from tests.cast import Cast

As = Callable[[User], Client]
pytestmark = pytest.mark.django_db

OLD = "https://old.example.com"
HERE = "/equipment/set-up-a-laptop/"


def lead(client: Client, address: str, host: str = "testserver") -> str | None:
    """Where the address leads in one step; None for “not found”."""
    response = client.get(address, HTTP_HOST=host)
    if response.status_code == 404:
        return None
    assert response.status_code == 301, (address, response.status_code)
    assert response["Cache-Control"] == "no-cache, private"
    return response["Location"]


def picture(cast: Cast) -> Attachment:
    return Attachment.objects.create(
        file="x", sha256="0" * 64, name="plan.png", content_type="image/png", size=1,
        uploaded_by=cast.author,
    )  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "/2019/03/laptop/",
        "/2019/03/laptop",
        "/2019/03/Laptop/?utm_source=mail",
        "/2019//03/laptop/index.html",
        "/2019/03/laptop/comment-page-2/",
        "/2019/03/laptop/amp/",
        "/index.php/2019/03/laptop/",
        "/?p=12",
        "/?p=12&preview=true",
        "/index.php?page_id=13",
        "/laptop-h%C3%A4ndler/",
        "/laptop-ha%CC%88ndler/",
        "/gone/laptop/",
    ],
)
def test_an_old_address_leads_to_its_page_in_one_step(cast: Cast, as_: As, address: str) -> None:
    found = old_addresses.record(
        [
            f"{OLD}/2019/03/laptop/",
            *(f"{OLD}/?p=12", "/?page_id=13", "/laptop-händler/", "/gone/laptop/"),
        ],
        article=cast.article(),
    )
    assert found == []
    assert lead(as_(cast.reader), address) == HERE


def test_a_picture_is_found_in_every_size_and_folder(cast: Cast, as_: As) -> None:
    shown = picture(cast)
    old_addresses.record([f"{OLD}/wp-content/uploads/2019/03/plan.png"], attachment=shown)
    old_addresses.record([f"{OLD}/wp-content/uploads/2019/03/big-scaled.jpg"], attachment=shown)
    client = as_(cast.author)
    for name in ("plan.png", "plan-300x200.png", "plan-scaled.png", "plan.png?w=300"):
        assert lead(client, f"/wp-content/uploads/2019/03/{name}") == shown.get_absolute_url()
    for address in (
        "/wp-content/uploads/sites/3/2019/03/plan-150x150.png",
        "/files/2019/03/plan.png",
    ):
        assert lead(client, address) == shown.get_absolute_url()
    assert lead(client, "/wp-content/uploads/2019/03/big-1024x768.jpg") == shown.get_absolute_url()
    assert lead(client, "/wp-content/uploads/2019/03/plan.gif") is None
    # It is shown on no page that others may read.
    assert lead(as_(cast.reader), "/wp-content/uploads/2019/03/plan.png") is None


def test_it_obeys_the_reading_rule_and_follows_the_page(cast: Cast, as_: As) -> None:
    secret = cast.article("The budget", department=cast.board, author=cast.insider)
    old_addresses.record(["/2019/budget/", "/?p=7"], article=secret)
    old_addresses.record(["/category/board/"], department=cast.board)
    reader, insider = as_(cast.reader), as_(cast.insider)
    assert lead(insider, "/2019/budget/") == "/board/the-budget/"
    assert lead(insider, "/category/board/page/2/") == "/board/"
    assert lead(reader, "/2019/budget/") is None
    assert lead(reader, "/category/board/") is None
    assert reader.get("/?p=7").status_code == 200  # the start page, as for any number
    assert len(reader.get("/2019/budget/").content) == len(reader.get("/2019/budgex/").content)
    tag = Tag.objects.create(name="Money", slug="money")
    old_addresses.record(["/tag/money/"], tag=tag)
    assert lead(insider, "/tag/money/") is None  # nothing has it
    Tagging.objects.create(article=secret, tag=tag)
    assert lead(insider, "/tag/money/page/2/") == "/tags/money/"
    assert lead(reader, "/tag/money/") is None
    # Moved and archived: it goes on working.
    Article.objects.filter(pk=secret.pk).update(department=cast.equipment, slug="elsewhere")
    assert lead(reader, "/2019/budget/") == "/equipment/elsewhere/"


def test_an_address_of_the_wiki_always_wins(cast: Cast, as_: As) -> None:
    cast.article()
    other = cast.article("Return a laptop")
    clashes = old_addresses.record(
        [HERE, "/equipment/", "/search/", "/", "http://[oops", "/%00/", "/equipment/gone/"],
        article=other,
    )
    told = {clash.address: clash.held_by for clash in clashes}
    assert told.keys() == {HERE, "/equipment/", "/search/", "/", "http://[oops", "/%00/"}
    assert told[HERE] == "the page “Set up a laptop” has that address"
    assert told["/equipment/"] == "the department Equipment has that address"
    client = as_(cast.reader)
    for address in (HERE, "/equipment/", "/search/"):
        assert client.get(address).status_code == 200
    assert lead(client, "/equipment/gone/") == "/equipment/return-a-laptop/"
    # Of what has no page, the address is free.
    Tool.objects.create(name="Ledger", slug="ledger", department=cast.equipment)
    tools = old_addresses.record(["/tools/ledger/", "/tools/hammer/"], article=other)
    assert [(one.address, one.held_by) for one in tools] == [
        ("/tools/ledger/", "the tool Ledger has that address")
    ]
    assert lead(client, "/tools/hammer/") == "/equipment/return-a-laptop/"
    # Its own address is no clash.
    OldAddress.objects.all().delete()
    assert old_addresses.clashes([HERE], article=Article.objects.get(slug="set-up-a-laptop")) == []


def test_the_host_decides_between_two_old_wikis(cast: Cast, as_: As, settings) -> None:  # noqa: ANN001
    settings.ALLOWED_HOSTS = ["*"]
    first, second = cast.article("First"), cast.article("Second")
    old_addresses.record(
        ["https://one.example.com/about/us/", "//one.example.com/a/b/"], article=first
    )
    old_addresses.record(["https://two.example.com/about/us/"], article=second)
    old_addresses.record(["https://three.example.com/x/y/"], article=second, host_matters=False)
    client = as_(cast.reader)
    assert lead(client, "/about/us/", "one.example.com") == "/equipment/first/"
    assert lead(client, "/about/us/", "www.two.example.com") == "/equipment/second/"
    assert lead(client, "/about/us/") is None
    assert lead(client, "/a/b/") == "/equipment/first/"
    assert lead(client, "/x/y/", "one.example.com") == "/equipment/second/"


def test_recording_again_writes_nothing_and_tells_who_was_first(cast: Cast) -> None:
    first, second = cast.article("First"), cast.article("Second")
    addresses = [f"{OLD}/2019/{n}/{{}}/" for n in range(300)]
    addresses = [address.format("x") for address in addresses] * 2
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert old_addresses.record(addresses, article=first) == []
    assert len(asked) <= 4
    rows = list(OldAddress.objects.values())
    assert len(rows) == 300
    with CaptureQueriesContext(connection) as asked:
        assert old_addresses.record(addresses, article=first) == []
    assert len(asked) == 1
    clash = old_addresses.record([addresses[0]], article=second)
    assert [one.held_by for one in clash] == ["it leads to the page “First”"]
    assert list(OldAddress.objects.values()) == rows


def test_whoever_is_not_signed_in_signs_in_first(cast: Cast, client: Client) -> None:
    assert client.get("/2019/03/laptop/?p=3").status_code == 404  # nothing was ever imported
    old_addresses.record(["/2019/03/laptop/"], article=cast.article())
    for address in ("/2019/03/laptop/?x=1", "/2019/03/never-was/?x=1"):
        response = client.get(address)
        assert response.status_code == 302
        assert (
            response["Location"]
            == f"/accounts/login/?next={address.replace('?', '%3F').replace('=', '%3D')}"
        )
    assert client.get("/?p=12")["Location"] == "/accounts/login/?next=/%3Fp%3D12"
    assert client.post("/2019/03/laptop/").status_code == 404
    assert client.get("/static/none.css").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/a/b/" + "c" * 10_000,
        "/a/b/%00/",
        "/a/b/%ff%fe/",
        "/a/b/?p=%00",
        "/a/b/?" + "&".join("p=1" for _ in range(900)),
        "//evil.example.com/a/b/",
        "/a/b/%2f%2fevil.example.com/",
        "/a/%5c%5cevil.example.com/",
        "/a/b/?p=%ed%a0%80",
    ],
)
def test_hostile_addresses_are_not_found(cast: Cast, as_: As, address: str) -> None:
    old_addresses.record([f"{OLD}/a/"], article=cast.article())
    assert as_(cast.reader).get(address).status_code == 404


def test_only_what_is_not_found_is_looked_up(cast: Cast, as_: As) -> None:
    old_addresses.record(["/2019/03/laptop/"], article=cast.article())
    client = as_(cast.reader)

    def asks(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return sum("processes_oldaddress" in query["sql"] for query in asked)

    assert (asks(HERE), asks("/equipment/"), asks("/search/")) == (0, 0, 0)
    with CaptureQueriesContext(connection) as asked:
        assert lead(client, "/2019/03/laptop/") == HERE
    assert len(asked) - asks("/2019/03/laptop/") <= 6
