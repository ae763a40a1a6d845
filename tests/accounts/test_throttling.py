"""So many tries, then a pause; counted together by all processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from accounts import throttling
from accounts.auditing import address_of
from accounts.models import AuditEntry, Tries


@pytest.mark.django_db
def test_so_many_tries_then_a_pause(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert throttling.allow("door", "somebody", 3, 60)
    assert not throttling.is_closed("door", "somebody", 3)
    assert [throttling.allow("door", "somebody", 3, 60) for _ in range(4)] == [
        True,
        True,
        False,
        False,
    ]
    assert throttling.is_closed("door", "somebody", 3)
    assert throttling.allow("door", "somebody else", 3, 60)
    assert throttling.allow("window", "somebody", 3, 60)
    # Told once; nothing that was typed is kept.
    assert [(line.kind, line.what) for line in AuditEntry.objects.all()] == [
        ("too_many_tries", "door")
    ]
    assert not any("somebody" in row.key for row in Tries.objects.all())
    Tries.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not throttling.is_closed("door", "somebody", 3)
    assert throttling.allow("door", "somebody", 3, 60)
    throttling.forget("door", "somebody")
    assert [throttling.allow("door", "somebody", 1, 60) for _ in range(2)] == [True, False]


@pytest.mark.django_db
def test_hostile_names_and_whole_networks() -> None:
    for who in ("", "\x00\n'; --", "\ud800", "é" * 100_000):
        assert throttling.allow("door", who, 1, 60)
        assert not throttling.allow("door", who, 1, 60)
    assert throttling.allow("door", "2001:db8:1:2::1", 1, 60)
    assert not throttling.allow("door", "2001:db8:1:2:ffff::7", 1, 60)
    assert throttling.allow("door", "2001:db8:1:3::1", 1, 60)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_none_is_missed() -> None:
    start = Barrier(6)

    def try_it(_: int) -> bool:
        start.wait()
        try:
            return throttling.allow("door", "somebody", 4, 60)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(try_it, range(6))) == [False] * 2 + [True] * 4


def test_whose_address_it_is(settings: Any) -> None:
    def told(**meta: str) -> str | None:
        return address_of(RequestFactory().get("/", **meta))

    assert told(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.9") == "192.0.2.1"
    assert told(REMOTE_ADDR="fe80::1%eth0") == "fe80::1"
    assert told(REMOTE_ADDR="") is None  # a socket
    settings.BEHIND_PROXY = True
    # Only what the proxy itself wrote: the last. Before it anybody may write.
    assert told(REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="evil, 198.51.100.9") == "198.51.100.9"
    assert told(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="<script>") is None


@pytest.mark.django_db
def test_ipv4_told_as_ipv6_is_not_one_network() -> None:
    """Else whoever guesses from one address would close the door for everybody."""
    first, second = (
        address_of(RequestFactory().get("/", REMOTE_ADDR=f"::ffff:192.0.2.{end}")) for end in (1, 2)
    )
    assert (first, second) == ("192.0.2.1", "192.0.2.2")
    for who in (first, second, "64:ff9b::c000:201", "64:ff9b::c000:202"):
        assert throttling.allow("door", who or "", 1, 60)
        assert not throttling.allow("door", who or "", 1, 60)


def test_a_proxy_that_writes_the_port_as_well(settings: Any) -> None:
    settings.BEHIND_PROXY = True
    for told, meant in (
        ("198.51.100.9:4711", "198.51.100.9"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("198.51.100.9:x", None),
    ):
        request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=told)
        assert address_of(request) == meant
