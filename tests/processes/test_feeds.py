"""Feeds: valid Atom, for whoever holds the address of somebody who may read, and nobody else."""

from __future__ import annotations

import datetime
import logging
import runpy
from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from gunicorn.config import Config

from accounts import feed_keys
from accounts.models import FeedKey, User
from processes import workflow
from processes.feeds import pacing
from processes.models import Article, Decision
from tests.cast import Cast
from wiki.logs import WithoutTokens, without_tokens

As = Callable[[User], Client]
ATOM = "{http://www.w3.org/2005/Atom}"


def address(person: User, place: str = "") -> str:
    return f"/feeds/{feed_keys.token(feed_keys.make(person))}/{place}"


def entries(response: HttpResponse) -> list[ElementTree.Element]:
    """Of a valid feed (RFC 4287, 4.1): each of them with what an entry must have."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)  # noqa: S314 (our own)
    assert root.tag == f"{ATOM}feed"
    found = root.findall(f"{ATOM}entry")
    for part in (root, *found):
        assert [len(part.findall(ATOM + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert part.findtext(f"{ATOM}author/{ATOM}name")
        assert part.findtext(f"{ATOM}id", "").startswith("tag:")
        datetime.datetime.fromisoformat(part.findtext(f"{ATOM}updated", ""))
        assert urlsplit(part.find(f"{ATOM}link").get("href")).scheme
    ids = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(set(ids)) == len(ids)
    return found


def titles(response: HttpResponse) -> list[str]:
    return [entry.findtext(f"{ATOM}title", "") for entry in entries(response)]


def test_each_feed_holds_the_versions_of_its_pages(cast: Cast, client: Client) -> None:
    laptop = cast.article()
    cast.article("Expenses", department=cast.finance, author=cast.treasurer)
    cast.approve(cast.pending(laptop, "Unpack it.\n\nWait.", note="It gets warm"))
    cast.pending(laptop, "Unpack it carefully.", note="Not yet approved", author=cast.reader)
    new, changed = "New page: Set up a laptop", "Set up a laptop, version 2"

    site = client.get(address(cast.outsider))
    assert titles(site) == [changed, "New page: Expenses", new]
    assert titles(client.get(address(cast.outsider, "equipment/"))) == [changed, new]
    assert titles(client.get(address(cast.outsider, "operations/"))) == [changed, new]
    assert titles(client.get(address(cast.outsider, "finance/"))) == ["New page: Expenses"]
    one = client.get(address(cast.outsider, "equipment/set-up-a-laptop/"))
    assert titles(one) == [changed, new]

    first, second = entries(one)[1], entries(one)[0]
    link = second.find(f"{ATOM}link").get("href")
    assert link.endswith("/equipment/set-up-a-laptop/compare/?from=1&to=2")
    assert first.find(f"{ATOM}link").get("href").endswith("/equipment/set-up-a-laptop/")
    assert second.findtext(f"{ATOM}summary") == (
        "<p>It gets warm</p><p>Approved by Owner, written by Author.</p>"
    )
    assert second.findtext(f"{ATOM}author/{ATOM}name") == "Author"
    # No text of a page, nothing of what waits, and not the address itself.
    for response in (site, one):
        assert b"Unpack" not in response.content
        assert b"Not yet" not in response.content
        assert feed_keys.token(cast.outsider.feed_key).encode() not in response.content


def test_entries_are_what_this_person_may_read_today(cast: Cast, client: Client) -> None:
    cast.article("Minutes", department=cast.board, author=cast.insider)
    laptop = cast.article()
    cast.new_page("Nobody approved it")
    assert titles(client.get(address(cast.insider))) == [
        "New page: Set up a laptop",
        "New page: Minutes",
    ]
    assert titles(client.get(address(cast.reader))) == ["New page: Set up a laptop"]
    for place in ("board/", "board/minutes/", "equipment/nobody-approved-it/", "nowhere/"):
        assert client.get(address(cast.reader, place)).status_code == 404

    workflow.archive(laptop, cast.fresh(cast.owner), reason="Old")
    assert titles(client.get(address(cast.reader))) == []
    # Who asks for one page by name may go on reading what became of it.
    assert len(titles(client.get(address(cast.reader, "equipment/set-up-a-laptop/")))) == 1
    cast.board.visibility = "company"
    cast.board.save()
    assert titles(client.get(address(cast.reader))) == ["New page: Minutes"]


def test_only_an_address_that_holds_opens_anything(cast: Cast, client: Client) -> None:
    cast.article()
    first = address(cast.reader)
    assert client.get(first).status_code == 200
    key = FeedKey.objects.get(person=cast.reader)
    assert key.used_on == timezone.localdate()
    other = feed_keys.make(cast.author)
    made_up = f"{other.number.hex}.{feed_keys.token(key).partition('.')[2]}"
    for token in (key.number, key.number.hex, made_up, "x", "x.y", "%00", f"{first[7:-1]}x"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/feeds/{token}/").status_code == 404
        assert len(asked) == 0

    feed_keys.renew(cast.reader)
    assert client.get(first).status_code == 404
    second = address(cast.reader)
    assert client.get(second).status_code == 200
    User.objects.filter(pk=cast.reader.pk).update(is_active=False)
    assert client.get(second).status_code == 404
    User.objects.filter(pk=cast.reader.pk).update(is_active=True)
    feed_keys.remove(cast.reader)
    assert client.get(second).status_code == 404
    assert client.post(address(cast.reader)).status_code == 405


def test_hostile_text_stays_text(cast: Cast, client: Client) -> None:
    title = "]]></title><script>alert(1)</script>\x0b & “\uffff”"
    article = cast.article("Plain")
    Article.objects.filter(pk=article.pk).update(title=title, summary="<img src=x>")
    cast.finance.name = "R&D <b>\x1b"
    cast.finance.save()
    Article.objects.filter(pk=article.pk).update(department=cast.finance)
    User.objects.filter(pk=cast.owner.pk).update(name="<i>Owner</i>\x08")
    response = client.get(address(cast.reader, "finance/"))
    (entry,) = entries(response)
    assert entry.findtext(f"{ATOM}title") == (
        "New page: ]]></title><script>alert(1)</script>\ufffd & “\ufffd”"
    )
    told = entry.findtext(f"{ATOM}summary", "")
    assert told.startswith("<p>First version</p><p>&lt;img src=x&gt;</p>")
    assert "<i>" not in told
    assert b"<script" not in response.content


def test_programs_that_have_it_are_told_so(cast: Cast, client: Client) -> None:
    article = cast.article()
    place = address(cast.reader)
    first = client.get(place)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Referrer-Policy"] == "no-referrer"
    for known in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        again = client.get(place, headers=known)
        assert (again.status_code, again.content) == (304, b"")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries(first)]
    Article.objects.filter(pk=article.pk).update(title="Renamed", slug="elsewhere")
    renamed = client.get(place, headers={"If-None-Match": first["ETag"]})
    assert titles(renamed) == ["New page: Renamed"]
    assert [entry.findtext(f"{ATOM}id") for entry in entries(renamed)] == ids
    assert client.head(place).status_code == 200


def test_old_addresses_of_departments_and_pages_lead_on(cast: Cast, client: Client) -> None:
    article = cast.article()
    workflow.move(article, cast.fresh(cast.admin), department=cast.finance, slug="laptops")
    old = client.get(address(cast.reader, "equipment/set-up-a-laptop/"))
    assert (old.status_code, old["Location"]) == (301, address(cast.reader, "finance/laptops/"))
    assert len(titles(client.get(old["Location"]))) == 1


def test_who_asks_too_often_waits(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(pacing, "MOST", 2)
    place = address(cast.reader)
    assert [client.get(place).status_code for _ in range(3)] == [200, 200, 429]
    assert 0 < int(client.get(place)["Retry-After"]) <= 60
    assert client.get(address(cast.author)).status_code == 200


def test_a_long_history_takes_no_more_queries(cast: Cast, client: Client) -> None:
    article = cast.article()
    Decision.objects.bulk_create(
        Decision(article=article, action="approved", by=cast.owner, version=number)
        for number in range(2, 200)
    )
    place = address(cast.reader)
    assert len(entries(client.get(place))) == 50
    with CaptureQueriesContext(connection) as asked:
        client.get(place)
    assert len(asked) == 4


def test_people_make_replace_and_remove_their_address(cast: Cast, as_: As) -> None:
    article = cast.article()
    browser = as_(cast.reader)
    assert "You have no address yet" in browser.get("/me/feeds/").content.decode()
    made = browser.post("/me/feeds/", {"do": "make", "article": article.pk})
    assert made["Location"] == f"/me/feeds/?article={article.pk}"
    browser.post("/me/feeds/", {"do": "make"})
    first = f"http://testserver{address(cast.reader)}"
    page = browser.get(made["Location"]).content.decode()
    assert f"<code>{first}</code>" in page
    assert f"<code>{first}equipment/set-up-a-laptop/</code>" in page
    page = browser.get("/me/feeds/?department=equipment").content.decode()
    assert f"<code>{first}equipment/</code>" in page

    browser.post("/me/feeds/", {"do": "renew"})
    second = f"http://testserver{address(User.objects.get(pk=cast.reader.pk))}"
    assert second != first
    assert f"<code>{second}</code>" in browser.get("/me/feeds/").content.decode()
    browser.post("/me/feeds/", {"do": "remove"})
    assert not FeedKey.objects.filter(person=cast.reader).exists()
    assert browser.post("/me/feeds/", {"do": "?"}).status_code == 404

    hidden = cast.article("Minutes", department=cast.board, author=cast.insider)
    for asked in ("department=board", f"article={hidden.pk}", "department=%00", "article=9" * 30):
        assert browser.get(f"/me/feeds/?{asked}").status_code == 404
    assert Client().get("/me/feeds/").status_code == 302


def test_no_token_gets_into_a_log(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(WithoutTokens())
    with caplog.at_level(logging.INFO):
        client.get(address(cast.reader, "nowhere/"))
    assert "Not Found: /feeds/*/nowhere/" in caplog.text
    assert feed_keys.token(cast.reader.feed_key) not in caplog.text
    assert without_tokens("GET /me/feeds/ 200") == "GET /me/feeds/ 200"


def test_the_web_server_writes_no_token_either() -> None:
    conf = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))
    logger = conf["logger_class"](Config())
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/feeds/secret/x/?a=1",
        "PATH_INFO": "/feeds/secret/x/",
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    answer = SimpleNamespace(status="200 OK", headers=[])
    asked = SimpleNamespace(headers=[("REFERER", "/inbox/unsubscribe/secret/")])
    atoms = logger.atoms(answer, asked, environ, datetime.timedelta(seconds=1))
    assert atoms["U"] == "/feeds/*/x/"
    assert "secret" not in repr(atoms)
