"""People, departments and deputies in Django admin, as somebody uses it who is no developer."""

import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin as django_admin
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.admin.last_admin import keep_one
from accounts.models import (
    Admission,
    AuditEntry,
    BrowserSession,
    Department,
    DepartmentAddress,
    Deputy,
    User,
)
from accounts.sign_in import recognise
from tests.accounts.test_recognising import ALICE
from tests.posting import no_rows

pytestmark = pytest.mark.django_db

DEPARTMENTS = "/admin/accounts/department/"
PEOPLE = "/admin/accounts/user/"
DEPUTIES = "/admin/accounts/deputy/"


@pytest.fixture
def as_admin(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def tree(alice: User) -> dict[str, Department]:
    """operations (2nd) over it over security; sales (1st); the order is not the alphabet's."""

    def make(slug: str, parent: Department | None = None, position: int = 0) -> Department:
        return Department.objects.create(
            name=slug.title(), slug=slug, parent=parent, position=position, manager=alice
        )

    operations = make("operations", position=2)
    it = make("it", operations)
    return {
        "operations": operations,
        "it": it,
        "security": make("security", it),
        "sales": make("sales", position=1),
    }


def values(department: Department, **changes: object) -> dict[str, object]:
    return {
        "name": department.name,
        "slug": department.slug,
        "parent": department.parent_id or "",
        "manager": department.manager_id or "",
        "description": "",
        "visibility": "company",
        "review_months": 12,
        "position": 0,
        **no_rows("admissions"),
        **changes,
    }


def person_values(person: User, **changes: object) -> dict[str, object]:
    """What the form of a person posts; None leaves a box unticked."""
    told = {
        "name": person.name,
        "email": person.email,
        "job_title": person.job_title,
        "department": person.department_id or "",
        "role": person.role,
        "is_active": "on" if person.is_active else None,
        "is_superuser": "on" if person.is_superuser else None,
        **changes,
    }
    return {key: value for key, value in told.items() if value is not None}


def change(page: str, obj: Any) -> str:
    return f"{page}{obj.pk}/change/"


def errors(response: HttpResponse) -> dict[str, list[str]]:
    assert response.status_code == 200, response.get("Location")
    return dict(response.context["adminform"].form.errors)


# --- The site ---------------------------------------------------------------------------------


def test_the_site_is_ours(as_admin: Client) -> None:
    page = as_admin.get("/admin/").content.decode()
    assert "How things stand" in page
    assert 'class="sidebar"' in page
    assert "Django" not in page
    assert " style=" not in page
    assert "<style" not in page
    assert isinstance(django_admin.site, AdminSite)


def test_allauths_tables_are_not_offered(as_admin: Client) -> None:
    page = as_admin.get("/admin/").content.decode()
    assert "ocial" not in page
    for path in ("socialaccount/socialapp/", "account/emailaddress/", "auth/group/"):
        assert as_admin.get(f"/admin/{path}").status_code == 404


@pytest.mark.parametrize("page", [DEPARTMENTS, PEOPLE, DEPUTIES])
def test_readers_have_no_business_here(client: Client, alice: User, page: str) -> None:
    client.force_login(alice)
    assert client.get(page, follow=True).status_code == 403


@pytest.mark.parametrize("page", [DEPARTMENTS, PEOPLE, DEPUTIES])
def test_every_list_and_form_opens(as_admin: Client, tree: object, page: str) -> None:
    assert as_admin.get(page, {"q": "sales"}).status_code == 200
    assert as_admin.get(f"{page}add/").status_code == 200


# --- Departments ------------------------------------------------------------------------------


def test_the_list_is_the_tree(as_admin: Client, tree: dict[str, Department]) -> None:
    listed = as_admin.get(DEPARTMENTS).context["cl"].result_list
    assert [(department.slug, department.depth) for department in listed] == [
        ("sales", 0),
        ("operations", 0),
        ("it", 1),
        ("security", 2),
    ]
    assert "\u00a0" * 12 + "Security" in as_admin.get(DEPARTMENTS).content.decode()


def test_a_search_keeps_the_trees_order(as_admin: Client, tree: object) -> None:
    found = as_admin.get(DEPARTMENTS, {"q": "it"}).context["cl"].result_list
    assert [department.slug for department in found] == ["it", "security"]


def test_an_old_address_finds_the_department(as_admin: Client, tree: dict[str, Department]) -> None:
    DepartmentAddress.objects.create(slug="revenue", department=tree["sales"])
    found = as_admin.get(DEPARTMENTS, {"q": "revenue"}).context["cl"].result_list
    assert found == [tree["sales"]]


def test_the_list_costs_the_same_for_many(
    as_admin: Client, alice: User, tree: object, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        Department.objects.create(name=f"D{number}", slug=f"d{number}", manager=alice)
    with django_assert_max_num_queries(12):
        as_admin.get(DEPARTMENTS)


def test_departments_that_nobody_answers_for(
    as_admin: Client, alice: User, tree: dict[str, Department]
) -> None:
    Department.objects.filter(slug="it").update(manager=None)
    assert as_admin.get(DEPARTMENTS, {"answered": "none"}).context["cl"].result_list == [tree["it"]]
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert len(as_admin.get(DEPARTMENTS, {"answered": "left"}).context["cl"].result_list) == 3


def test_people_are_counted(as_admin: Client, alice: User, tree: dict[str, Department]) -> None:
    alice.department = tree["sales"]
    alice.save()
    DepartmentAddress.objects.create(slug="sales-1", department=tree["sales"])
    DepartmentAddress.objects.create(slug="sales-2", department=tree["sales"])
    listed = as_admin.get(DEPARTMENTS, {"q": "sales"}).context["cl"].result_list
    assert [department.people_count for department in listed] == [1]


def test_a_new_department(as_admin: Client, alice: User) -> None:
    new = Department(name="Équipe", slug="equipe", manager=alice)
    assert as_admin.post(f"{DEPARTMENTS}add/", values(new)).status_code == 302
    assert Department.objects.get().name == "Équipe"


def test_a_circle_is_told_beside_the_field(as_admin: Client, tree: dict[str, Department]) -> None:
    response = as_admin.post(
        change(DEPARTMENTS, tree["operations"]),
        values(tree["operations"], parent=tree["security"].pk),
    )
    assert "lies below Operations" in errors(response)["parent"][0]


def test_a_place_that_opens_something_is_asked_about_elsewhere(
    as_admin: Client, tree: dict[str, Department]
) -> None:
    Department.objects.filter(pk=tree["it"].pk).update(visibility="members")
    User.objects.create_user("carol@example.com", "Carol")
    address = change(DEPARTMENTS, tree["security"])
    response = as_admin.post(address, values(tree["security"], parent=tree["sales"].pk))
    assert "Move under another" in errors(response)["parent"][0]
    closing = as_admin.post(
        change(DEPARTMENTS, tree["sales"]), values(tree["sales"], parent=tree["it"].pk)
    )
    assert closing.status_code == 302


def test_a_department_below_itself(as_admin: Client, tree: dict[str, Department]) -> None:
    response = as_admin.post(
        change(DEPARTMENTS, tree["it"]), values(tree["it"], parent=tree["it"].pk)
    )
    assert errors(response)["parent"]


def test_a_changed_address_keeps_the_old_one(as_admin: Client, tree: dict[str, Department]) -> None:
    page = change(DEPARTMENTS, tree["sales"])
    assert as_admin.post(page, values(tree["sales"], slug="revenue")).status_code == 302
    assert DepartmentAddress.objects.get().slug == "sales"
    assert "/sales/" in as_admin.get(page).content.decode()
    assert as_admin.post(page, values(tree["sales"], slug="sales")).status_code == 302
    assert DepartmentAddress.objects.get().slug == "revenue"


def test_another_departments_old_address_is_told_beside_the_field(
    as_admin: Client, tree: dict[str, Department]
) -> None:
    DepartmentAddress.objects.create(slug="revenue", department=tree["sales"])
    response = as_admin.post(change(DEPARTMENTS, tree["it"]), values(tree["it"], slug="revenue"))
    assert "old address of Sales" in errors(response)["slug"][0]
    new = Department(name="Revenue", slug="revenue")
    response = as_admin.post(f"{DEPARTMENTS}add/", values(new))
    assert "old address of Sales" in errors(response)["slug"][0]


@pytest.mark.parametrize("slug", ["admin", "accounts", "search", "sales", "não", ""])
def test_addresses_that_are_taken_or_odd(
    as_admin: Client, tree: dict[str, Department], slug: str
) -> None:
    response = as_admin.post(change(DEPARTMENTS, tree["it"]), values(tree["it"], slug=slug))
    assert "slug" in errors(response)


def test_somebody_who_left_manages_nothing_new(
    as_admin: Client, tree: dict[str, Department]
) -> None:
    left = User.objects.create_user("left@example.com", "Left", is_active=False)
    page = change(DEPARTMENTS, tree["it"])
    response = as_admin.post(page, values(tree["it"], manager=left.pk))
    assert "not active" in errors(response)["manager"][0]
    # … but a department whose manager left can still be edited.
    Department.objects.filter(pk=tree["it"].pk).update(manager=left)
    tree["it"].refresh_from_db()
    assert as_admin.post(page, values(tree["it"], name="IT & Security")).status_code == 302


def test_a_department_with_others_below_is_not_deleted(
    as_admin: Client, tree: dict[str, Department]
) -> None:
    as_admin.post(f"{DEPARTMENTS}{tree['operations'].pk}/delete/", {"post": "yes"})
    assert Department.objects.filter(slug="operations").exists()


# --- People -----------------------------------------------------------------------------------


def test_the_list_of_people_costs_the_same_for_many(
    as_admin: Client, tree: dict[str, Department], django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        User.objects.create_user(f"p{number}@example.com", f"P {number}", department=tree["it"])
    with django_assert_max_num_queries(12):
        as_admin.get(PEOPLE)


def test_a_person_has_no_password_field(as_admin: Client, alice: User) -> None:
    page = as_admin.get(change(PEOPLE, alice))
    assert "password" not in page.context["adminform"].form.fields
    assert "pbkdf2" not in page.content.decode()
    assert alice.password not in page.content.decode()


def test_a_new_person_comes_in_by_single_sign_on(as_admin: Client) -> None:
    told = {"name": "Zoë", "email": "Zoe@Example.com", "is_active": "on", "role": "author"}
    assert as_admin.post(f"{PEOPLE}add/", told).status_code == 302
    zoe = User.objects.get(email="zoe@example.com")
    assert not zoe.has_usable_password()
    assert zoe.external_id is None


def test_two_people_with_one_address_in_other_case(as_admin: Client, alice: User) -> None:
    told = {"name": "Other", "email": "ALICE@example.com", "is_active": "on"}
    assert "email" in errors(as_admin.post(f"{PEOPLE}add/", told))


def test_people_are_not_deleted(as_admin: Client, alice: User) -> None:
    page = as_admin.get(change(PEOPLE, alice)).content.decode()
    assert "People are never deleted" in page
    assert as_admin.post(f"{PEOPLE}{alice.pk}/delete/", {"post": "yes"}).status_code == 403
    as_admin.post(PEOPLE, {"action": "delete_selected", "_selected_action": alice.pk, "post": "y"})
    assert User.objects.filter(pk=alice.pk).exists()


def test_a_leaver_is_out_for_good(
    as_admin: Client, alice: User, tree: dict[str, Department]
) -> None:
    hers = Client()
    hers.force_login(alice, backend="accounts.backends.SessionBackend")
    assert hers.get("/accounts/logout/").status_code == 200
    told = person_values(alice, is_active=None)
    response = as_admin.post(change(PEOPLE, alice), told, follow=True)
    assert "still is the manager of" in response.content.decode()
    assert hers.get("/accounts/logout/").status_code == 302
    # Back at work, the old session stays ended.
    User.objects.filter(pk=alice.pk).update(is_active=True)
    assert hers.get("/accounts/logout/").status_code == 302


def test_nobody_locks_themselves_out(as_admin: Client, admin: User) -> None:
    response = as_admin.post(
        change(PEOPLE, admin), person_values(admin, is_active=None, is_superuser=None)
    )
    assert set(errors(response)) == {"is_active", "is_superuser"}
    chosen = {"action": "make_inactive", "_selected_action": admin.pk, "confirmed": "1"}
    as_admin.post(PEOPLE, chosen)
    admin.refresh_from_db()
    assert admin.is_active


@pytest.mark.parametrize("page", [PEOPLE, DEPARTMENTS, DEPUTIES])
def test_only_admins_come_here(
    client: Client, alice: User, tree: dict[str, Department], page: str
) -> None:
    """Whoever files people and deputies could read everything and approve everything."""
    tree["sales"].manager = alice
    tree["sales"].save()
    client.force_login(alice)
    for address in (page, f"{page}add/"):
        assert client.get(address, follow=True).status_code == 403
        assert client.post(address, {}, follow=True).status_code == 403


def test_releasing_somebody_from_the_provider(as_admin: Client) -> None:
    user = recognise(ALICE)
    chosen = {"action": "release_from_provider", "_selected_action": user.pk}
    asked = as_admin.post(PEOPLE, chosen)
    assert "takes the person over" in " ".join(asked.content.decode().split())
    user.refresh_from_db()
    assert user.external_id == "a-1"
    as_admin.post(PEOPLE, chosen | {"confirmed": "1"})
    user.refresh_from_db()
    assert user.external_id is None
    assert not user.socialaccount_set.exists()


def test_several_leave_at_once(as_admin: Client, alice: User, admin: User) -> None:
    chosen = {"action": "make_inactive", "_selected_action": [alice.pk, admin.pk]}
    assert as_admin.post(PEOPLE, chosen).status_code == 200
    assert User.objects.active().count() == 2
    as_admin.post(PEOPLE, chosen | {"confirmed": "1"})
    assert list(User.objects.active()) == [admin]
    assert AuditEntry.objects.get(kind="person_deactivated").about == alice


def test_choosing_a_manager_offers_active_people(as_admin: Client, alice: User) -> None:
    User.objects.create_user("alice.left@example.com", "Alice Left", is_active=False)
    asked = {
        "app_label": "accounts",
        "model_name": "department",
        "field_name": "manager",
        "term": "alice",
    }
    offered = as_admin.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [person["text"] for person in offered] == ["Alice Martin (alice@example.com)"]


def test_a_hostile_name_is_text(as_admin: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(name="<script>alert(1)</script>")
    for page in (PEOPLE, change(PEOPLE, alice)):
        assert "<script>alert(1)" not in as_admin.get(page).content.decode()


# --- Deputies ---------------------------------------------------------------------------------


def test_deputies(as_admin: Client, alice: User, admin: User) -> None:
    told = {
        "manager": alice.pk,
        "deputy": admin.pk,
        "starts": "2030-01-10",
        "ends": "2030-01-20",
        "reason": "Holiday",
    }
    assert as_admin.post(f"{DEPUTIES}add/", told).status_code == 302
    assert Deputy.objects.get().ends == datetime.date(2030, 1, 20)
    assert as_admin.get(DEPUTIES, {"when": "coming"}).context["cl"].result_count == 1
    assert as_admin.get(DEPUTIES, {"when": "now"}).context["cl"].result_count == 0
    assert as_admin.get(DEPUTIES, {"when": "over"}).context["cl"].result_count == 0


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ends": "2030-01-01"}, "lies before the first"),
        ({"deputy": "manager"}, "their own deputy"),
    ],
)
def test_deputies_that_make_no_sense(
    as_admin: Client, alice: User, admin: User, changes: dict[str, str], told: str
) -> None:
    posted: dict[str, Any] = {
        "manager": alice.pk,
        "deputy": admin.pk,
        "starts": "2030-01-10",
        "ends": "2030-01-20",
        **changes,
    }
    if posted["deputy"] == "manager":
        posted["deputy"] = alice.pk
    response = as_admin.post(f"{DEPUTIES}add/", posted)
    assert any(told in line for lines in errors(response).values() for line in lines)


def test_an_expired_session_comes_back_to_the_form(client: Client) -> None:
    response = client.get(f"{DEPARTMENTS}add/", follow=True)
    asked = urlsplit(response.redirect_chain[-1][0])
    assert parse_qs(asked.query)["next"] == [f"{DEPARTMENTS}add/"]


# --- The first page ---------------------------------------------------------------------------


def test_the_first_page_says_how_things_stand(
    as_admin: Client,
    alice: User,
    tree: dict[str, Department],
    django_assert_max_num_queries: Any,
) -> None:
    Department.objects.filter(slug="sales").update(manager=None)
    User.objects.create_user("g@example.com", "Guest", role="guest")
    for number in range(30):
        Department.objects.create(name=f"D{number}", slug=f"d{number}", manager=alice)
        AuditEntry.objects.create(kind="signed_in", by=alice, about=alice)
    as_admin.get("/admin/")
    with django_assert_max_num_queries(17):  # with session and person
        page = as_admin.get("/admin/").content.decode()
    for words in ("nobody", "Guests", "Signed in within a day", "Jobs", "Proposals waiting"):
        assert words in page
    assert as_admin.get("/admin/health/").status_code == 200


def test_jobs_that_nobody_does_are_told(as_admin: Client, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    waits = timezone.now() - datetime.timedelta(hours=2)
    facts = {"args_kwargs": {"args": [], "kwargs": {}}, "backend_name": "default"}
    job = DBTaskResult.objects.create(task_path="a.job", run_after=waits, **facts)
    DBTaskResult.objects.filter(pk=job.pk).update(enqueued_at=waits)
    failed = {"status": "FAILED", "finished_at": timezone.now(), "run_after": waits}
    DBTaskResult.objects.create(
        task_path="b.job", exception_class_path="x.Broken", traceback="secret", **failed, **facts
    )
    page = as_admin.get("/admin/health/").content.decode()
    assert "is a worker running?" in page
    assert "b.job: Broken" in page
    assert "secret" not in page


# --- Several people at once, and one person's page ------------------------------------------------


def test_each_deed_asks_first_and_is_written_down(
    as_admin: Client, alice: User, admin: User, tree: dict[str, Department]
) -> None:
    def post(action: str, **told: object) -> HttpResponse:
        return as_admin.post(PEOPLE, {"action": action, "_selected_action": alice.pk, **told})

    page = post("set_role").content.decode()
    assert "Give this role" in page
    assert alice.email in page
    assert post("set_role", confirmed="1", role="king").status_code == 422
    assert not AuditEntry.objects.filter(kind="role_changed").exists()
    post("set_role", confirmed="1", role="reader")
    post("move", confirmed="1", department=tree["it"].pk)
    post("admit", confirmed="1", department=tree["sales"].pk)
    post("admit", confirmed="1", department=tree["sales"].pk)  # a double click
    alice.refresh_from_db()
    assert (alice.role, alice.department, set(alice.by_hand)) == (
        "reader",
        tree["it"],
        {"role", "department"},
    )
    assert Admission.objects.get().made_by == admin
    post("follow_provider", confirmed="1")
    alice.refresh_from_db()
    assert alice.by_hand == []
    lines = AuditEntry.objects.filter(by=admin, about=alice).order_by("pk")
    kinds = list(lines.values_list("kind", flat=True))
    assert kinds == ["role_changed", "person_changed", "admission_changed", "person_changed"]


def test_what_an_admin_changes_is_kept_until_the_provider_is_followed_again(
    as_admin: Client, alice: User
) -> None:
    page = change(PEOPLE, alice)
    as_admin.post(page, person_values(alice, job_title="Pilot", role="guest", is_superuser="on"))
    alice.refresh_from_db()
    assert set(alice.by_hand) == {"job_title", "role", "is_superuser"}
    assert "Follow the identity provider again in" in as_admin.get(page).content.decode()
    as_admin.post(page, person_values(alice, follow_again=["job_title"]))
    alice.refresh_from_db()
    assert set(alice.by_hand) == {"role", "is_superuser"}
    told = AuditEntry.objects.get(kind="role_changed")
    assert told.detail == {"before": "author", "after": "guest"}
    assert AuditEntry.objects.filter(kind="admin_changed", about=alice).exists()


def test_the_last_admin_stays(as_admin: Client, admin: User, alice: User) -> None:
    """Two who take it from each other at the same moment: the second is refused."""
    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    keep_one(admin)
    with pytest.raises(ValidationError, match="Nobody would be"):
        keep_one(admin, alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(ValidationError):
        keep_one(admin)


def test_a_persons_page_says_what_they_have_and_where_they_are(
    client: Client, as_admin: Client, alice: User, tree: dict[str, Department]
) -> None:
    hers = Client()
    hers.force_login(alice, backend="accounts.backends.SessionBackend")
    key = hers.session.session_key
    BrowserSession.objects.filter(session_key=key).delete()
    found = BrowserSession.objects.create(
        session_key=key,
        person=alice,
        browser="<b>Firefox</b>",
        ends_at=timezone.now() + datetime.timedelta(days=1),
    )
    Admission.objects.create(department=tree["it"], person=alice)
    page = as_admin.get(change(PEOPLE, alice)).content.decode()
    for words in ("manages", "admitted", "Pages they own", "Sign out there", "What happened to"):
        assert words in page
    assert "<b>Firefox" not in page
    end = f"{PEOPLE}{alice.pk}/sessions/{found.pk}/end/"
    assert as_admin.get(end).status_code == 405
    assert as_admin.post(f"{PEOPLE}{alice.pk + 1}/sessions/{found.pk}/end/").status_code == 404
    assert as_admin.post(end).status_code == 302
    assert hers.get("/people/").status_code == 302
    client.force_login(alice)
    assert client.post(end).status_code in (302, 403)


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("left", {"Left"}),
        ("guest", {"Guest"}),
        ("admin", {"Ruth Root"}),
        ("never", {"Guest"}),
        ("unseen", {"Gone"}),
    ],
)
def test_people_of_one_state(as_admin: Client, admin: User, state: str, who: set[str]) -> None:
    User.objects.create_user("l@example.com", "Left", is_active=False)
    User.objects.create_user("g@example.com", "Guest", role="guest")
    long_ago = timezone.now() - datetime.timedelta(days=400)
    gone = {"external_source": "sso", "external_id": "g-1", "last_login": long_ago}
    User.objects.create_user("o@example.com", "Gone", date_joined=long_ago, **gone)
    found = as_admin.get(PEOPLE, {"state": state}).context["cl"].result_list
    assert {person.name for person in found} == who
