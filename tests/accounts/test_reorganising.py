"""A department's old addresses lead to it for ever, and to nobody else."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Department, DepartmentAddress
from accounts.reorganising import MAX_DEPTH, check_address, rename_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales() -> Department:
    return Department.objects.create(name="Sales", slug="sales")


def rename(department: Department, slug: str) -> None:
    old = department.slug
    department.slug = slug
    rename_address(department, old)


def addresses() -> set[tuple[str, str]]:
    return set(DepartmentAddress.objects.values_list("slug", "department__slug"))


def test_the_old_address_is_kept(sales: Department) -> None:
    rename(sales, "revenue")
    assert addresses() == {("sales", "revenue")}
    assert Department.objects.get().slug == "revenue"


def test_every_old_address_is_kept(sales: Department) -> None:
    rename(sales, "revenue")
    rename(sales, "growth")
    assert addresses() == {("sales", "growth"), ("revenue", "growth")}


def test_an_own_old_address_is_taken_back(sales: Department) -> None:
    rename(sales, "revenue")
    rename(sales, "sales")
    assert addresses() == {("revenue", "sales")}


def test_an_address_that_did_not_change(sales: Department) -> None:
    rename(sales, "sales")
    assert addresses() == set()


def test_another_departments_old_address_is_refused(sales: Department) -> None:
    rename(sales, "revenue")
    other = Department.objects.create(name="Shop", slug="shop")
    with pytest.raises(ValidationError, match="old address of Sales"):
        rename(other, "sales")
    other.refresh_from_db()
    assert other.slug == "shop"
    assert addresses() == {("sales", "revenue")}


def test_a_new_department_cannot_take_an_old_address(sales: Department) -> None:
    rename(sales, "revenue")
    with pytest.raises(ValidationError):
        check_address("sales")
    check_address("sales", sales.pk)
    check_address("free")


def test_a_failed_change_leaves_no_old_address(sales: Department) -> None:
    from django.db import IntegrityError, transaction

    Department.objects.create(name="Shop", slug="shop")
    with pytest.raises(IntegrityError), transaction.atomic():
        rename(sales, "shop")
    assert addresses() == set()


def place(department: Department, parent: Department | None) -> None:
    department.parent = parent
    rename_address(department, department.slug)


def test_two_admins_at_once_make_no_circle(sales: Department) -> None:
    shop = Department.objects.create(name="Shop", slug="shop")
    in_the_other_tab = Department.objects.get(pk=shop.pk)
    place(sales, shop)
    with pytest.raises(ValidationError, match="Sales lies below Shop"):
        place(in_the_other_tab, sales)


def test_the_tree_does_not_grow_without_end(sales: Department) -> None:
    deepest = sales
    for number in range(1, MAX_DEPTH):
        below = Department(name=f"Team {number}", slug=f"team-{number}", parent=deepest)
        rename_address(below, "")
        deepest = below
    with pytest.raises(ValidationError, match=f"at most {MAX_DEPTH} deep"):
        rename_address(Department(name="Too deep", slug="too-deep", parent=deepest), "")
    top = Department.objects.create(name="On top", slug="on-top")
    with pytest.raises(ValidationError, match=f"at most {MAX_DEPTH} deep"):
        place(sales, top)
