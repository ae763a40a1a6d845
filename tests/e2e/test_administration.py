"""The administration in a browser: its scripts have to get along with our strict policy."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Department, User


@pytest.fixture
def administration(page: Page, sign_in: Callable[[Page, User], None]) -> Page:
    """A tab of an administrator, with somebody to choose and a department to put others below."""
    sign_in(page, User.objects.create_superuser("ruth@example.com", "Ruth Root"))
    User.objects.create_user("alice@example.com", "Alice Martin")
    Department.objects.create(name="Operations", slug="operations")
    return page


def choose(page: Page, label: str, typed: str, offered: str) -> None:
    page.locator(f".field-{label} .select2-selection").click()
    page.locator(".select2-search__field").fill(typed)
    page.get_by_role("option", name=offered).click()


def test_a_department_is_added(administration: Page) -> None:
    page = administration
    page.goto("/admin/accounts/department/add/")
    page.get_by_label("Name:").press_sequentially("Équipe Sécurité du site")
    expect(page.get_by_label("Address:")).to_have_value("equipe-securite-du-site")
    choose(page, "parent", "oper", "Operations")
    choose(page, "manager", "mart", "Alice Martin (alice@example.com)")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".message-success")).to_contain_text("added successfully")
    added = Department.objects.get(slug="equipe-securite-du-site")
    assert added.parent is not None
    assert added.manager is not None
    assert (added.parent.name, added.manager.name) == ("Operations", "Alice Martin")


def test_its_pages_look_fine_and_people_are_found_and_made_guests(
    administration: Page, looks_fine: Callable[[Page, str], None]
) -> None:
    page, alice = administration, User.objects.get(name="Alice Martin")
    for address in (
        "",
        "accounts/auditentry/",
        "accounts/deputy/",
        f"accounts/user/{alice.pk}/change/",
        "health/",
    ):
        looks_fine(page, f"/admin/{address}")
    # On a phone: the menu, the filters and the page that asks, by what is said there.
    page.goto("/admin/")
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("complementary").get_by_role("link", name="People", exact=True).click()
    page.locator("summary", has_text="State").click()
    page.get_by_role("link", name="Have never signed in").click()
    page.get_by_role("row", name="Alice Martin").get_by_role("checkbox").check()
    page.get_by_label("With the ticked ones:").select_option("Give a role …")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Guest").check()
    page.get_by_role("button", name="Give this role").click()
    expect(page.locator(".message-success")).to_contain_text("1 person: guest from now on.")
    alice.refresh_from_db()
    assert alice.role == "guest"
