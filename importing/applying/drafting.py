"""A page that not everybody could read becomes a draft: of its author, else of its owner."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from accounts.models import Department, User
from importing.applying.people import People
from importing.marking import folder_of
from importing.models import Import, ImportPage, Topic
from importing.noting import Notes
from importing.shortening import cut
from processes import workflow
from processes.models import Article
from processes.models.article import TITLE_LENGTH
from processes.publishing import Content
from processes.workflow import Change

MOST_DRAFTS_OF_A_TITLE = 100
NOT_READ_HERE = (
    "{} may not read the department it goes to, so the draft is for {}, who answers for it."
)


def draft(
    run: Import,
    page: ImportPage,
    text: str,
    people: People,
    *,
    department: Department,
    owner: User,
    notes: Notes,
) -> Article:
    """For whoever wrote it, where they are here and may read the department.

    Raises what `workflow.propose_new` does, and Incomplete for too many of one title.
    """
    author = people.person(page.author_key)
    if author is None or not author.is_active:
        author = owner
    note = cut(f"Brought along from {folder_of(run)}", 300)
    change = Change(Content(page.title, page.summary, text), note=note)
    try:
        return _numbered(run, author, department, change, owner)
    except workflow.NotAllowed:
        if author == owner:
            raise
        notes.add(Topic.PERSON, page.key, NOT_READ_HERE.format(author, owner), page.pk)
        return _numbered(run, owner, department, change, owner)


def _numbered(
    run: Import, author: User, department: Department, change: Change, owner: User
) -> Article:
    """Of several drafts of one title by one author, each but the first gets a number."""
    title = change.content.title
    for number in range(2, MOST_DRAFTS_OF_A_TITLE):
        try:
            with transaction.atomic():
                proposal = workflow.propose_new(
                    author, department, change, kind=run.kind, topic=run.topic, owner=owner
                )
            return proposal.article
        except workflow.AlreadyOpen:
            numbered = f"{cut(title, TITLE_LENGTH - 6)} ({number})"
            change = replace(change, content=replace(change.content, title=numbered))
    raise workflow.Incomplete("There are too many drafts of this title.")
