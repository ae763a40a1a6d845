"""The only place where a term or a tool is written."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Department
from accounts.models.tree import load_tree
from processes import redrawing
from processes.catalogue import telling
from processes.catalogue.naming import key_of
from processes.catalogue.refusals import NameTaken
from processes.catalogue.values import Entry, Values
from processes.models import EntryState, Term, Tool
from processes.text.rendering import slugify

SLUG_LENGTH = 80
# Of each kind, the columns that `Values` name otherwise.
COLUMNS = {"owner": "owner_id", "replaced_by": "replaced_by_id"}


@transaction.atomic
def record(entry: Entry, values: Values, department: Department | None = None) -> Entry:
    """Writes an entry, new or known, with these values; a department only where it changes.

    Asks for the pages that say the term, or said it; where it moves, what is proposed about it
    moves along, to be seen and decided there. Raises NameTaken.
    """
    said = _said(entry)
    for name, value in values.items():
        setattr(entry, COLUMNS.get(name, name), value)
    if department is not None:
        entry.department = department
    entry.name_key, entry.changed_at = key_of(entry.name), timezone.now()
    if isinstance(entry, Tool) and not entry.slug:
        entry.slug = _free_slug(entry)
    if entry.pk:
        _move_what_waits(entry)
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        raise NameTaken(f"{entry.department} has “{entry.name}” already.") from None
    redrawing.ask_for_saying({*said, *_said(entry)})
    return entry


@transaction.atomic
def remove(entry: Entry) -> None:
    """Takes an entry away, with what was proposed about it. Pages go on saying the word."""
    said = _said(entry)
    entry.delete()
    redrawing.ask_for_saying(said)


def _move_what_waits(entry: Entry) -> None:
    """Before the entry is written: whoever decides locks the two in this order. Whoever decides
    there is asked in place of who was."""
    waiting = entry.entry_proposals.filter(state=EntryState.PENDING)
    elsewhere = waiting.exclude(department=entry.department_id).select_related("author")
    for proposed in elsewhere.order_by("pk"):
        proposed.department = entry.department
        if waiting.filter(pk=proposed.pk).update(department=entry.department):
            telling.settle_asking(proposed)
            telling.ask(proposed, proposed.author)


def _said(entry: Any) -> set[str]:
    """The ways in which pages may say it, as the database has it; none of a tool."""
    if not isinstance(entry, Term) or entry.pk is None:
        return set()
    stored = Term.objects.filter(pk=entry.pk).values_list("name", "also")
    return {way for name, also in stored for way in (name, *also)}


def _free_slug(tool: Tool) -> str:
    """That of a department for members only begins with it: nothing of it shall be guessed from
    the number behind another's address."""
    closed = tool.department_id not in load_tree().shape.open
    base = slugify(f"{tool.department.slug} {tool.name}" if closed else tool.name, "tool")
    base = base[:SLUG_LENGTH].strip("-")
    # “new” is the address of the form.
    taken = {"new", *Tool.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
