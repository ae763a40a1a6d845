"""Readers propose nothing, guests read what they are let into, and admissions open departments."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import admitted, feed_keys
from accounts.models import Admission, AuditEntry, Department, Group, Membership, Role, User
from accounts.present import load_person
from processes import catalogue, conversation, links, workflow
from processes.models import EntryKind, Proposal
from processes.workflow import Change, Content, NotAllowed
from tests.cast import Cast
from tests.processes.entry_world import term_values

As = Callable[[User], Client]


def become(person: User, role: str) -> User:
    User.objects.filter(pk=person.pk).update(role=role)
    return User.objects.get(pk=person.pk)


def admit(person: User, department: Department) -> None:
    """Through a group, as most are."""
    group, _ = Group.objects.get_or_create(name="Contractors")
    Membership.objects.get_or_create(group=group, person=person)
    Admission.objects.get_or_create(department=department, group=group)


def reads(cast: Cast, person: User) -> set[str]:
    """The departments that they read, by address."""
    fresh = cast.fresh(person)
    hidden = fresh.departments.hidden_from(fresh)
    return {d.slug for d in Department.objects.exclude(pk__in=hidden)}


def test_an_admission_opens_what_is_below_but_nothing_above_nor_a_closed_door(cast: Cast) -> None:
    team = Department.objects.create(name="Pay", slug="pay", parent=cast.board)
    deep = Department.objects.create(name="Bonus", slug="bonus", parent=team, visibility="members")
    everywhere = {"operations", "equipment", "finance"}
    assert reads(cast, cast.reader) == everywhere
    admit(cast.reader, team)
    assert reads(cast, cast.reader) == everywhere | {"pay"}
    admit(cast.reader, cast.board)
    assert reads(cast, cast.reader) == everywhere | {"board", "pay"}
    admit(cast.reader, deep)
    assert reads(cast, cast.reader) == everywhere | {"board", "pay", "bonus"}


def test_a_guest_reads_only_what_they_are_let_into_or_manage(cast: Cast, as_: As) -> None:
    guest = become(cast.reader, Role.GUEST)
    assert reads(cast, guest) == set()
    admit(guest, cast.equipment)
    assert reads(cast, guest) == {"equipment"}
    Department.objects.filter(pk=cast.finance.pk).update(manager=guest)
    assert reads(cast, guest) == {"equipment", "finance"}
    page = cast.article()
    said = as_(guest).get(page.get_absolute_url()).content.decode()
    assert "Operations" not in said  # not even on the way to the page
    assert "Operations" in as_(cast.author).get(page.get_absolute_url()).content.decode()
    assert reads(cast, become(cast.admin, Role.GUEST)) >= {"board", "operations"}


def test_what_a_guest_reads_names_no_page_elsewhere(cast: Cast) -> None:
    """A bare address is drawn with the title of today; the author's own words stay."""
    far = cast.article("Pay for it", department=cast.finance)
    body = f"{settings.SITE_URL}{far.get_absolute_url()} and [[Pay for it|the bill]]"
    html = cast.article("Order it", body).html
    guest = become(cast.reader, Role.GUEST)
    admit(guest, cast.equipment)
    shown = links.for_reader(html, cast.fresh(guest))
    assert "a page that you may not open and the bill" in shown
    assert "Pay for it" not in shown
    assert links.for_reader(html, cast.fresh(cast.author)) == html


def test_who_is_signed_in_knows_where_they_are_let_in_without_another_query(cast: Cast) -> None:
    admit(cast.reader, cast.board)
    Admission.objects.create(department=cast.board, person=cast.reader)
    with CaptureQueriesContext(connection) as asked:
        person = load_person(cast.reader.pk)
        assert person is not None
        assert person.admitted == {cast.board.pk}
    assert len(asked) == 1
    people = list(User.objects.all())
    with CaptureQueriesContext(connection) as asked:
        admitted.load(people)
        known = {p.pk: p.admitted for p in people if p.admitted}
    assert known == {cast.reader.pk: {cast.board.pk}}
    assert len(asked) == 2


def test_a_reader_proposes_nothing_by_any_verb(cast: Cast) -> None:
    page = cast.article()
    cast.approve(cast.pending(page, "Version 2."))
    page.refresh_from_db()
    mine = cast.draft(cast.article("Mine"), "Mine.", author=cast.reader)
    theirs = cast.pending(page, "Another text.")
    reader = become(cast.reader, Role.READER)
    change = Change(Content("T", "", "Text."), note="n", base_version=2)
    tried = [
        lambda: workflow.propose_new(reader, cast.equipment, change, kind="process"),
        lambda: workflow.save(page, reader, change),
        lambda: workflow.edit(mine, reader, change),
        lambda: workflow.submit(mine, reader),
        lambda: workflow.publish_directly(mine, reader),
        lambda: workflow.bring_back(page, reader, 1),
        lambda: conversation.comment(theirs, reader, "A word", round=1),
        lambda: catalogue.propose(EntryKind.TERM, term_values(), reader, department=cast.equipment),
    ]
    before = Proposal.objects.count()
    for attempt in tried:
        with pytest.raises(NotAllowed):
            attempt()
    assert Proposal.objects.count() == before
    workflow.withdraw(mine, reader)  # what is theirs they may close


def test_a_reader_sees_no_button_and_is_told_why(cast: Cast, as_: As) -> None:
    page = cast.article()
    client = as_(become(cast.reader, Role.READER))
    for address in ("/", "/equipment/", page.get_absolute_url(), "/glossary/", "/tools/"):
        said = client.get(address).content.decode()
        assert "Propose a" not in said, address
        assert "Propose a page" in as_(cast.author).get(address).content.decode()
    refused = client.get(f"{page.get_absolute_url()}propose/")
    assert refused.status_code == 403
    assert "ask an administrator to make you an author" in refused.content.decode()


def test_a_reader_who_owns_a_page_decides_and_who_was_asked_answers(cast: Cast) -> None:
    page = cast.article(owner=cast.reader)
    proposal = cast.pending(page, "Another text.")
    conversation.consult(proposal, cast.fresh(cast.author), [cast.deputy])
    asked = become(cast.deputy, Role.READER)
    assert conversation.comment(proposal, asked, "Fine.", round=1).pk
    owner = become(cast.reader, Role.READER)
    conversation.comment(proposal, owner, "So be it.", round=1)
    assert cast.approve(proposal, owner) == 2


def test_whoever_left_gets_nothing_from_any_outlet(cast: Cast, as_: As) -> None:
    page, client = cast.article(), as_(cast.reader)
    key = feed_keys.token(feed_keys.make(cast.fresh(cast.reader)))
    feed = reverse("site_feed", args=[key])
    assert [Client().get(feed).status_code, client.get("/").status_code] == [200, 200]
    User.objects.filter(pk=cast.reader.pk).update(is_active=False)
    assert Client().get(feed).status_code == 404
    for address in ("/", page.get_absolute_url(), "/search/quick/?q=lapt", "/inbox/"):
        answer = client.get(address)
        assert answer.status_code in (302, 401), address
        assert "laptop" not in answer.content.decode()


def test_admins_let_people_in_and_out_and_the_log_says_so(cast: Cast, as_: As) -> None:
    admin = as_(cast.admin)
    address = reverse("admin:accounts_department_change", args=[cast.board.pk])
    form = admin.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in values.items()}
    rows = {f"admissions-{part}_FORMS": n for part, n in (("TOTAL", 1), ("INITIAL", 0))}
    sent = {name: value for name, value in sent.items() if value is not False} | rows
    both = {"admissions-0-person": "", "admissions-0-group": ""}
    group = Group.objects.create(name="Auditors")
    wrong = {"admissions-0-person": cast.reader.pk, "admissions-0-group": group.pk}
    assert "Name a person or a group" in admin.post(address, sent | wrong).content.decode()
    answer = admin.post(address, sent | both | {"admissions-0-person": cast.reader.pk})
    assert answer.status_code == 302
    row = Admission.objects.get()
    assert (row.person, row.made_by) == (cast.reader, cast.admin)
    gone = {"admissions-INITIAL_FORMS": 1, "admissions-0-id": row.pk, "admissions-0-DELETE": "on"}
    assert admin.post(address, sent | gone).status_code == 302
    assert not Admission.objects.exists()
    told = AuditEntry.objects.filter(kind="admission_changed", about=cast.reader)
    assert [entry.detail["admitted"] for entry in told.order_by("pk")] == [True, False]
