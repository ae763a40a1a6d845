"""What a provider says of a person: written where it differs, never over what an admin decided."""

from __future__ import annotations

from typing import Any

import pytest

from accounts import applying, by_hand
from accounts.applying import Facts, Source, apply
from accounts.departments_by_path import find, find_or_make
from accounts.models import (
    AuditEntry,
    Department,
    DepartmentAddress,
    Group,
    Membership,
    Portrait,
    User,
)

pytestmark = pytest.mark.django_db

STAFF = Source("staff")
MAKING = Source("staff", makes_departments=True)


def groups_of(user: User) -> set[str]:
    return set(Group.objects.filter(members=user).values_list("name", flat=True))


def kinds(user: User) -> list[str]:
    lines = AuditEntry.objects.filter(about=user).order_by("pk")
    return list(lines.values_list("kind", flat=True))


@pytest.fixture
def tree(db: None) -> dict[str, Department]:
    made: dict[str, Department] = {}
    for name, slug, parent in (
        ("Operations", "operations", None),
        ("IT", "it", "operations"),
        ("Sales", "sales", None),
        ("Team", "team-it", "it"),
        ("Team", "team-sales", "sales"),
    ):
        above = made[parent] if parent else None
        made[slug] = Department.objects.create(name=name, slug=slug, parent=above)
    return made


# --- Departments -------------------------------------------------------------------------------


def test_a_path_may_begin_anywhere_if_only_one_department_fits(tree: dict[str, Department]) -> None:
    assert find(["operations", "IT"]) == find(["it"]) == tree["it"]
    assert find(["IT", "team"]) == tree["team-it"]
    assert find(["Team"]) is None
    assert find(["Sales", "IT"]) is None
    assert find([]) is None
    top = Department.objects.create(name="team", slug="team-top")
    assert find(["Team"]) == top
    Department.objects.create(name="TEAM", slug="team-top-2")
    assert find(["Team"]) is None


def test_departments_are_made_where_that_is_wanted(
    tree: dict[str, Department], alice: User
) -> None:
    tree["sales"].visibility = "members"
    tree["sales"].save()
    DepartmentAddress.objects.create(slug="admin-2", department=tree["it"])
    wanted = Facts(department=("Sales", "Admin", "Ärzte & Co"))
    apply(alice, wanted, STAFF)
    assert alice.department is None
    apply(alice, wanted, MAKING)
    made = alice.department
    assert made is not None
    assert (made.slug, made.manager) == ("arzte-co", None)
    assert made.parent is not None
    assert (made.parent.slug, made.parent.parent) == ("admin-3", tree["sales"])
    assert find_or_make(["Sales", "admin", "ärzte & co"]) == made
    assert find_or_make(["Team"]) is None  # two fit: nobody guesses
    assert find_or_make(["李"]).slug == "li"  # type: ignore[union-attr]
    added = AuditEntry.objects.filter(kind="department_changed", detail__provider="staff")
    assert list(added.order_by("pk").values_list("what", flat=True)) == ["Admin", "Ärzte & Co"]
    deep = ["Sales", *("x" for _ in range(20))]
    assert find_or_make(deep) is None
    assert not Department.objects.filter(name="x").exists()


# --- What somebody is --------------------------------------------------------------------------


def test_what_is_said_is_written_and_what_is_not_stays(
    tree: dict[str, Department], alice: User, admin: User
) -> None:
    said = Facts(
        name="Alice M.",
        job_title="Pilot",
        locale="fr",
        email="alice.m@example.com",
        department=("IT",),
        line_manager="ROOT@example.com",
        external_id="a-1",
    )
    changed = apply(alice, said, STAFF)
    alice.refresh_from_db()
    assert (alice.name, alice.job_title, alice.email) == ("Alice M.", "Pilot", said.email)
    assert (alice.department, alice.line_manager) == (tree["it"], admin)
    assert (alice.external_source, alice.external_id) == ("staff", "a-1")
    assert len(changed) == 8
    assert apply(alice, said, STAFF) == apply(alice, Facts(name="", job_title=""), STAFF) == []
    apply(alice, Facts(department=("Nowhere",), line_manager="nobody@example.com"), STAFF)
    apply(alice, Facts(line_manager="a-1"), STAFF)  # oneself
    alice.refresh_from_db()
    assert (alice.department, alice.line_manager) == (tree["it"], admin)
    assert kinds(alice) == ["person_changed"]
    assert AuditEntry.objects.get().detail["fields"] == changed[:-2]


def test_a_line_manager_is_known_by_this_providers_id_only(alice: User, admin: User) -> None:
    User.objects.filter(pk=admin.pk).update(external_source="partners", external_id="boss")
    apply(alice, Facts(line_manager="boss"), STAFF)
    assert alice.line_manager is None
    apply(alice, Facts(line_manager="boss"), Source("partners"))
    assert alice.line_manager == admin


def test_what_an_admin_set_stays_until_the_provider_is_followed_again(
    tree: dict[str, Department], alice: User, admin: User
) -> None:
    by_hand.keep(alice, [*by_hand.FIELDS, "email", "password"])
    assert set(alice.by_hand) == set(by_hand.FIELDS)
    said = Facts(
        name="Other",
        job_title="Other",
        locale="xx",
        department=("New",),
        line_manager=admin,
        role="guest",
        is_admin=True,
    )
    assert apply(alice, said, MAKING) == ["external_source"]
    assert not Department.objects.filter(name="New").exists()
    by_hand.follow_again(alice, by_hand.FIELDS)
    assert set(apply(alice, said, MAKING)) == set(by_hand.FIELDS)
    alice.refresh_from_db()
    assert (alice.by_hand, alice.role, alice.is_superuser) == ([], "guest", True)


# --- Groups and rights -------------------------------------------------------------------------


def test_groups_come_and_go_with_what_is_said(alice: User) -> None:
    mine = Group.objects.create(name="Wiki", external_source="staff", external_id="0a-17")
    by_admin = Group.objects.create(name="Board")
    others = Group.objects.create(name="Partners", external_source="partners")
    Membership.objects.create(group=others, person=alice, source="sso:partners")
    Membership.objects.create(group=mine, person=alice)  # by hand as well
    number = "8f0c5e0a-3c4b-4b7e-9d57-0a1b2c3d4e5f"
    said = frozenset({"0A-17", "board", "PARTNERS", "Pilots", number})
    apply(alice, Facts(groups=said), STAFF)
    assert groups_of(alice) == {"Wiki", "Partners", "Pilots"}
    assert not by_admin.members.exists()
    assert Group.objects.count() == 4
    lines = AuditEntry.objects.count()
    apply(alice, Facts(groups=said), STAFF)
    apply(alice, Facts(), STAFF)
    assert AuditEntry.objects.count() == lines
    assert groups_of(alice) == {"Wiki", "Partners", "Pilots"}
    apply(alice, Facts(groups=frozenset()), STAFF)
    assert groups_of(alice) == {"Wiki", "Partners"}
    out = AuditEntry.objects.filter(about=alice, detail__change="out").get()
    assert (out.what, out.detail["source"]) == ("Pilots", "sso:staff")


def test_many_groups_cost_few_queries_once_somebody_is_in_them(
    alice: User, django_assert_max_num_queries: Any
) -> None:
    said = Facts(groups=frozenset(f"group {number}" for number in range(201)))
    apply(alice, said, STAFF)
    assert len(groups_of(alice)) == 201
    with django_assert_max_num_queries(6):
        apply(alice, said, STAFF)


def test_an_admin_by_group_is_unmade_with_the_group_and_one_by_hand_is_not(
    alice: User, admin: User
) -> None:
    apply(alice, Facts(is_admin=True), STAFF)
    apply(alice, Facts(is_admin=False), Source("partners"))
    assert alice.is_superuser
    apply(alice, Facts(is_admin=False), STAFF)
    alice.refresh_from_db()
    assert not alice.is_superuser
    assert kinds(alice) == ["admin_changed", "admin_changed"]
    for wanted in (True, False):
        apply(admin, Facts(is_admin=wanted), STAFF)
    admin.refresh_from_db()
    assert admin.is_superuser


def test_the_last_admin_is_never_unmade(alice: User, admin: User) -> None:
    apply(alice, Facts(is_admin=True), STAFF)
    User.objects.filter(pk=admin.pk).update(is_active=False)
    for _ in range(2):
        apply(alice, Facts(is_admin=False), STAFF)
    alice.refresh_from_db()
    assert alice.is_superuser
    assert AuditEntry.objects.filter(what="Last administrator", about=alice).count() == 1


def test_a_role_is_taken_by_whoever_gave_it(alice: User) -> None:
    apply(alice, Facts(role="reader"), STAFF)
    assert alice.role == "reader"
    apply(alice, Facts(role="author"), Source("partners"))
    assert alice.role == "reader"
    apply(alice, Facts(role="author"), STAFF)
    assert alice.role == "author"
    alice.role = "guest"  # from a table: no group gave it, so none takes it
    alice.save()
    apply(alice, Facts(role="author"), STAFF)
    alice.refresh_from_db()
    assert alice.role == "guest"
    assert kinds(alice) == ["role_changed", "role_changed"]
    apply(alice, Facts(role="reader"), STAFF)
    User.objects.filter(pk=alice.pk).update(role="guest")
    alice.refresh_from_db()
    assert apply(alice, Facts(role="author"), STAFF) == []


def test_a_provider_that_is_followed_again_may_take_what_an_admin_gave(
    alice: User, admin: User
) -> None:
    User.objects.filter(pk=alice.pk).update(role="guest", is_superuser=True)
    alice.refresh_from_db()
    said = Facts(role="author", is_admin=False)
    by_hand.keep(alice, by_hand.RIGHTS)
    by_hand.follow_again(alice, by_hand.RIGHTS)
    assert apply(alice, Facts(), STAFF) == ["external_source"]  # it has no say in these
    assert set(apply(alice, said, STAFF)) == {"role", "is_superuser"}


def test_a_group_gives_a_department_a_manager_only_where_it_has_none(
    tree: dict[str, Department], alice: User, admin: User
) -> None:
    tree["it"].manager = admin
    tree["it"].save()
    said = Facts(manages=(("IT",), ("Sales",), ("Nowhere",)))
    apply(alice, said, STAFF)
    apply(alice, said, STAFF)
    assert list(alice.managed_departments.values_list("slug", flat=True)) == ["sales"]
    assert kinds(alice) == ["manager_changed"]
    apply(alice, Facts(groups=frozenset()), STAFF)
    assert alice.managed_departments.exists()


# --- Two ways at once --------------------------------------------------------------------------

DIRECTORY = Source("staff", way=applying.DIRECTORY)


def test_what_two_sources_give_goes_with_the_last(alice: User, admin: User) -> None:
    both = (DIRECTORY, STAFF)
    for first, second in (both, both[::-1]):
        apply(alice, Facts(is_admin=True), first)
        apply(alice, Facts(is_admin=False), second)
        assert alice.is_superuser
        apply(alice, Facts(is_admin=True), second)
        apply(alice, Facts(is_admin=False), first)
        assert alice.is_superuser
        apply(alice, Facts(is_admin=False), second)
        alice.refresh_from_db()
        assert (alice.is_superuser, alice.given_by) == (False, {})
    assert kinds(alice) == ["admin_changed"] * 4


def test_of_two_roles_the_one_that_may_less_counts_and_a_usual_one_last(alice: User) -> None:
    for role, source, becomes in (
        ("reader", STAFF, "reader"),
        ("guest", DIRECTORY, "guest"),
        ("reader", STAFF, "guest"),
        ("author", STAFF, "guest"),
        ("reader", STAFF, "guest"),
        ("author", DIRECTORY, "reader"),
    ):
        apply(alice, Facts(role=role), source)
        alice.refresh_from_db()
        assert alice.role == becomes, (role, source)
    usual = Facts(role="guest", is_usual_role=True)
    apply(alice, usual, STAFF)
    assert alice.role == "guest"
    apply(alice, Facts(role="reader"), DIRECTORY)
    assert alice.role == "reader"
    lines = AuditEntry.objects.count()
    apply(alice, usual, STAFF)
    assert (alice.role, AuditEntry.objects.count()) == ("reader", lines)
    apply(alice, Facts(role="author"), DIRECTORY)
    alice.refresh_from_db()
    assert alice.role == "guest"


def test_what_is_said_while_an_admin_decides_counts_after_it(alice: User, admin: User) -> None:
    apply(alice, Facts(role="guest"), DIRECTORY)
    by_hand.keep(alice, ["role", "is_superuser"])
    User.objects.filter(pk=alice.pk).update(role="author")
    alice.refresh_from_db()
    apply(alice, Facts(role="guest", is_admin=True), DIRECTORY)
    alice.refresh_from_db()
    assert (alice.role, alice.is_superuser) == ("author", False)
    by_hand.follow_again(alice, by_hand.RIGHTS)
    apply(alice, Facts(role="author", is_admin=False), STAFF)
    alice.refresh_from_db()
    assert (alice.role, alice.is_superuser) == ("guest", True)


# --- Pictures ----------------------------------------------------------------------------------


def test_a_picture_is_offered_and_goes_when_the_provider_has_none(alice: User) -> None:
    apply(alice, Facts(picture="https://pictures.example/a"), STAFF)
    User.objects.filter(pk=alice.pk).update(picture="shown")
    apply(alice, Facts(name="Alice"), STAFF)  # as from one that never has any
    assert Portrait.objects.get().source == "https://pictures.example/a"
    apply(alice, Facts(picture=""), STAFF)
    alice.refresh_from_db()
    assert (alice.picture, Portrait.objects.exists()) == ("", False)
