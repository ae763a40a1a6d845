"""Who is told of a proposed entry, in the transaction in which it happens."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse

from accounts.models import Event, User
from accounts.notifications import deliver, settle
from processes.catalogue import asking
from processes.catalogue.reading import live_uses
from processes.catalogue.values import Entry, Values
from processes.models import EntryKind, EntryProposal, EntryState, Tool, ToolStatus


def ask(proposed: EntryProposal, by: User) -> None:
    """Puts it on the list of the one who is asked, so that nobody leaves it to another."""
    what = "a term" if proposed.kind == EntryKind.TERM else "a tool"
    is_new = not (proposed.term_id or proposed.tool_id)
    said = f"{by} proposes {what}" if is_new else f"{by} proposes a change to {what}"
    first = asking.first_to_ask(proposed, by.departments)
    _tell(proposed, [first] if first else [], Event.SUBMITTED, f"{said}.", by)


def settle_asking(proposed: EntryProposal) -> None:
    settle(subject_of(proposed))


def tell_outcome(proposed: EntryProposal, by: User) -> None:
    """Tells its author what was decided, unless the department was closed to them meanwhile."""
    author = proposed.author
    if proposed.department_id in by.departments.hidden_from(author):
        return
    if proposed.state == EntryState.APPROVED:
        _tell(proposed, [author], Event.ENTRY, f"{by} approved it.", by)
    else:
        said = f"{by} declined it: {proposed.comment}"
        _tell(proposed, [author], Event.ENTRY, said, by)


def tell_of_retirement(entry: Entry, before: Values, by: User) -> None:
    """Tells the owners of the pages that use a tool which has just been retired, one line each."""
    if not isinstance(entry, Tool) or entry.status != ToolStatus.RETIRED:
        return
    if before.get("status", ToolStatus.RETIRED) == ToolStatus.RETIRED:
        return
    instead = f" Use {entry.replaced_by} instead." if entry.replaced_by else ""
    for owner, number in _owners(entry, by):
        pages = "a page of yours" if number == 1 else f"{number} pages of yours"
        deliver(
            [owner],
            Event.ENTRY,
            title=entry.name,
            text=f"{by} retired this tool, and {pages} still name it.{instead}",
            url=entry.get_absolute_url(),
            actor=by,
        )


def subject_of(proposed: EntryProposal) -> str:
    """The key under which what is told about it is settled."""
    return f"entry:{proposed.pk}"


def _owners(tool: Tool, by: User) -> list[tuple[User, int]]:
    """The owners of the live pages that name it, each with how many, who may read its entry."""
    counted = live_uses(tool).order_by("owner").values_list("owner").annotate(Count("pk"))
    numbers = dict(counted)
    return [
        (person, numbers[person.pk])
        for person in User.objects.active().filter(pk__in=numbers).order_by("pk")
        if tool.department_id not in by.departments.hidden_from(person)
    ]


def _tell(proposed: EntryProposal, people: list[User], event: Event, text: str, by: User) -> None:
    deliver(
        people,
        event,
        title=str(proposed),
        text=text,
        url=reverse("entry_proposal", args=[proposed.pk]),
        actor=by,
        subject_key=subject_of(proposed),
        excerpt=proposed.note,
    )
