"""Links to other sites: noted at publication, asked politely, and never a way into a network."""

from __future__ import annotations

import datetime
import http.server
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from processes import outside
from processes.models import ExternalLink, ExternalLinkUse
from processes.outside import asking, checking
from processes.outside.asking import Asker
from processes.outside.networks import is_public
from processes.outside.pacing import Pace
from tests.cast import DAY, Cast

HOUR = datetime.timedelta(hours=1)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with the status that the path names; notes what it was asked."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        host = self.headers["Host"].partition(":")[0]
        self.server.asked.append((self.command, host, self.path))
        self.server.headers.append(dict(self.headers))
        word, *rest = self.path.strip("/").split("/")
        act = getattr(self, f"_{word}", None)
        act(*rest) if act else self._status(int(word) if word.isdigit() else 200)

    def _status(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _get(self, status: str, otherwise: str) -> None:
        """One status to GET, another one to HEAD."""
        self._status(int(status if self.command == "GET" else otherwise))

    def _to(self, *_: str) -> None:
        self._status(302, Location=self.server.redirects[self.path])

    def _cookie(self) -> None:
        self._status(302, Location="/200", **{"Set-Cookie": "known=1"})

    def _hang(self) -> None:
        self.server.over.wait(30)

    def _drip(self) -> None:
        """A header now and then, so that no single wait is a long one."""
        for number in range(200):
            if self.server.over.is_set():
                return
            try:
                self.wfile.write(b"HTTP/1.1 200 OK\r\n" if number == 0 else b"X: y\r\n")
            except OSError:
                return
            time.sleep(0.05)

    def _huge(self) -> None:
        if self.command == "HEAD":
            self._status(405)
            return
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.over.is_set():
                self.wfile.write(b"a" * 65_536)
                self.server.sent += 65_536
        except OSError:
            self.server.over.set()

    def _silence(self) -> None:
        self.close_connection = True
        if self.command == "GET":
            self._status(200)

    def _noise(self) -> None:
        self.wfile.write(b"What do you want?\r\n\r\n")
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.redirects: dict[str, str] = {}
        self.over = threading.Event()
        self.sent = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, *_: object) -> None:
        pass  # whoever asked has gone

    def url(self, path: str, host: str = "there.example") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()


@dataclass
class Names:
    """Which addresses a host has; a list of lists tells them in turn, as rebinding does."""

    known: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int, **_: object) -> list[Any]:
        self.asked.append(host)
        found = self.known.get(host, ["127.0.0.1"])
        if found and isinstance(found[0], list):
            found = found.pop(0)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]


@dataclass
class Clock:
    """Time that passes only while somebody sleeps."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def asker(server: Server, names: Names | None = None, **options: Any) -> Asker:
    """As in production, but this one machine may be asked, and no time is lost."""
    clock = Clock()
    return Asker(
        is_allowed=lambda ip: ip == "127.0.0.1" or is_public(ip),
        ports=frozenset({server.port}),
        look_up=names or Names(),
        pace=options.pop("pace", None) or Pace(lambda: clock.now, clock.sleep),
        **options,
    )


# --- Which machines may be asked ------------------------------------------------------------------


@pytest.mark.parametrize(
    "ip",
    """127.0.0.1 127.9.9.9 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
    100.64.0.1 100.127.255.255 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
    239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:93.184.216.34
    ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::5db8:d822 64:ff9b:1::a00:1 fe80::1 fe80::1%eth0 fc00::1
    fd12:3456::1 fec0::1 ff02::1 2001:db8::1 2001::7f00:1 2002:7f00:1:: 100::1 nonsense
    127.1 192.0.0.192 168.63.129.16 192.88.99.1 3fff::1""".split(),
)
def test_what_is_not_on_the_public_internet_is_not_asked(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2a00:1450::1"])
def test_what_is_on_it_may_be(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "0"],
)
def test_in_production_no_way_of_writing_it_leads_to_this_machine(
    server: Server, host: str
) -> None:
    """With the system's own resolver."""
    answer = Asker(ports=frozenset({server.port})).ask(server.url("/200", host))

    assert answer.kind in ("unclear", "silent")
    assert server.asked == []


def test_a_host_of_which_only_one_address_is_private_is_not_asked(server: Server) -> None:
    names = Names({"mixed.example": ["127.0.0.1", "10.0.0.7"]})

    answer = asker(server, names).ask(server.url("/200", "mixed.example"))

    assert (answer.kind, answer.status) == ("unclear", None)
    assert "network of its own" in answer.problem
    assert server.asked == []


def test_only_ports_of_web_servers_are_asked(server: Server) -> None:
    for port in (22, 25, 5432, 6379, server.port):
        answer = Asker(look_up=Names()).ask(f"http://there.example:{port}/200")
        assert (answer.kind, answer.problem) == ("unclear", f"Not checked: port {port}")
    assert server.asked == []


def test_a_redirect_into_a_private_network_is_not_followed(server: Server) -> None:
    for number, target in enumerate(
        ["http://127.0.0.2/", "http://inside.example/", "//169.254.169.254/latest/", "ftp://a/b"]
    ):
        server.redirects[f"/to/{number}"] = target.replace(".example/", f".example:{server.port}/")
    names = Names({"inside.example": ["10.0.0.7"], "127.0.0.2": ["127.0.0.2"]})
    names.known["169.254.169.254"] = ["169.254.169.254"]
    ask = asker(server, names)
    ask.ports = frozenset({80, server.port})

    answers = [ask.ask(server.url(f"/to/{number}")) for number in range(4)]

    assert [answer.kind for answer in answers] == ["unclear"] * 4
    assert [path for _, _, path in server.asked] == [f"/to/{number}" for number in range(4)]


def test_a_name_that_changes_its_mind_is_asked_where_it_was_checked(server: Server) -> None:
    """The second answer would lead inside; nobody asks for it before HEAD, nor before GET."""
    names = Names({"rebinding.example": [["127.0.0.1"], ["10.0.0.7"], ["10.0.0.7"]]})

    answer = asker(server, names).ask(server.url("/get/200/405", "rebinding.example"))

    assert answer.status == 200
    assert names.asked == ["rebinding.example"]
    assert [method for method, *_ in server.asked] == ["HEAD", "GET"]


def test_a_name_that_changes_its_mind_between_two_redirects_is_not_followed(
    server: Server,
) -> None:
    names = Names({"rebinding.example": [["127.0.0.1"], ["10.0.0.7"]]})
    server.redirects["/to/0"] = "/200"

    answer = asker(server, names).ask(server.url("/to/0", "rebinding.example"))

    assert answer.kind == "unclear"
    assert len(server.asked) == 1


# --- How a machine is asked -----------------------------------------------------------------------


def test_head_is_enough_where_it_is_answered(server: Server) -> None:
    assert asker(server).ask(server.url("/200")).kind == "there"
    assert server.asked == [("HEAD", "there.example", "/200")]


@pytest.mark.parametrize("head", [400, 403, 404, 405, 500, 501])
def test_get_follows_where_head_is_refused(server: Server, head: int) -> None:
    answer = asker(server).ask(server.url(f"/get/200/{head}"))

    assert (answer.kind, answer.status) == ("there", 200)
    assert [method for method, *_ in server.asked] == ["HEAD", "GET"]


def test_get_follows_where_head_gets_no_answer(server: Server) -> None:
    assert asker(server).ask(server.url("/silence")).kind == "there"
    assert [method for method, *_ in server.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("status", "kind", "problem"),
    [
        (200, "there", ""),
        (204, "there", ""),
        (304, "there", ""),
        (401, "unclear", "Not checked: it wants a sign-in"),
        (403, "unclear", "Not checked: it wants a sign-in"),
        (429, "unclear", "Not checked: it answers 429"),
        (503, "unclear", "Not checked: it answers 503"),
        (404, "gone", "It answers 404"),
        (410, "gone", "It answers 410"),
        (500, "gone", "It answers 500"),
    ],
)
def test_what_an_answer_says(server: Server, status: int, kind: str, problem: str) -> None:
    answer = asker(server).ask(server.url(f"/{status}"))

    assert (answer.kind, answer.problem, answer.status) == (kind, problem, status)


def test_who_asks_is_said_and_nothing_else_is_told(server: Server, settings: Any) -> None:
    asker(server).ask(server.url("/cookie").replace("http://", "http://me:secret@"))

    assert [path for _, _, path in server.asked] == ["/cookie", "/200"]
    for headers in server.headers:
        assert headers["User-Agent"] == f"Imprimatur link check (+{settings.SITE_URL})"
        assert headers["Host"] == f"there.example:{server.port}"
        assert set(headers) <= {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_redirects_are_followed_five_times_and_no_more(server: Server) -> None:
    for number in range(10):
        server.redirects[f"/to/{number}"] = f"/to/{number + 1}" if number < 9 else "/200"
    ask = asker(server)

    assert ask.ask(server.url("/to/5")).kind == "there"  # 5, 6, 7, 8, 9 and then 200
    server.asked.clear()
    assert ask.ask(server.url("/to/0")).kind == "unclear"
    assert len(server.asked) == 6


def test_a_redirect_to_nonsense_is_an_answer(server: Server) -> None:
    server.redirects["/to/0"] = "http://[half/"

    assert asker(server).ask(server.url("/to/0")).kind == "gone"


def test_odd_addresses_are_asked_for_as_they_are_or_are_an_answer(server: Server) -> None:
    ask = asker(server)

    assert ask.ask(server.url("/a b/é?q=ü ö&x=%20%C3%A9\x01")).kind == "there"
    assert server.asked[-1][2] == "/a%20b/%C3%A9?q=%C3%BC%20%C3%B6&x=%20%C3%A9%01"
    assert ask.ask(server.url("/200", "bücher.example")).kind == "there"
    assert server.asked[-1][1] == "xn--bcher-kva.example"
    for nonsense in (
        "http://[::1",
        f"http://{'a' * 70}.example/",
        "http://a:99999/",
        "http://a\x00b/",
    ):
        assert ask.ask(nonsense).kind in ("gone", "silent", "unclear")


def test_who_does_not_answer_in_time_is_left(server: Server) -> None:
    answer = asker(server, timeout=0.3).ask(server.url("/hang"))

    assert (answer.kind, answer.problem) == ("silent", "It does not answer in time")


def test_who_answers_a_byte_at_a_time_is_left_as_well(server: Server) -> None:
    answer = asker(server, timeout=5, deadline=0.5).ask(server.url("/drip"))

    assert (answer.kind, answer.problem) == ("silent", "It does not answer in time")


def test_a_huge_page_is_not_read(server: Server) -> None:
    assert asker(server).ask(server.url("/huge")).kind == "there"
    assert server.over.wait(10)  # the sender has noticed that nobody reads
    assert server.sent < 16 * 1024 * 1024


def test_no_host_no_listener_and_no_web_server_are_no_answer(server: Server) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        ask = asker(server, Names({"nowhere.example": []}))
        ask.ports = frozenset({server.port, port})

        answers = [
            ask.ask(server.url("/200", "nowhere.example")),
            ask.ask(f"http://there.example:{port}/"),
            ask.ask(server.url("/noise")),
        ]

    assert [answer.kind for answer in answers] == ["silent"] * 3
    assert [answer.problem for answer in answers[:2]] == [
        "There is no such host",
        "It refuses the connection",
    ]


def test_the_next_address_of_a_host_is_tried_where_the_first_lets_nobody_in(
    server: Server,
) -> None:
    names = Names({"two.example": ["127.0.0.99", "127.0.0.1"]})
    ask = asker(server, names)
    ask.is_allowed = lambda ip: ip.startswith("127.")

    assert ask.ask(server.url("/200", "two.example")).kind == "there"


def test_a_certificate_counts_as_it_does_for_browsers(server: Server, tmp_path: Path) -> None:
    trusted = serve_over_tls(server, tmp_path, "there.example")
    good, wrong = (f"https://{name}.example:{server.port}/200" for name in ("there", "other"))

    assert asker(server, tls=trusted).ask(good).kind == "there"
    for ask, url in ((asker(server, tls=trusted), wrong), (asker(server), good)):
        answer = ask.ask(url)
        assert (answer.kind, answer.problem) == ("silent", "Its certificate is not valid")
    assert asker(server, tls=trusted).ask(server.url("/200")).kind == "silent"


def test_what_does_not_speak_tls_at_all_is_an_answer(server: Server) -> None:
    answer = asker(server).ask(f"https://there.example:{server.port}/200")

    assert answer.kind == "silent"


def test_a_server_that_hangs_within_the_handshake_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        ask = Asker(
            is_allowed=lambda _: True, ports=frozenset({port}), look_up=Names(), timeout=0.3
        )

        assert ask.ask(f"https://there.example:{port}/").problem == "It does not answer in time"


def test_a_host_is_asked_once_in_a_second_and_others_do_not_wait(server: Server) -> None:
    clock = Clock()
    ask = asker(server, pace=Pace(lambda: clock.now, clock.sleep))
    server.redirects["/to/0"] = "/200"

    ask.ask(server.url("/200", "one.example"))
    ask.ask(server.url("/200", "two.example"))
    assert clock.slept == []
    ask.ask(server.url("/get/200/405", "one.example"))  # two requests, each a second later
    assert clock.slept == [1.0, 1.0]
    clock.now += 0.25
    ask.ask(server.url("/to/0", "one.example"))
    assert clock.slept == [1.0, 1.0, 0.75, 1.0]


# --- When links are asked, and what becomes of them -----------------------------------------------


@pytest.fixture
def pages(cast: Cast) -> Callable[..., None]:
    """Makes one page hold these addresses, all due."""

    def hold(*urls: str) -> None:
        outside.record(article, urls)

    article = cast.article()
    return hold


def state(url: str) -> tuple[int | None, str, int]:
    link = ExternalLink.objects.get(url=url)
    return link.status, link.problem, link.failures


def due_in(url: str) -> datetime.timedelta:
    """Until the next check, to the hour."""
    left = ExternalLink.objects.get(url=url).next_check_at - timezone.now()
    return round(left / HOUR) * HOUR


def make_due() -> None:
    ExternalLink.objects.update(next_check_at=timezone.now() - HOUR)


def test_an_answer_is_believed_for_a_week(server: Server, pages: Callable[..., None]) -> None:
    url = server.url("/200")
    pages(url)

    checked = outside.check_due(asker=asker(server))
    again = outside.check_due(asker=asker(server))

    assert (checked.asked, checked.failed, checked.offline) == (1, 0, False)
    assert again.asked == 0
    assert state(url) == (200, "", 0)
    assert due_in(url) == 7 * DAY
    assert ExternalLink.objects.get().checked_at is not None


def test_a_link_is_dead_after_two_failures_a_day_apart_and_alive_after_one_success(
    server: Server, pages: Callable[..., None]
) -> None:
    url = server.url("/404")
    pages(url)

    outside.check_due(asker=asker(server))
    assert state(url) == (404, "It answers 404", 1)
    assert due_in(url) == DAY
    make_due()
    outside.check_due(asker=asker(server))
    assert state(url) == (404, "It answers 404", outside.DEAD_AFTER)
    assert due_in(url) == 7 * DAY
    make_due()
    outside.check_due(asker=asker(server))
    assert state(url)[2] == outside.DEAD_AFTER

    ExternalLink.objects.update(url=server.url("/200"))
    make_due()
    outside.check_due(asker=asker(server))
    assert state(server.url("/200")) == (200, "", 0)


def test_what_wants_a_sign_in_is_never_dead(server: Server, pages: Callable[..., None]) -> None:
    url = server.url("/403")
    pages(url)

    for _ in range(3):
        make_due()
        assert outside.check_due(asker=asker(server)).failed == 0

    assert state(url) == (403, "Not checked: it wants a sign-in", 0)
    assert due_in(url) == 7 * DAY


def test_an_unknown_host_counts_where_others_answer(
    server: Server, pages: Callable[..., None]
) -> None:
    there, lost = server.url("/404"), server.url("/", "lost.example")
    pages(there, lost)

    checked = outside.check_due(asker=asker(server, Names({"lost.example": []})))

    assert (checked.failed, checked.offline) == (2, False)
    assert state(lost) == (None, "There is no such host", 1)


def test_without_internet_nothing_is_dead(server: Server, pages: Callable[..., None]) -> None:
    urls = [server.url("/", f"{name}.example") for name in ("a", "b", "c")]
    pages(*urls)
    offline = Names({f"{name}.example": [] for name in ("a", "b", "c")})

    for _ in range(3):
        make_due()
        checked = outside.check_due(asker=asker(server, offline))
        assert (checked.asked, checked.failed, checked.offline) == (3, 0, True)

    assert {state(url) for url in urls} == {(None, "", 0)}
    assert due_in(urls[0]) == HOUR


def test_one_link_alone_counts_where_another_that_answered_before_still_does(
    server: Server, pages: Callable[..., None]
) -> None:
    """Whether the line is down or the one host is shows by asking somebody else."""
    good, lost = server.url("/200", "good.example"), server.url("/", "lost.example")
    pages(good, lost)
    ExternalLink.objects.filter(url=good).update(
        status=200, checked_at=timezone.now(), next_check_at=timezone.now() + DAY
    )

    down = Names({"lost.example": [], "good.example": []})
    assert outside.check_due(asker=asker(server, down)).offline
    assert state(lost) == (None, "", 0)
    ExternalLink.objects.filter(url=lost).update(next_check_at=timezone.now())
    up = Names({"lost.example": []})
    assert outside.check_due(asker=asker(server, up)).failed == 1
    assert state(lost) == (None, "There is no such host", 1)


def test_where_a_company_opens_all_letters_no_https_link_is_dead(
    server: Server, pages: Callable[..., None], tmp_path: Path
) -> None:
    """Plain http answers, but every certificate is the company's own."""
    with Server() as tls:
        serve_over_tls(tls, tmp_path, "secure.example")
        thread = threading.Thread(target=tls.serve_forever, args=(0.02,))
        thread.start()
        plain, secure = server.url("/404"), f"https://secure.example:{tls.port}/"
        pages(plain, secure)
        ask = asker(server)
        ask.ports = frozenset({server.port, tls.port})

        checked = outside.check_due(asker=ask)
        tls.shutdown()
        thread.join()

    assert (checked.failed, checked.offline) == (1, True)
    assert state(secure) == (None, "", 0)
    assert state(plain)[2] == 1


def test_links_of_several_hosts_are_asked_by_turns(
    server: Server, pages: Callable[..., None]
) -> None:
    pages(*(server.url(f"/200/{n}", f"{host}.example") for host in "ab" for n in range(3)))
    clock = Clock()

    outside.check_due(asker=asker(server, pace=Pace(lambda: clock.now, clock.sleep)))

    hosts = [host for _, host, _ in server.asked]
    assert sorted(hosts[:2]) == ["a.example", "b.example"]
    assert len(hosts) == 6
    assert sum(clock.slept) == 2.0  # and not four: each host's pauses pass while the other is asked


def test_no_more_links_than_asked_for_are_taken_those_that_wait_longest_first(
    server: Server, pages: Callable[..., None]
) -> None:
    urls = [server.url(f"/200/{n}") for n in range(5)]
    pages(*urls)
    for number, url in enumerate(urls):
        longer = timezone.now() - (10 - number) * HOUR
        ExternalLink.objects.filter(url=url).update(next_check_at=longer)

    assert outside.check_due(2, asker(server)).asked == 2

    assert [path for *_, path in server.asked] == ["/200/0", "/200/1"]


def test_slow_servers_do_not_keep_other_jobs_waiting_for_hours(
    server: Server, pages: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages(*(server.url(f"/200/{n}") for n in range(5)))
    due = dict(ExternalLink.objects.values_list("url", "next_check_at"))
    clock = Clock()
    monkeypatch.setattr(checking.time, "monotonic", lambda: clock.now)

    class Slow(Asker):
        def ask(self, url: str) -> asking.Answer:
            clock.now += checking.LONGEST / 2
            return super().ask(url)

    assert outside.check_due(asker=Slow(**vars(asker(server)))).asked == 2

    left = ExternalLink.objects.filter(checked_at=None)
    assert {link.url: link.next_check_at for link in left}.items() <= due.items()
    assert left.count() == 3


def test_what_one_checks_no_other_gets(server: Server, pages: Callable[..., None]) -> None:
    pages(server.url("/200"))

    class Meanwhile(Asker):
        def ask(self, url: str) -> asking.Answer:
            assert outside.check_due(asker=ask).asked == 0
            return super().ask(url)

    ask = asker(server)
    checked = outside.check_due(asker=Meanwhile(**vars(ask)))

    assert checked.asked == 1
    assert len(server.asked) == 1


# --- What is known of a page's links --------------------------------------------------------------


def test_the_table_holds_what_the_live_pages_hold(cast: Cast) -> None:
    one, two = cast.article("One"), cast.article("Two")
    urls = ["https://a.example/x", "https://b.example/", "http://a.example/y?q=1#part"]

    outside.record(one, [*urls, urls[0] + "#elsewhere"])
    outside.record(two, urls[:1])

    links = ExternalLink.objects.order_by("url")
    assert [(link.url, link.host) for link in links] == [
        ("http://a.example/y?q=1", "a.example"),
        ("https://a.example/x", "a.example"),
        ("https://b.example/", "b.example"),
    ]
    assert ExternalLinkUse.objects.count() == 4
    ExternalLink.objects.filter(url=urls[0]).update(failures=1)

    outside.record(one, [urls[1], "https://c.example/"])
    outside.forget_unused()

    assert set(links.values_list("url", "failures")) == {
        ("https://a.example/x", 1),  # the other page still has it, with all that is known
        ("https://b.example/", 0),
        ("https://c.example/", 0),
    }
    outside.record(two, [])
    outside.record(one, [])
    assert outside.forget_unused() == 3
    assert not ExternalLink.objects.exists()


def test_what_is_no_web_address_or_our_own_is_passed_over(cast: Cast, settings: Any) -> None:
    own = settings.SITE_URL

    outside.record(
        cast.article(),
        [
            *("mailto:a@example.com", "/equipment/laptop/", "#part", "", "tel:1", "javascript:1"),
            *("//example.com/x", "http://", "https://[half", "ftp://a.example/b"),
            *(f"{own}/equipment/laptop/", own, "http://a\x00b/", "http://a/" + "x" * 5000),
        ],
    )

    assert not ExternalLink.objects.exists()


def test_a_page_published_anew_without_changed_links_costs_one_query(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    article = cast.article()
    urls = [f"https://example.com/{number}" for number in range(30)]
    outside.record(article, urls)

    with django_assert_num_queries(1):
        outside.record(article, urls)


@pytest.mark.django_db(transaction=True)
def test_two_pages_that_exchange_their_links_do_not_wait_for_each_other(cast: Cast) -> None:
    """On PostgreSQL, where rows are locked; twenty times, as a race does not show every time."""
    from django.db import connection

    articles = [cast.article("One"), cast.article("Two")]
    urls = ["https://a.example/", "https://b.example/"]
    errors: list[BaseException] = []

    def swap(place: int, meet: threading.Barrier) -> None:
        try:
            for number in range(20):
                meet.wait(30)
                outside.record(articles[place], [urls[(place + number) % 2]])
        except BaseException as error:
            errors.append(error)
            meet.abort()
        finally:
            connection.close()

    barrier = threading.Barrier(2)
    threads = [threading.Thread(target=swap, args=(place, barrier)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert outside.forget_unused() == 0
    assert ExternalLink.objects.count() == ExternalLinkUse.objects.count() == 2


# --- The job --------------------------------------------------------------------------------------


def queued() -> int:
    path = outside.check_outside_links.module_path
    return DBTaskResult.objects.filter(task_path=path, status="READY").count()


def test_the_first_link_queues_the_job_and_the_job_its_next_run(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    assert queued() == 0
    for title in ("One", "Two"):
        with django_capture_on_commit_callbacks(execute=True):
            outside.record(cast.article(title), [f"https://{title}.example/"])
    assert queued() == 1
    [job] = DBTaskResult.objects.filter(task_path=outside.check_outside_links.module_path)
    assert round((job.run_after - timezone.now()) / HOUR) == 1

    DBTaskResult.objects.all().delete()
    monkeypatch.setattr(checking, "_take", lambda limit: [])
    assert outside.check_outside_links.func() == 0
    assert queued() == 1


def test_where_links_are_not_to_be_checked_nobody_is_asked(
    server: Server, pages: Callable[..., None], settings: Any
) -> None:
    settings.CHECK_OUTSIDE_LINKS = False
    pages(server.url("/200"))

    assert outside.check_outside_links.func() == 0
    with pytest.raises(CommandError, match="CHECK_OUTSIDE_LINKS"):
        call_command("check_outside_links")

    assert queued() == 0
    assert ExternalLink.objects.get().checked_at is None


def test_the_command_asks_now_and_says_what_came_of_it(
    server: Server, pages: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """As in production, where this machine is none to ask."""
    pages(f"http://127.0.0.1:{server.port}/200", "http://localhost/")

    call_command("check_outside_links")

    assert "2 links asked, 0 failed." in capsys.readouterr().out
    assert server.asked == []
    assert set(ExternalLink.objects.values_list("failures", flat=True)) == {0}


def serve_over_tls(server: Server, folder: Path, name: str) -> ssl.SSLContext:
    """Gives a server a certificate; returns what a client needs to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / f"{name}.pem"
    file.write_bytes(private + pem)
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(file)
    server.socket = ours.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return ssl.create_default_context(cadata=pem.decode())
