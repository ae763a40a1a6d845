"""Where somebody is signed in: noted, shown, ended by time, by themselves and by others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import leaving, sessions
from accounts.models import AuditEntry, BrowserSession, SeenOnce, Tries, User
from accounts.sessions.browsers import in_words, is_phone
from tests.accounts.conftest import ISSUER, SignIn

BACKEND = "accounts.backends.SessionBackend"
PAGE = "/me/sessions/"
QUIET = "/inbox/settings/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


def browser_of(person: User, **seen: Any) -> Client:
    """Another browser in which this person is signed in."""
    client = Client(headers={"user-agent": FIREFOX})
    client.force_login(person, backend=BACKEND)
    row = BrowserSession.objects.filter(session_key=client.session.session_key)
    row.update(**{"browser": FIREFOX, **seen})
    return client


def key_of(client: Client) -> str:
    return client.cookies["imprimatur_session"].value


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


@pytest.mark.django_db
def test_a_sign_in_leaves_its_row_and_a_line(client: Client, sign_in: SignIn) -> None:
    client.defaults["HTTP_USER_AGENT"] = FIREFOX + "\x00" + "x" * 500
    sign_in(sub="a-1", email="alice@example.com")
    row = BrowserSession.objects.get()
    assert row.session_key == key_of(client)
    assert (row.issuer, row.subject, row.provider_key) == (ISSUER, "a-1", "sso")
    assert row.id_token.count(".") == 2
    assert row.address == "127.0.0.1"
    assert (row.browser[:7], len(row.browser)) == ("Mozilla", 300)
    assert row.person.last_seen_at is not None
    line = AuditEntry.objects.get(kind="signed_in")
    assert (line.by, line.about, line.address) == (row.person, row.person, "127.0.0.1")
    assert row.id_token not in str(line.detail)
    # The same browser, again: one sign-in, not two.
    client.cookies.pop("imprimatur_provider", None)
    sign_in(sub="a-1", email="alice@example.com")
    assert BrowserSession.objects.filter(session_key=key_of(client)).count() == 1
    assert sessions.live().count() == 1
    # And somebody else in it: the first one is out.
    sign_in(sub="b-1", email="bob@example.com")
    assert [found.person.email for found in BrowserSession.objects.all()] == ["bob@example.com"]


@pytest.mark.django_db
def test_a_sign_in_ends_when_it_ends(alice: User, settings: Any) -> None:
    browser = browser_of(alice)
    ends_at = BrowserSession.objects.get().ends_at
    assert abs(ends_at - timezone.now() - timedelta(days=14)) < timedelta(minutes=1)
    # What is written into the session later does not put the end off.
    session = browser.session
    session["anything"] = 1
    session.save()
    assert abs(Session.objects.get().expire_date - ends_at) < timedelta(seconds=1)
    assert is_in(browser)
    Session.objects.update(expire_date=timezone.now())
    assert not is_in(browser)


@pytest.mark.django_db
def test_a_sign_in_that_nobody_uses_ends(alice: User, settings: Any) -> None:
    long_ago = timezone.now() - timedelta(hours=121)
    assert not is_in(browser_of(alice, last_seen_at=long_ago))
    assert is_in(browser_of(alice, last_seen_at=long_ago + timedelta(hours=2)))
    assert sessions.live().count() == 1
    settings.SESSION_IDLE_HOURS = 0
    assert is_in(browser_of(alice, last_seen_at=long_ago - timedelta(days=5)))


@pytest.mark.django_db
def test_being_seen_is_noted_seldom_and_costs_nothing_else(
    alice: User, django_assert_num_queries: Any
) -> None:
    browser = browser_of(alice)
    with django_assert_num_queries(3):  # session, person, and the menu
        assert browser.get(QUIET).status_code == 200
    row, earlier = BrowserSession.objects.get(), timezone.now() - timedelta(minutes=6)
    assert row.last_seen_at > earlier
    BrowserSession.objects.update(last_seen_at=earlier, address="192.0.2.7")
    User.objects.update(last_seen_at=timezone.now() - timedelta(hours=2))
    with django_assert_num_queries(3 + 2):  # and the two rows
        assert browser.get(QUIET).status_code == 200
    row.refresh_from_db()
    assert row.last_seen_at > earlier + timedelta(minutes=5)
    assert row.address == "127.0.0.1"
    alice.refresh_from_db()
    assert alice.last_seen_at is not None
    assert timezone.now() - alice.last_seen_at < timedelta(minutes=1)


@pytest.mark.django_db
def test_a_session_from_before_is_taken_up(alice: User) -> None:
    browser = browser_of(alice)
    BrowserSession.objects.all().delete()
    assert is_in(browser)
    row = BrowserSession.objects.get()
    assert (row.person, row.session_key) == (alice, key_of(browser))
    assert row.ends_at == Session.objects.get().expire_date
    # Not one that was ended in the meantime.
    sessions.end(alice)
    assert not is_in(browser)
    assert not BrowserSession.objects.exists()


@pytest.mark.django_db
def test_the_page(alice: User, admin: User, django_assert_max_num_queries: Any) -> None:
    here = browser_of(alice)
    others = [browser_of(alice, browser=PHONE, address="192.0.2.7") for _ in range(3)]
    browser_of(alice, browser="<script>alert(1)</script>", address=None)
    browser_of(admin, browser="Secret Admin Browser Firefox/1 Windows")
    here.get(PAGE)
    with django_assert_max_num_queries(5):
        page = here.get(PAGE).content.decode()
    assert page.count("this browser") == 1
    assert page.index("Firefox on Windows") < page.index("Safari on iPhone")
    assert page.count("Safari on iPhone</strong>") == 3
    assert "192.0.2.7" in page
    assert "An unknown browser" in page
    assert "alert(1)" not in page
    # Neither keys nor tokens leave the server.
    assert not any(key_of(other) in page for other in [here, *others])


@pytest.mark.django_db
def test_signing_out_there(alice: User, admin: User) -> None:
    here, there, elsewhere = browser_of(alice), browser_of(alice), browser_of(alice)
    theirs = browser_of(admin)

    def end(client: Client) -> int:
        row = BrowserSession.objects.filter(session_key=key_of(client)).first()
        return here.post(f"{PAGE}{row.pk if row else 0}/end/").status_code

    assert end(there) == 302
    assert not is_in(there)
    assert (is_in(here), is_in(elsewhere)) == (True, True)
    assert (end(there), end(theirs), end(here)) == (404, 404, 404)
    assert here.get(f"{PAGE}end-others/").status_code == 405
    line = AuditEntry.objects.get(kind="session_ended")
    assert (line.by, line.about) == (alice, alice)
    told = here.post(f"{PAGE}end-others/", follow=True).content.decode()
    assert "Signed out in 1 other place." in told
    assert (is_in(here), is_in(elsewhere), is_in(theirs)) == (True, False, True)
    again = here.post(f"{PAGE}end-others/", follow=True).content.decode()
    assert "You were signed in nowhere else." in again
    assert AuditEntry.objects.filter(kind="sessions_ended").count() == 1


@pytest.mark.django_db
def test_a_leavers_sign_ins_are_gone_at_once(alice: User, admin: User) -> None:
    browsers = [browser_of(alice), browser_of(alice)]
    leaving.deactivate(alice, admin)
    assert Session.objects.count() == BrowserSession.objects.count() == 0
    leaving.reactivate(alice, admin)
    assert not any(map(is_in, browsers))
    line = AuditEntry.objects.get(kind="sessions_ended")
    assert (line.by, line.about, line.detail) == (admin, alice, {"sign_ins": 2})


@pytest.mark.django_db
def test_ended_by_the_provider(alice: User, admin: User) -> None:
    def browser(person: User, subject: str, sid: str = "", issuer: str = ISSUER) -> Client:
        return browser_of(person, issuer=issuer, subject=subject, sid=sid)

    laptop, phone = browser(alice, "a-1", "s-1"), browser(alice, "a-1", "s-2")
    unsaid, elsewhere = browser(alice, "a-1"), browser(alice, "a-1", "s-1", "https://other.example")
    theirs, local = browser(admin, "r-1", "s-9"), browser_of(admin)
    assert sessions.end_by(ISSUER, subject="r-1", sid="s-1") == 0
    assert sessions.end_by(ISSUER, sid="s-1") == 1
    assert (is_in(laptop), is_in(phone)) == (False, True)
    assert sessions.end_by(ISSUER, subject="a-1", sid="s-1") == 1  # the one that has no sid
    assert (is_in(unsaid), is_in(phone)) == (False, True)
    assert sessions.end_by(ISSUER, subject="a-1") == 1
    assert (is_in(phone), is_in(elsewhere), is_in(theirs), is_in(local)) == (False, *[True] * 3)
    assert AuditEntry.objects.filter(kind="signed_out_by_provider", about=alice).count() == 3
    for nobody in ({}, {"subject": ""}, {"sid": ""}):
        with pytest.raises(ValueError, match="names its subject"):
            sessions.end_by(ISSUER, **nobody)
    assert is_in(local)


@pytest.mark.django_db(transaction=True)
def test_once_is_once_for_all_processes() -> None:
    until, start = timezone.now() + timedelta(minutes=5), Barrier(4)

    def see(_: int) -> bool:
        start.wait()
        try:
            return sessions.seen_once("saml", ISSUER, "_1", until)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(see, range(4))) == [False, False, False, True]
    assert sessions.seen_once("logout", ISSUER, "_1", until)
    assert sessions.seen_once("saml", "https://other.example", "_1", until)
    assert sessions.seen_once("saml", ISSUER, "_1\x00" * 900, until)


@pytest.mark.django_db
def test_what_is_over_is_forgotten(alice: User) -> None:
    now = timezone.now()
    kept = browser_of(alice)
    browser_of(alice, last_seen_at=now - timedelta(days=9))
    Session.objects.filter(session_key=key_of(browser_of(alice))).update(expire_date=now)
    Session.objects.filter(session_key=key_of(browser_of(alice))).delete()
    for end in (now, now + timedelta(hours=1)):
        Tries.objects.create(key=f"t{end}", until=end)
        SeenOnce.objects.create(key=f"s{end}", until=end)
    sessions.forget_old()
    assert [row.session_key for row in BrowserSession.objects.all()] == [key_of(kept)]
    assert (Session.objects.count(), Tries.objects.count(), SeenOnce.objects.count()) == (1, 1, 1)
    assert is_in(kept)


@pytest.mark.parametrize(
    ("browser", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0.0.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Macintosh) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on macOS"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5.0", "An unknown browser"),
        ("Something on Windows", "A browser on Windows"),
        ("", "An unknown browser"),
    ],
)
def test_browsers_in_words(browser: str, words: str) -> None:
    assert in_words(browser) == words
    assert is_phone(browser) == words.endswith(("iPhone", "Android"))


@pytest.mark.django_db
def test_another_key_is_the_same_sign_in(alice: User) -> None:
    session = browser_of(alice, sid="s-1").session
    session.cycle_key()
    assert BrowserSession.objects.get().session_key == session.session_key
    assert BrowserSession.objects.get().sid == "s-1"
    session.flush()
    assert not BrowserSession.objects.exists()
