"""What is pasted from elsewhere: its text, its pictures, and what may never be fetched for it."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from accounts.models import User
from processes import attachments
from processes.models import Attachment
from processes.outside import Fetcher, NotFetched
from processes.pasting import arriving, converting, gathering
from processes.pasting.arriving import MISSING, TooLong, arrive
from processes.pasting.converting import Unreadable
from tests.cast import Cast
from tests.processes.samples import picture
from tests.processes.test_outside import Handler, Names, Server, serve_over_tls

As = Callable[[User], Client]
CLIPBOARDS = Path(__file__).parents[1] / "fixtures" / "clipboard"


class Pictures(Handler):
    """A site with a picture of its own."""

    def _png(self, colour: str = "teal") -> None:
        self._send("image/png", picture(colour=colour))

    def _page(self) -> None:
        self._send("text/html", picture())

    def _large(self) -> None:
        self._send("image/png", b"x" * 5_000)

    def _short(self) -> None:
        self._send("image/png", b"x", told=1_000)
        self.close_connection = True

    def _drip(self) -> None:
        self._send("image/png", b"x", told=1_000)
        self.server.over.wait(10)

    def _send(self, kind: str, content: bytes, told: int = 0) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(told or len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[tuple[Server, Fetcher]]:
    """A site with pictures, and one who may fetch from it alone."""
    with Server() as server:
        server.RequestHandlerClass = Pictures
        tls = serve_over_tls(server, tmp_path, "there.example")
        names = Names({"inside.example": ["10.0.0.7"], "127.0.0.2": ["127.0.0.2"], "::1": ["::1"]})
        fetcher = Fetcher(
            is_allowed=lambda ip: ip == "127.0.0.1",
            ports=frozenset({server.port}),
            look_up=names,
            tls=tls,
            timeout=2,
        )
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server, fetcher
        server.over.set()
        server.shutdown()
        thread.join()


def secure(server: Server, path: str, host: str = "there.example") -> str:
    return server.url(path, host).replace("http:", "https:")


def written_in(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode()


def test_what_was_copied_comes_back_as_markdown_with_its_pictures(cast: Cast, as_: As) -> None:
    page = cast.article()
    html = (CLIPBOARDS / "word.html").read_text() + f'<img src="{written_in(picture())}" alt="[A]">'
    html = html.replace("<!--StartFragment-->", "").replace("<!--EndFragment-->", "")
    client = as_(cast.author)
    told = client.post("/preview/paste/", {"html": html, "article": page.pk}).json()

    kept = Attachment.objects.get()
    address = attachments.address_of(kept)
    assert told["markdown"].startswith("## Leaving the company\n\n### Before the last day\n\n")
    assert f"\n\n{MISSING}\n\n" in told["markdown"]
    assert rf"![\[A\]]({address})" in told["markdown"]
    assert (told["pictures"], told["left_out"]) == (1, 1)
    assert told["said"] == "1 picture is missing from what you pasted: copy it one by one."
    assert (kept.department, kept.uploaded_by) == (cast.equipment, cast.author)

    again = client.post("/preview/paste/", {"html": f'<p>x <img src="{address}"></p>'}).json()
    assert again["markdown"] == f"x ![]({address})"
    assert again["said"] == ""
    assert Attachment.objects.count() == 1


def test_who_may_paste_and_for_which_page(cast: Cast, as_: As, client: Client) -> None:
    secret = cast.article("Minutes", department=cast.board, author=cast.insider)
    sent = {"html": "<b>x</b>"}
    assert as_(cast.reader).post("/preview/paste/", sent).json()["markdown"] == "**x**"
    hidden = as_(cast.reader).post("/preview/paste/", {**sent, "article": secret.pk})
    assert hidden.status_code == 404
    assert (
        as_(cast.reader).post("/preview/paste/", {**sent, "department": "board"}).status_code == 404
    )
    assert as_(cast.insider).post("/preview/paste/", {**sent, "article": secret.pk}).json()
    assert client.post("/preview/paste/", sent).status_code in (302, 401, 403)
    assert as_(cast.reader).get("/preview/paste/").status_code == 405
    assert as_(cast.reader).post("/preview/paste/", {}).json()["markdown"] == ""


def test_too_much_is_refused_in_a_sentence(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_(cast.author)
    monkeypatch.setattr(arriving, "LONGEST", 100)
    answer = client.post("/preview/paste/", {"html": "<p>x" * 30, "department": "\x00"})
    assert (answer.status_code, answer.json()["error"][:30]) == (
        413,
        "What you copied is too much to",
    )
    with override_settings(PREVIEWS_PER_MINUTE=0):
        assert client.post("/preview/paste/", {"html": "x"}).status_code == 429


@pytest.mark.long
def test_html_that_takes_for_ever_is_killed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process counts its own processor time; the server goes on."""
    began = time.monotonic()
    with pytest.raises(Unreadable):
        converting.convert("<p>" + "<b>x</b><i>y</i>" * 60_000, "https://wiki.example.com")
    assert time.monotonic() - began < converting.LONGEST + 5


def test_pictures_of_other_sites_are_fetched_and_kept_once(
    cast: Cast, there: tuple[Server, Fetcher]
) -> None:
    server, fetcher = there
    server.redirects["/to/1"] = "/png/navy"
    html = "".join(
        f'<p><img src="{secure(server, path)}" alt="{path[1:4]}"></p>'
        for path in ("/png", "/to/1", "/png", "/page", "/404")
    )
    arrived = arrive(html, cast.fresh(cast.author), cast.equipment, fetcher)
    assert (arrived.pictures, arrived.left_out) == (3, 2)
    assert Attachment.objects.count() == 2
    assert arrived.markdown.count("![png](/attachments/") == 2
    assert arrived.markdown.count(MISSING) == 2
    assert {host for _, host, _ in server.asked} == {"there.example"}
    assert all("Cookie" not in sent for sent in server.headers)


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.2/",
        "https://inside.example/",
        "http://there.example/png",
        "https://there.example:22/",
        "file:///etc/passwd",
        "cid:image001.png@01DA",
        "https://[::1]/x.png",
    ],
)
def test_what_lies_inside_is_never_fetched(there: tuple[Server, Fetcher], address: str) -> None:
    server, fetcher = there
    fetcher.ports = frozenset({443, 80, server.port})
    fetcher.is_allowed = Fetcher().is_allowed
    with pytest.raises(NotFetched):
        fetcher.picture(address, 10_000, time.monotonic() + 5)
    server.redirects["/to/1"] = address
    fetcher.is_allowed = lambda ip: ip == "127.0.0.1"
    with pytest.raises(NotFetched):
        fetcher.picture(secure(server, "/to/1"), 10_000, time.monotonic() + 5)
    assert [path for *_, path in server.asked] == ["/to/1"]


def test_where_no_other_site_may_be_asked_none_is(
    cast: Cast, there: tuple[Server, Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, fetcher = there
    monkeypatch.setattr(gathering, "Fetcher", lambda: fetcher)
    html = f'<img src="{secure(server, "/png")}">'
    with override_settings(CHECK_OUTSIDE_LINKS=False):
        assert arrive(html, cast.fresh(cast.author), None).markdown == MISSING
    assert server.asked == []
    with override_settings(CHECK_OUTSIDE_LINKS=True):
        assert arrive(html, cast.fresh(cast.author), None).pictures == 1


def test_fetching_ends_by_size_and_by_time(there: tuple[Server, Fetcher]) -> None:
    server, fetcher = there
    for path in ("/large", "/page", "/404", "/short"):
        with pytest.raises(NotFetched):
            fetcher.picture(secure(server, path), 4_000, time.monotonic() + 5)
    began = time.monotonic()
    with pytest.raises(NotFetched):
        fetcher.picture(secure(server, "/drip"), 4_000, began + 0.4)
    assert time.monotonic() - began < 2


def test_no_more_than_twenty_pictures_come_along(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST", 2)
    html = "".join(f'<img src="{written_in(picture(size=(n, 9)))}">' for n in range(10, 14))
    arrived = arrive(html, cast.fresh(cast.author), None)
    assert (arrived.pictures, arrived.left_out) == (2, 2)
    drawing = written_in(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert arrive(f"<img src='{drawing}'>", cast.fresh(cast.author), None).markdown == MISSING


def test_the_length_counts_without_pictures(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "LONGEST", 200)
    large = written_in(picture(size=(90, 90)) + b"\0" * 500)
    assert arrive(f"<img src='{large}'>", cast.fresh(cast.author), None).pictures == 1
    with pytest.raises(TooLong):
        arrive("x" * 201, cast.fresh(cast.author), None)


def test_a_picture_that_only_decorates_is_shown_without_words(cast: Cast, as_: As) -> None:
    mine: Any = attachments.store(picture(), "line.png", cast.author, department=cast.equipment)
    address = attachments.address_of(mine)
    page = cast.article(
        "Lines", f'![]({address} "decorative")\n\n![A line]({address} "decorative")'
    )
    first, second = page.html.split("<img")[1:]
    assert 'alt=""' in first
    assert "title" not in first
    assert 'title="decorative"' in second
