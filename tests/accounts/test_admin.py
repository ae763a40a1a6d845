"""People, departments and deputies in Django admin, as somebody uses it who is no developer."""

import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin as django_admin
from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Department, DepartmentAddress, Deputy, User
from accounts.sign_in import recognise
from tests.accounts.test_recognising import ALICE

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
        **changes,
    }


def person_values(person: User, **changes: object) -> dict[str, object]:
    """What the form of a person posts; None leaves a box unticked."""
    told = {
        "name": person.name,
        "email": person.email,
        "job_title": person.job_title,
        "department": person.department_id or "",
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
    assert "Imprimatur administration" in page
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
    told = {"name": "Zoë", "email": "Zoe@Example.com", "is_active": "on"}
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
    as_admin.post(PEOPLE, {"action": "make_inactive", "_selected_action": admin.pk})
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
    as_admin.post(PEOPLE, {"action": "release_from_provider", "_selected_action": user.pk})
    user.refresh_from_db()
    assert user.external_id is None
    assert not user.socialaccount_set.exists()


def test_several_leave_at_once(as_admin: Client, alice: User, admin: User) -> None:
    as_admin.post(PEOPLE, {"action": "make_inactive", "_selected_action": [alice.pk, admin.pk]})
    assert list(User.objects.active()) == [admin]


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
