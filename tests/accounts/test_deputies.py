"""Who decides for whom between two dates."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts import deputising, leaving
from accounts.models import Deputy, Event, Notification, User
from tests.cast import Cast, deputise, gather

DAY = datetime.timedelta(days=1)
HOSTILE = '<script>alert("1")</script>'


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def mine(cast: Cast) -> Client:
    return signed_in(cast.owner)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.SessionBackend")
    return client


def form(deputy: str = "deputy@example.com", first: int = 0, last: int = 3) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "deputy": deputy,
        "starts": (today + first * DAY).isoformat(),
        "ends": (today + last * DAY).isoformat(),
        "reason": "On holiday",
    }


def told(person: User) -> list[str]:
    rows = Notification.objects.filter(user=person, event=Event.DEPUTY).order_by("pk")
    return list(rows.values_list("text", flat=True))


def test_named_once_and_the_deputy_is_told(cast: Cast, mine: Client) -> None:
    for _ in range(2):  # a double click
        response = mine.post("/me/deputies/", form(), follow=True)
    assert "Deputy decides for you from" in response.content.decode()
    entry = Deputy.objects.get()
    assert (entry.manager, entry.deputy, entry.reason) == (cast.owner, cast.deputy, "On holiday")
    assert len(told(cast.deputy)) == 1
    assert told(cast.deputy)[0].startswith("You decide for Owner from")
    assert told(cast.owner) == []
    assert "Owner" in signed_in(cast.deputy).get("/me/deputies/").content.decode()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (form("owner@example.com"), "You cannot be your own deputy."),
        (form("gone@example.com"), "not active"),
        (form(HOSTILE), "deputy"),
        (form(first=3, last=1), "The last day lies before the first."),
        (form(first=-1), "It can begin today at the earliest."),
        ({**form(), "starts": "soon"}, "Enter a valid date."),
        ({}, "Say who decides for you."),
        ({**form(), "reason": "x" * 201}, "at most 200"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(
    cast: Cast, mine: Client, data: dict[str, str], error: str
) -> None:
    User.objects.create_user("gone@example.com", "Gone", is_active=False)
    response = mine.post("/me/deputies/", data)
    text = response.content.decode()
    assert response.status_code == 422
    assert error in text
    assert HOSTILE not in text
    assert not Deputy.objects.exists()


def test_overlapping_days_and_a_deputy_who_is_away_are_told(cast: Cast, mine: Client) -> None:
    deputise(cast.owner, cast.author, first_day=2, last_day=5)
    deputise(cast.deputy, cast.head, first_day=0, last_day=9)
    text = mine.post("/me/deputies/", form(), follow=True).content.decode()
    assert "Author decides for you from" in text
    assert "Deputy has named Head for" in text
    assert Deputy.objects.filter(manager=cast.owner).count() == 2


def test_changed_and_ended_by_the_manager_alone(cast: Cast, mine: Client) -> None:
    entry = deputise(cast.owner, cast.deputy, first_day=-2, last_day=5)
    over = deputise(cast.owner, cast.author, first_day=-9, last_day=-5)
    other = signed_in(cast.deputy)
    for verb in ("", "end/"):
        assert other.post(f"/me/deputies/{entry.pk}/{verb}", form()).status_code == 404
        assert mine.post(f"/me/deputies/{over.pk}/{verb}", form()).status_code == 404
    assert mine.get(f"/me/deputies/{entry.pk}/end/").status_code == 405
    # Whoever stood in is told, and the first day may stay in the past.
    change = {**form("author@example.com"), "starts": entry.starts.isoformat()}
    assert mine.post(f"/me/deputies/{entry.pk}/", change).status_code == 302
    assert told(cast.deputy) == ["You do not stand in for Owner any more. On holiday"]
    assert told(cast.author)[0].startswith("You decide for Owner from")
    mine.post(f"/me/deputies/{entry.pk}/end/")
    entry.refresh_from_db()
    assert entry.ends == timezone.localdate() - DAY
    coming = deputise(cast.owner, cast.deputy, first_day=3, last_day=5)
    mine.post(f"/me/deputies/{coming.pk}/end/")
    assert not Deputy.objects.filter(pk=coming.pk).exists()


def test_the_rules_hold_below_the_pages(cast: Cast) -> None:
    today = timezone.localdate()
    entry = Deputy(manager=cast.owner, deputy=cast.deputy, starts=today, ends=today)
    for by in (cast.deputy, cast.head):
        with pytest.raises(PermissionDenied):
            deputising.appoint(entry, by)
    User.objects.filter(pk=cast.deputy.pk).update(is_active=False)  # the form saw them active
    with pytest.raises(ValidationError, match="not active"):
        deputising.appoint(entry, cast.owner)


def test_an_admin_names_one_and_both_are_told(cast: Cast) -> None:
    admin, today = signed_in(cast.admin), timezone.localdate()
    data = {"manager": cast.owner.pk, "deputy": cast.deputy.pk, "starts": today, "ends": today}
    assert admin.post("/admin/accounts/deputy/add/", data).status_code == 302
    assert "Deputy decides for you on" in told(cast.owner)[0]
    assert "You decide for Owner on" in told(cast.deputy)[0]
    entry = Deputy.objects.get()
    admin.post(f"/admin/accounts/deputy/{entry.pk}/delete/", {"post": "yes"})
    assert not Deputy.objects.exists()
    assert "Deputy does not decide for you any more." in told(cast.owner)[1]


def test_whoever_counted_on_a_leaver_is_told(cast: Cast, mine: Client) -> None:
    deputise(cast.owner, cast.deputy, first_day=2, last_day=5)
    deputise(cast.head, cast.deputy, first_day=-9, last_day=-5)
    leaving.deactivate(cast.deputy, cast.admin)
    assert told(cast.owner) == ["Deputy left and cannot stand in for you any more."]
    assert told(cast.head) == []
    assert "has left" in mine.get("/me/deputies/").content.decode()


def test_the_queries_do_not_grow(
    cast: Cast, mine: Client, django_assert_max_num_queries: Callable
) -> None:
    for days in range(8):
        deputise(cast.owner, cast.deputy, first_day=days, last_day=days)
        deputise(cast.head, cast.owner, first_day=days, last_day=days)
    with django_assert_max_num_queries(7):
        assert mine.get("/me/deputies/").status_code == 200
    assert Client().get("/me/deputies/").status_code == 302
