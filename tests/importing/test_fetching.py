"""Pictures that are in none of the files, fetched from the old wiki where it still runs."""

from __future__ import annotations

import threading
import time

import pytest

from importing.applying import pictures
from importing.models import Import
from processes.models import Article, Attachment
from processes.outside import Fetcher
from tests.cast import Cast
from tests.importing.old_wiki import SOURCE, page, wiki
from tests.processes.test_outside import Names, Server
from tests.processes.test_pasting import Pictures, secure, there  # noqa: F401

There = tuple[Server, Fetcher]


class Slow(Pictures):
    """Sends a byte of each picture, and then nothing for long."""

    def _drip(self, *_: str) -> None:
        super()._drip()


def shown(*addresses: str) -> str:
    return "".join(f"![x]({SOURCE}{address})\n\n" for address in addresses)


def refused(run: Import) -> list[str]:
    return list(run.notes.filter(text__contains="fetched").values_list("text", flat=True))


def test_pictures_come_from_where_an_admin_says_and_nothing_else_does(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    there: There,  # noqa: F811
) -> None:
    server, fetcher = there
    monkeypatch.setattr(pictures, "Fetcher", lambda: fetcher)
    server.redirects |= {"/to/png": "/png/navy", "/to/inside": "https://127.0.0.2/png"}
    server.redirects |= {"/to/plain": server.url("/png/red"), "/to/to": "/to/to"}
    odd = ("/page", "/404", "/short", "/to/inside", "/to/plain", "/to/to")
    body = shown("/png", "/to/png", "/png", *odd)
    old = wiki(cast, monkeypatch, page("one", body), page("two", shown("/png", "/404")))
    run = old.bring(fetch_from=secure(server, "/"))
    one = Article.objects.get(title="One").body
    assert one.count("/attachments/") == 3
    assert Attachment.objects.count() == 2
    assert all(f"{SOURCE}{address}" in one for address in odd)
    asked = [path for *_, path in server.asked]
    assert asked.count("/png") == 1, "each is asked for once"
    assert "/png/red" not in asked
    told = " ".join(refused(run))
    for why in ("no picture", "broke off", "in secret", "on and on", "Not checked"):
        assert why in told
    assert {host for _, host, _ in server.asked} == {"there.example"}


def test_a_private_network_is_asked_for_nothing(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    there: There,  # noqa: F811
) -> None:
    """As in production, with the system's own resolver; and a name that changes its mind."""
    server, _ = there
    names = Names({"rebinding.example": [["93.184.216.34", "127.0.0.1"]]})
    for host, look_up in (
        *((name, None) for name in ("127.0.0.1", "localhost", "2130706433", "[::1]")),
        ("rebinding.example", names),
    ):
        real = Fetcher(ports=frozenset({server.port}), **({"look_up": look_up} if look_up else {}))
        monkeypatch.setattr(pictures, "Fetcher", lambda real=real: real)
        name = f"at-{abs(hash(host))}"
        run = wiki(cast, monkeypatch, page(name, shown("/png"))).bring(
            fetch_from=secure(server, "", host), source=name
        )
        assert len(refused(run)) == 1, host
    assert server.asked == []
    assert not Attachment.objects.exists()


def test_a_site_that_does_not_answer_is_left_alone(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    there: There,  # noqa: F811
) -> None:
    """Ten thousand pictures of a site that is down do not take days; missing ones are no sign."""
    server, fetcher = there
    server.RequestHandlerClass = Slow
    monkeypatch.setattr(pictures, "Fetcher", lambda: fetcher)
    monkeypatch.setattr(pictures, "SILENCES", 3)
    monkeypatch.setattr(pictures, "SECONDS_TO_FETCH", 0.2)
    lost = [f"/404/{number}" for number in range(8)]
    slow = [f"/drip/{number}" for number in range(60)]
    old = wiki(cast, monkeypatch, page("one", shown(*lost, "/png", *slow)))
    began = time.monotonic()
    run = old.bring(fetch_from=secure(server, "/"))
    assert time.monotonic() - began < 20
    asked = [path for *_, path in server.asked]
    assert (sum("404" in path for path in asked), sum("drip" in path for path in asked)) == (8, 3)
    assert any("is not asked any more" in told for told in refused(run))
    assert Attachment.objects.count() == 1


def test_an_old_wiki_without_https_is_asked_where_an_admin_names_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server() as server:
        server.RequestHandlerClass = Pictures
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        fetcher = Fetcher(lambda ip: ip == "127.0.0.1", frozenset({server.port}), Names())
        monkeypatch.setattr(pictures, "Fetcher", lambda: fetcher)
        wiki(cast, monkeypatch, page("one", shown("/png"))).bring(fetch_from=server.url(""))
        server.shutdown()
        thread.join()
    assert "/attachments/" in Article.objects.get(title="One").body
