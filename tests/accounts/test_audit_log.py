"""The audit log: written once, kept, read, taken along."""

import csv
import datetime
import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts import append_only, audit_keeping, auditing
from accounts.admin.topics import TOPICS, kinds_of
from accounts.models import AuditEntry, Department, User
from tests.posting import no_rows

pytestmark = pytest.mark.django_db

LOG = "/admin/accounts/auditentry/"
LONG_AGO = datetime.timedelta(days=800)


@pytest.fixture
def as_admin(client: Client, admin: User) -> Client:
    client.force_login(admin)
    AuditEntry.objects.filter(at__lt=timezone.now() - LONG_AGO).delete()
    return client


def test_no_line_is_changed_and_no_young_one_deleted(alice: User) -> None:
    young = auditing.record("signed_in", by=alice)
    old = AuditEntry.objects.create(kind="signed_in", at=timezone.now() - LONG_AGO)
    for refused in (
        lambda: AuditEntry.objects.update(kind="signed_out"),
        lambda: AuditEntry.objects.filter(pk=old.pk).update(what="never"),
        lambda: AuditEntry.objects.filter(pk=young.pk).delete(),
        lambda: AuditEntry.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            refused()
    assert AuditEntry.objects.count() == 2
    old.delete()
    assert list(AuditEntry.objects.all()) == [young]


def test_old_lines_are_forgotten(settings: Any, alice: User) -> None:
    now = timezone.now()
    for days in (10, 50, 90, 900):
        AuditEntry.objects.create(kind="signed_in", at=now - datetime.timedelta(days=days))
    settings.AUDIT_DAYS = 60
    assert audit_keeping.forget_old() == 2
    settings.AUDIT_DAYS = 1  # the database would refuse it
    assert audit_keeping.forget_old() == 1
    assert AuditEntry.objects.get().at > now - datetime.timedelta(days=11)


def test_postgresql_refuses_to_empty_it(alice: User) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE.")
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE accounts_auditentry")


def test_both_logs_are_closed_and_opened_together(alice: User) -> None:
    assert append_only.is_enforced()
    assert {log.prefix for log in append_only.LOGS} == {"audit", "log"}
    append_only.lift()
    assert not append_only.is_enforced()
    auditing.record("signed_in", by=alice)
    AuditEntry.objects.all().delete()
    append_only.enforce()
    assert append_only.is_enforced()


@pytest.mark.django_db(transaction=True)
def test_a_migration_ends_with_it_closed() -> None:
    append_only.lift()
    call_command("migrate", verbosity=0)
    assert append_only.is_enforced()


def test_it_is_found_by_person_thing_address_kind_and_day(
    as_admin: Client, alice: User, admin: User
) -> None:
    auditing.record("signed_in", by=alice, about=alice)
    auditing.record("owner_changed", by=admin, about=alice, what="Backups")
    AuditEntry.objects.create(kind="sign_in_refused", address="203.0.113.9")
    AuditEntry.objects.create(kind="token_made", at=timezone.now() - LONG_AGO, what="Old")

    def kinds(**asked: object) -> set[str]:
        found = as_admin.get(LOG, asked).context["cl"].queryset
        return set(found.values_list("kind", flat=True))

    assert kinds(q="alice") == {"signed_in", "owner_changed"}
    assert kinds(q="backups") == {"owner_changed"}
    assert kinds(q="203.0.113") == {"sign_in_refused"}
    assert kinds(topic="sign-in") == {"signed_in", "sign_in_refused"}
    assert kinds(topic="rights") == {"owner_changed"}
    assert kinds(kind="token_made") == {"token_made"}
    assert "token_made" not in kinds(days="31")
    assert kinds(person=alice.pk) == {"signed_in", "owner_changed"}
    assert kinds(person=admin.pk) >= {"owner_changed"}
    assert kinds(person="x") == kinds(person="999999999999999999999") == set()
    assert sorted(kind for topic in TOPICS for kind in kinds_of(topic)) == sorted(auditing.KINDS)


def test_the_list_costs_the_same_for_many(
    as_admin: Client, alice: User, django_assert_max_num_queries: Any
) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(kind="signed_in", by=alice, about=alice) for _ in range(120)
    )
    with django_assert_max_num_queries(7):
        as_admin.get(LOG)


def test_a_line_is_read_in_words_and_never_changed(as_admin: Client, alice: User) -> None:
    line = auditing.record(
        "role_changed", about=alice, what="<i>x</i>", before="author", groups=["a", "b"], new=True
    )
    page = as_admin.get(f"{LOG}{line.pk}/change/").content.decode()
    for words in ("Role changed", "<b>Before</b>: author", "<b>Groups</b>: a, b", "New</b>: yes"):
        assert words in page
    assert "<i>x" not in page
    assert as_admin.post(f"{LOG}{line.pk}/change/", {"what": "y"}).status_code == 403
    assert as_admin.post(f"{LOG}{line.pk}/delete/", {"post": "yes"}).status_code == 403
    assert as_admin.get(f"{LOG}add/").status_code == 403


def test_it_is_taken_along_as_the_list_shows_it(as_admin: Client, alice: User) -> None:
    auditing.record("owner_changed", about=alice, what="=1+1;+2", before=3)
    auditing.record("signed_in", by=alice)
    page = as_admin.get(f"{LOG}export/", {"kind": "owner_changed"}).content.decode()
    assert "1 line" in page
    assert not AuditEntry.objects.filter(kind="exported").exists()
    query = "?kind=owner_changed"
    answer = as_admin.post(f"{LOG}export/{query}", {"as": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    headings, row = csv.reader(io.StringIO(text))
    told = dict(zip(headings, row, strict=True))
    assert told["Thing"] == "'=1+1;'+2"
    assert told["Whose e-mail is"] == alice.email
    assert "attachment" in answer["Content-Disposition"]
    answer = as_admin.post(f"{LOG}export/{query}", {"as": "jsonl"})
    line = json.loads(b"".join(answer.streaming_content))
    assert (line["kind"], line["about"]["email"]) == ("owner_changed", alice.email)
    assert line["detail"] == {"before": 3}
    assert AuditEntry.objects.filter(kind="exported", detail={"lines": 1}).count() == 2
    assert as_admin.post(f"{LOG}export/", {"as": "xml"}).status_code == 200


def test_it_is_for_admins(client: Client, alice: User) -> None:
    client.force_login(alice)
    for page in (LOG, f"{LOG}export/", "/admin/health/", "/admin/"):
        assert client.get(page, follow=True).status_code == 403
    assert client.post(f"{LOG}export/", {"as": "csv"}, follow=True).status_code == 403


def test_what_the_administration_changes_is_written_down(
    as_admin: Client, alice: User, admin: User
) -> None:
    """Names of fields, never their values; people by reference alone."""
    told = {"name": "IT", "slug": "it", "visibility": "company", "review_months": 12, "position": 0}
    told |= no_rows("admissions")
    as_admin.post("/admin/accounts/department/add/", told)
    department = Department.objects.get()
    told |= {"manager": alice.pk, "visibility": "members", "four_eyes": "on", "description": "Hush"}
    as_admin.post(f"/admin/accounts/department/{department.pk}/change/", told)
    as_admin.post(f"/admin/accounts/department/{department.pk}/delete/", {"post": "yes"})
    lines = {line.kind: line for line in AuditEntry.objects.exclude(kind="signed_in")}
    assert set(lines) >= {"entry_added", "entry_changed", "manager_changed", "department_changed"}
    assert lines["manager_changed"].about == alice
    assert lines["department_changed"].detail["visibility"] == ["company", "members"]
    assert "entry_deleted" in lines
    for line in lines.values():
        assert line.by == admin
        assert "Hush" not in json.dumps(line.detail)
        assert alice.name not in line.what + json.dumps(line.detail)
    as_admin.post(
        "/admin/accounts/deputy/add/",
        {"manager": alice.pk, "deputy": admin.pk, "starts": "2030-01-10", "ends": "2030-01-20"},
    )
    found = AuditEntry.objects.filter(kind__in=["entry_added", "deputy_changed"]).order_by("-pk")[
        :2
    ]
    assert {line.kind for line in found} == {"entry_added", "deputy_changed"}
    assert not any(alice.name in line.what for line in found)
