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
    expect(page.locator(".success")).to_contain_text("added successfully")
    added = Department.objects.get(slug="equipe-securite-du-site")
    assert added.parent is not None
    assert added.manager is not None
    assert (added.parent.name, added.manager.name) == ("Operations", "Alice Martin")


def test_the_lists_open_without_problems(administration: Page) -> None:
    for address in ("", "accounts/department/", "accounts/user/", "accounts/deputy/add/"):
        administration.goto(f"/admin/{address}")
        expect(administration.locator("#site-name")).to_contain_text("Imprimatur administration")
