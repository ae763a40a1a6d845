"""Terms and tools are proposed, and decided on by whoever answers for their department."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Event, Notification, User
from processes import catalogue, redrawing, workflow
from processes.models import EntryKind, EntryProposal, Term, Tool
from tests.cast import Cast, deputise, gather
from tests.processes.crowd import at_once, refusals
from tests.processes.entry_world import term, term_values, tool, tool_values

As = Callable[[User], Client]


def proposed(cast: Cast, name: str = "Churn", **told: object) -> EntryProposal:
    by = cast.fresh(told.pop("by", cast.reader))
    place = told.pop("department", cast.equipment)
    return catalogue.propose(
        EntryKind.TERM, term_values(name), by, department=place, note="Why not", **told
    )


def form(name: str = "Churn", **values: object) -> dict[str, object]:
    return {"name": name, "definition": "Those who leave.", "also": "", "avoid": "", **values}


def test_from_the_form_to_the_page_that_explains_it(cast: Cast, as_: As) -> None:
    article = cast.article(body="Our leavers, and churn rates.")
    reader, owner = as_(cast.reader), as_(cast.owner)
    sent = form(department=cast.equipment.pk, also="Leavers, leavers , churn", avoid="quitters")
    answer = reader.post("/glossary/new/", sent)
    [waiting] = EntryProposal.objects.all()
    assert answer.url == waiting.get_absolute_url()
    assert waiting.values["also"] == ["Leavers"]
    assert Term.objects.count() == 0
    [task] = Notification.objects.filter(event=Event.SUBMITTED, subject_key=f"entry:{waiting.pk}")
    assert (task.user, task.title, task.url) == (cast.owner, "Churn", answer.url)
    for address in ("/", "/reviews/"):
        assert "A term or tool waits</a>" in owner.get(address).content.decode().replace(
            " for your decision", ""
        )
        assert b"A term or tool waits" not in reader.get(address).content
    page = owner.get(answer.url).content.decode()
    assert "Approve</button>" in page
    assert "Approve</button>" not in reader.get(answer.url).content.decode()
    answer = owner.post(f"{answer.url}approve/", {"seen": ""})
    assert answer.status_code == 302
    assert "#term-" in answer.url
    redrawing.drain()
    assert b"Those who leave." in reader.get(article.get_absolute_url()).content
    task.refresh_from_db()
    assert task.settled_at
    assert Notification.objects.filter(user=cast.reader, event=Event.ENTRY).count() == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by, waiting.before) == ("approved", cast.owner, {})


def test_who_decides(cast: Cast) -> None:
    deputise(cast.owner, cast.deputy)
    for number, person in enumerate([cast.owner, cast.deputy, cast.head, cast.admin]):
        catalogue.approve(proposed(cast, f"Word {number}"), cast.fresh(person))
    entry = proposed(cast, "Word")
    for person in (cast.reader, cast.author, cast.treasurer, cast.outsider, cast.insider):
        with pytest.raises(workflow.NotAllowed):
            catalogue.approve(entry, cast.fresh(person))
        with pytest.raises(workflow.NotAllowed):
            catalogue.decline(entry, cast.fresh(person), "No.")
    assert [row.pk for row in catalogue.waiting_for(cast.fresh(cast.owner))] == [entry.pk]
    assert [row.pk for row in catalogue.waiting_for(cast.fresh(cast.deputy))] == [entry.pk]
    assert catalogue.waiting_for(cast.fresh(cast.head)) == []


def test_where_four_eyes_are_asked_for_nobody_decides_on_their_own(cast: Cast) -> None:
    own = proposed(cast, by=cast.treasurer, department=cast.finance)
    treasurer, admin = cast.fresh(cast.treasurer), cast.fresh(cast.admin)
    with pytest.raises(workflow.NotAllowed):
        catalogue.approve(own, treasurer)
    with pytest.raises(workflow.NotAllowed):
        catalogue.publish(EntryKind.TERM, term_values("Margin"), treasurer, department=cast.finance)
    assert catalogue.waiting_for(treasurer) == []
    assert [row.pk for row in catalogue.waiting_for(admin)] == [own.pk]
    assert Notification.objects.get(subject_key=f"entry:{own.pk}").user == cast.admin
    catalogue.approve(own, admin)


def test_a_decider_publishes_at_once(cast: Cast, as_: As) -> None:
    sent = form(department=cast.equipment.pk, at_once="1")
    assert as_(cast.reader).post("/glossary/new/", sent).status_code == 422
    assert Term.objects.count() == 0
    answer = as_(cast.owner).post("/glossary/new/", sent)
    assert answer.status_code == 302
    entry = Term.objects.get()
    change = f"/glossary/{entry.pk}/propose/"
    assert as_(cast.owner).post(change, form(definition="Now.", at_once="1")).status_code == 302
    entry.refresh_from_db()
    assert entry.definition == "Now."
    last = EntryProposal.objects.first()
    assert last
    assert last.before["definition"] == "Those who leave."


def test_a_refused_form_comes_back_with_its_text(cast: Cast, as_: As) -> None:
    known = term(cast.equipment, "Churn")
    client = as_(cast.reader)
    for sent, why in (
        (form("  ", department=cast.equipment.pk), "required"),
        (form("?!", department=cast.equipment.pk), "letters"),
        (form("CHÚRN", department=cast.equipment.pk), "Equipment has “Churn” already"),
        (form(department=cast.board.pk), "Select a valid choice"),
        (form("Word", department=cast.equipment.pk, also="x" * 90), "longer than 80"),
        (form("Word", department=cast.equipment.pk, avoid="word"), "own spellings"),
        (form("Word", department=cast.equipment.pk, definition="x" * 301), "at most 300"),
    ):
        answer = client.post("/glossary/new/", sent)
        assert answer.status_code == 422
        assert why in answer.content.decode(), why
        assert str(sent["definition"])[:50] in answer.content.decode()
    same = form(definition=known.definition)
    answer = client.post(f"/glossary/{known.pk}/propose/", same)
    assert "Nothing is changed." in answer.content.decode()
    bad = {"name": "Tool", "purpose": "x", "status": "in_use", "department": cast.equipment.pk}
    for values, why in (
        ({"url": "javascript:alert(1)"}, "valid URL"),
        ({"owner": "Nobody Such"}, "Nobody here is called"),
        ({"status": "gone"}, "valid choice"),
        ({"replaced_by": tool(cast.equipment).pk}, "Only a retired tool"),
        ({"replaced_by": tool(cast.board, "Hidden").pk, "status": "retired"}, "valid choice"),
    ):
        answer = client.post("/tools/new/", bad | values)
        assert (answer.status_code, why in answer.content.decode()) == (422, True), why
    assert EntryProposal.objects.count() == 0


def test_a_replacement_may_be_seen_by_all_who_see_the_tool(cast: Cast, as_: As) -> None:
    hidden, old = tool(cast.board, "Hidden"), tool(cast.equipment, "Ledger")
    sent = {"name": "Ledger", "purpose": "x", "status": "retired", "replaced_by": hidden.pk}
    address = f"{old.get_absolute_url()}propose/"
    answer = as_(cast.insider).post(address, sent)
    assert "Not everybody who sees this tool" in answer.content.decode()
    assert as_(cast.admin).post(address, sent | {"at_once": "1"}).status_code == 422


def test_the_proposal_shows_old_and_new_and_is_for_few(cast: Cast, as_: As) -> None:
    entry = tool(cast.equipment, "Ledger", owner=cast.owner.pk)
    values = catalogue.values_of(entry) | {"purpose": '"><b>new', "owner": cast.author.pk}
    change = catalogue.propose(EntryKind.TOOL, values, cast.fresh(cast.reader), entry=entry)
    address = change.get_absolute_url()
    page = as_(cast.owner).get(address).content.decode()
    assert "<del>What Ledger is for.</del>" in page
    assert "<ins>&quot;&gt;&lt;b&gt;new</ins>" in page
    assert "<del>Owner</del>" in page
    assert "<ins>Author</ins>" in page
    for person, status in (
        (cast.reader, 200),
        (cast.head, 200),
        (cast.admin, 200),
        (cast.author, 404),
        (cast.insider, 404),
        (cast.outsider, 404),
    ):
        assert as_(person).get(address).status_code == status, person
        shown = address.encode() in as_(person).get("/reviews/entries/").content
        assert shown is (status == 200), person
    for verb in ("approve", "decline", "withdraw"):
        assert as_(cast.author).post(f"{address}{verb}/").status_code == 404
        if verb != "withdraw":
            sent = {"reason": "No."}
            assert as_(cast.reader).post(f"{address}{verb}/", sent).status_code == 403
    assert as_(cast.owner).post(f"{address}withdraw/").status_code == 403
    change.refresh_from_db()
    assert change.state == "pending"


def test_what_is_proposed_behind_a_door_stays_there(cast: Cast, as_: As) -> None:
    values = term_values("Falcon", definition="The secretplan.")
    inside = catalogue.propose(
        EntryKind.TERM, values, cast.fresh(cast.insider), department=cast.board
    )
    hidden = term(cast.board, "Kestrel", definition="The secretplan.")
    with pytest.raises(workflow.NotAllowed):
        catalogue.propose(EntryKind.TERM, values, cast.fresh(cast.reader), department=cast.board)
    for person in (cast.reader, cast.owner, cast.outsider):
        client = as_(person)
        assert client.get(inside.get_absolute_url()).status_code == 404
        assert client.post(f"{inside.get_absolute_url()}approve/").status_code == 404
        assert client.get(f"/glossary/{hidden.pk}/propose/").status_code == 404
        assert client.post(f"/glossary/{hidden.pk}/propose/", form()).status_code == 404
        for address in ("/", "/reviews/", "/reviews/entries/", "/inbox/", "/glossary/new/"):
            page = client.get(address).content
            assert b"secretplan" not in page
            assert b"Falcon" not in page
    assert b"Falcon" in as_(cast.insider).get("/reviews/entries/").content
    # Its author is moved elsewhere, and hears no more of it.
    User.objects.filter(pk=cast.insider.pk).update(department=cast.equipment)
    cast.board.manager = cast.head
    cast.board.save()
    Notification.objects.all().delete()
    catalogue.decline(inside, cast.fresh(cast.head), "The secretplan is off.")
    assert not Notification.objects.filter(user=cast.insider).exists()
    assert as_(cast.insider).get(inside.get_absolute_url()).status_code == 404


def test_what_is_proposed_about_an_entry_moves_with_it(cast: Cast, as_: As) -> None:
    entry = term(cast.equipment, "Kestrel")
    change = catalogue.propose(
        EntryKind.TERM, term_values("Kestrels"), cast.fresh(cast.reader), entry=entry
    )
    entry.definition = "The secretplan."
    catalogue.record(entry, {}, cast.board)
    for person in (cast.reader, cast.owner):
        assert as_(person).get(change.get_absolute_url()).status_code == 404
    for stale in (change, EntryProposal.objects.get()):
        with pytest.raises(workflow.Refused):
            catalogue.approve(stale, cast.fresh(cast.owner))
    waits = Notification.objects.filter(subject_key=f"entry:{change.pk}", settled_at=None)
    assert [task.user for task in waits] == [cast.insider]
    catalogue.approve(EntryProposal.objects.get(), cast.fresh(cast.insider))


def test_declined_with_a_reason_and_taken_back(cast: Cast, as_: As) -> None:
    first, second = proposed(cast), proposed(cast, "Margin")
    owner, reader = as_(cast.owner), as_(cast.reader)
    address = first.get_absolute_url()
    assert owner.post(f"{address}decline/", {"reason": " "}).status_code == 422
    assert owner.post(f"{address}decline/", {"reason": "We say churn."}).status_code == 302
    news = Notification.objects.get(user=cast.reader, event=Event.ENTRY)
    assert news.text == "Owner declined it: We say churn."
    assert b"We say churn." in reader.get(address).content
    for verb in ("approve", "decline"):
        assert owner.post(f"{address}{verb}/", {"reason": "No."}).status_code == 409
    assert reader.post(f"{second.get_absolute_url()}withdraw/").status_code == 302
    assert reader.post(f"{second.get_absolute_url()}withdraw/").status_code == 409
    tasks = Notification.objects.filter(event=Event.SUBMITTED, settled_at=None)
    assert not tasks.filter(subject_key=f"entry:{second.pk}").exists()
    assert Term.objects.count() == 0


def test_what_the_decider_read_is_what_is_changed(cast: Cast, as_: As) -> None:
    entry = term(cast.equipment, "Churn")
    changes = [
        catalogue.propose(
            EntryKind.TERM,
            term_values("Churn", definition=f"Meaning {number}."),
            cast.fresh(person),
            entry=entry,
        )
        for number, person in enumerate([cast.reader, cast.author])
    ]
    seen = catalogue.stamp(entry)
    owner = as_(cast.owner)
    first, second = (f"{change.get_absolute_url()}approve/" for change in changes)
    assert owner.post(first, {"seen": seen}).status_code == 302
    answer = owner.post(second, {"seen": seen})
    assert answer.status_code == 409
    assert "changed after you opened" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.definition == "Meaning 0."
    # One's own double click is no second proposal.
    with pytest.raises(catalogue.NameTaken):
        catalogue.propose(
            EntryKind.TERM,
            term_values("Churn", definition="Again."),
            cast.fresh(cast.author),
            entry=entry,
        )


def test_a_name_that_was_taken_meanwhile_is_refused(cast: Cast, as_: As) -> None:
    mine, theirs = proposed(cast), proposed(cast, "CHURN", by=cast.author)
    catalogue.approve(mine, cast.fresh(cast.owner))
    answer = as_(cast.owner).post(f"{theirs.get_absolute_url()}approve/", {"seen": ""})
    assert answer.status_code == 409
    assert "Equipment has “Churn” already" in answer.content.decode()
    assert Term.objects.count() == 1


def test_django_admin_writes_by_the_same_verbs(cast: Cast, as_: As) -> None:
    article = cast.article(body="Our churn.")
    client = as_(cast.admin)
    address = reverse("admin:processes_term_add")
    sent = form(department=cast.equipment.pk, also="churns")
    assert client.post(address, sent).status_code == 302
    redrawing.drain()
    article.refresh_from_db()
    assert len(article.terms) == 1
    assert b"already" in client.post(address, sent).content
    entry = Term.objects.get()
    client.post(reverse("admin:processes_term_delete", args=[entry.pk]), {"post": "yes"})
    redrawing.drain()
    article.refresh_from_db()
    assert article.terms == []
    sent = {"name": "New", "purpose": "x", "status": "in_use", "department": cast.equipment.pk}
    assert client.post(reverse("admin:processes_tool_add"), sent).status_code == 302
    assert Tool.objects.get().slug == "new-2"
    assert as_(cast.owner).get(address).status_code in (302, 403)
    listed = reverse("admin:processes_entryproposal_changelist")
    assert client.get(listed).status_code == 200


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins(transactional_db: None) -> None:
    cast = gather()
    for turn in range(5):
        entry = proposed(cast, f"Word {turn}")
        rival = proposed(cast, f"word {turn}", by=cast.author)
        owner, head = cast.fresh(cast.owner), cast.fresh(cast.head)
        other: Callable[[], object] = (
            partial(catalogue.decline, entry, head, "No."),
            partial(catalogue.approve, entry, head),
            partial(catalogue.approve, rival, head),
        )[turn % 3]
        outcomes = at_once(partial(catalogue.approve, entry, owner), other)
        assert refusals(outcomes) == ["NameTaken" if turn % 3 == 2 else "WrongState"]
        assert Term.objects.filter(name_key=f"word {turn}").count() <= 1
        # An admin moves the term while its manager decides on a change to it.
        moved = term(cast.equipment, f"Term {turn}")
        change = proposed(cast, f"Term {turn}, changed", entry=moved)
        moved.department = cast.operations
        at_once(partial(catalogue.approve, change, owner), partial(catalogue.record, moved, {}))
        assert Term.objects.get(pk=moved.pk).department == cast.operations


def test_tool_values_are_all_that_is_kept(cast: Cast) -> None:
    entry = tool(cast.equipment, "Ledger", owner=cast.owner.pk, cost_note="None.")
    assert catalogue.values_of(entry) == tool_values(
        "Ledger", owner=cast.owner.pk, cost_note="None."
    )
