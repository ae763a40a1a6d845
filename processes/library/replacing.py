"""Replacing a picture: one draft for each page that shows it, in the name of who replaces it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.models import Department, User
from processes import attachments, permissions, workflow
from processes.library.addresses import replace_address
from processes.library.shelves import is_picture, live_uses
from processes.models import Article, Attachment, AttachmentUse, Proposal, State
from processes.models.article import LONG_TEXTS
from processes.workflow import Change, Content

# A draft is drawn as readers will see it, and somebody waits for the answer meanwhile.
AT_ONCE = 25
SIGNS = re.compile(r"[\\\[\]`*_<>]")  # what Markdown would take for its own within words
HEAVY = [f"article__{name}" for name in LONG_TEXTS]


@dataclass(frozen=True, slots=True)
class Place:
    """A page that shows the old picture, and how far this person's proposal to it has come.

    `proposal` is their open one, if any; `is_made` where that shows the new picture. `line` is
    the Markdown for whoever puts it in by hand.
    """

    article: Article
    line: str
    proposal: Proposal | None
    is_made: bool
    is_open_to_change: bool

    @property
    def is_to_do(self) -> bool:
        return self.proposal is None and self.is_open_to_change


def keep(file: File, by: User, *, old: Attachment, where: Department) -> Attachment:
    """Keeps the file that is to stand in for another, in the library of a department.

    The same bytes from the same person are the same attachment, so that sending a form twice makes
    one replacement. Raises what `attachments.store` raises, and ValidationError, in words for the
    person, where nothing would change or a document would stand in for a picture.
    """
    digest = hashlib.sha256(b"".join(file.chunks())).hexdigest()
    mine = Attachment.objects.filter(uploaded_by=by, source_sha256=digest).exclude(pk=old.pk)
    if not mine.exists():
        attachments.store(file, file.name or "", by, department=where)
    new = mine.earliest("pk")
    if new.sha256 == old.sha256:
        raise ValidationError("This is the very file that is there already.")
    if not may_stand_in(old, new):
        raise ValidationError(
            "A document cannot take the place of a picture."
            if is_picture(old)
            else "A picture cannot take the place of a document."
        )
    return new


def may_stand_in(old: Attachment, new: Attachment) -> bool:
    """A picture stands in for a picture, and a document for a document."""
    return is_picture(old) == is_picture(new)


def places(old: Attachment, new: Attachment, by: User) -> list[Place]:
    """Every live page that shows the old one to this person, by title. Two queries."""
    uses = list(live_uses(by, old))
    pages = [use.article_id for use in uses]
    mine = Proposal.objects.open().filter(author=by, article__in=pages)
    light = mine.select_related("article__department").defer("html", *HEAVY)
    by_article = {proposal.article_id: proposal for proposal in light}
    return [_place(use, by_article.get(use.article_id), new, by) for use in uses]


def put_in_place(old: Attachment, new: Attachment, by: User, *, submit: bool = False) -> list[str]:
    """Makes the drafts that are still missing, 25 at most, each in a transaction of its own.

    Doing it again changes nothing where it was done. With `submit` each of the drafts, also one
    made before, goes to those who decide. Returns, in words, what was refused and why.
    """
    refused = []
    waiting = [place for place in places(old, new, by) if place.is_to_do]
    for place in waiting[:AT_ONCE]:
        try:
            _draft(place.article, old, new, by)
        except workflow.AlreadyOpen:
            continue  # another tab was faster: `places` tells how far that has come
        except workflow.Refused as refusal:
            refused.append(f"{place.article}: {refusal}")
    return refused + (_submit_all(old, new, by) if submit else [])


def _draft(article: Article, old: Attachment, new: Attachment, by: User) -> Proposal:
    """The text as it was read a moment ago: if the page moved on, the proposal says so."""
    body = replace_address(article.body, old.key, attachments.address_of(new))
    content = replace(Content.of(article), body=body)
    note = f"Replace the picture “{old.name}”" if is_picture(old) else f"Replace “{old.name}”"
    return workflow.save(article, by, Change(content, note, base_version=article.version))


def _submit_all(old: Attachment, new: Attachment, by: User) -> list[str]:
    refused = []
    for place in places(old, new, by):
        if place.is_made and place.proposal.state == State.DRAFT:
            try:
                workflow.submit(place.proposal, by)
            except workflow.Refused as refusal:
                refused.append(f"{place.article}: {refusal}")
    return refused


def _place(use: AttachmentUse, mine: Proposal | None, new: Attachment, by: User) -> Place:
    return Place(
        article=use.article,
        line=_line(use, new),
        proposal=mine,
        is_made=mine is not None and str(new.key) in mine.body,
        is_open_to_change=permissions.may_propose(by, use.article),
    )


def _line(use: AttachmentUse, new: Attachment) -> str:
    words = SIGNS.sub(r"\\\g<0>", use.alt if is_picture(new) else new.name)
    return f"{'!' if is_picture(new) else ''}[{words}]({attachments.address_of(new)})"
