"""What somebody who left was writing: whoever sees to their hand-over may go on with it.

Only of pages that they may read themself, only while the hand-over is open, and nothing else of
the leaver's. Of a text that was saved and then written on, the newer one counts.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import Department, User
from processes.models import Action, Article, HandOver, Kind, Proposal, Topic, WorkingCopy
from processes.models.proposal import NOTE_LENGTH
from processes.workflow import (
    AlreadyOpen,
    Change,
    Content,
    Incomplete,
    NotAllowed,
    WrongState,
    leavers,
    left_texts,
    propose_new,
    save,
)
from processes.workflow.authoring import edit
from processes.workflow.guards import enter, lock
from processes.working_copies.ending import drop
from processes.working_copies.values import Values


@dataclass(frozen=True)
class Unfinished:
    """One text; `copy` and `draft` are the rows it comes from, at least one of them."""

    key: str
    article: Article | None
    department: Department
    copy: WorkingCopy | None
    draft: Proposal | None
    content: Content
    note: str
    saved_at: datetime.datetime

    @property
    def title(self) -> str:
        return self.content.title or (self.article.title if self.article else "A new page")


def unfinished(hand_over: HandOver, user: User) -> list[Unfinished]:
    """What `user` may take over, the latest first (two queries beyond the tree); [] for whoever
    does not see to this hand-over, and once it is closed."""
    person = hand_over.person
    is_theirs = leavers.may_hand_over(user, person) and not person.is_active
    if hand_over.closed_at is not None or not is_theirs:
        return []
    readable = Article.objects.visible_to(user)
    page = ("article__department", "article__owner")
    mine = left_texts.drafts().filter(author=person, article__in=readable)
    drafts = {draft.article_id: draft for draft in mine.select_related(*page).defer("html")}
    here = Q(article=None) | Q(article__in=readable)
    copies = left_texts.copies().filter(here, author=person).select_related(*page)
    found = []
    for copy in copies.defer("aside"):
        place = copy.article.department if copy.article else _place(copy.values, user)
        if place:
            found.append(_of_copy(copy, drafts.pop(copy.article_id or 0, None), place))
    found += [_of_draft(draft, None) for draft in drafts.values()]
    return sorted(found, key=lambda text: text.saved_at, reverse=True)


def take_over(hand_over: HandOver, user: User, key: str) -> Proposal:
    """Makes a text the draft of whoever sees to the hand-over; the leaver's own ends.

    Raises WrongState where it is not there (any more), NotAllowed where they may not propose to
    the page, AlreadyOpen where they have a proposal to it, Incomplete where it has no title yet,
    TooMuchToDraw and NotDrawnNow where it cannot be drawn.
    """
    text = next((text for text in unfinished(hand_over, user) if text.key == key), None)
    if text is None:
        raise WrongState("This text is not there any more: somebody has taken it over.")
    change = _change(text, hand_over)
    if not change.content.title.strip():
        raise Incomplete("It has no title yet. Copy the text, and begin a new page with it.")
    if text.article is None:
        told = _filed(text.copy.values if text.copy else {})
        draft = propose_new(user, text.department, change, **told)
        _end(hand_over, user, text)
    elif text.article.is_published:
        draft = save(text.article, user, change)
        _end(hand_over, user, text)
    else:
        draft = _go_on_with_new_page(hand_over, user, text, change)
    leavers.close_if_done(hand_over.person, user)
    return draft


def _of_copy(copy: WorkingCopy, draft: Proposal | None, place: Department) -> Unfinished:
    if draft and draft.saved_at > copy.saved_at:
        return _of_draft(draft, copy)
    before: Any = draft or copy.article
    names = ("title", "summary", "body")
    told = {name: str(copy.values.get(name, getattr(before, name, ""))) for name in names}
    note = str(copy.values.get("note", ""))
    content = Content(told["title"], told["summary"], told["body"])
    key = f"copy-{copy.key}"
    return Unfinished(key, copy.article, place, copy, draft, content, note, copy.saved_at)


def _of_draft(draft: Proposal, copy: WorkingCopy | None) -> Unfinished:
    article, key = draft.article, f"draft-{draft.pk}"
    facts = (Content.of(draft), draft.note, draft.saved_at)
    return Unfinished(key, article, article.department, copy, draft, *facts)


def _place(values: Values, user: User) -> Department | None:
    """Where a page that is just being begun shall stand, if that is open to this person."""
    told = str(values.get("department", ""))
    pk = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0
    tree = user.departments
    return tree.by_id[pk] if pk in tree.shape.rows and tree.may_read(user, pk) else None


def _change(text: Unfinished, hand_over: HandOver) -> Change:
    """With a word on where it comes from; people are not named, as texts outlive them."""
    origin = f"Begun by somebody who left (hand-over {hand_over.pk})."
    note = f"{text.note.strip()} {origin}".strip()
    draft, article = text.draft, text.article
    base = text.copy.base_version if text.copy else 0
    if draft:
        base = max(base, draft.base_version)
    content = replace(text.content, title=text.content.title[:120])
    return Change(
        replace(content, summary=content.summary[:300]),
        note=note if len(note) <= NOTE_LENGTH else origin,
        significance=draft.significance if draft else "minor",
        base_version=min(base, article.version) if article else 0,
        filing=draft.filing if draft else {},
    )


def _filed(values: Values) -> dict[str, Any]:
    kind, topic = values.get("kind"), values.get("topic")
    if kind == Kind.EXPERTISE:
        return {"kind": kind, "topic": topic if topic in Topic.values else ""}
    return {"kind": Kind.PROCESS}


@transaction.atomic
def _end(hand_over: HandOver, user: User, text: Unfinished) -> None:
    if text.copy:
        drop(hand_over.person, text.copy.key)
    if text.draft:
        _article, draft = lock(text.draft)
        if draft.is_editable:
            enter(draft, Action.WITHDRAWN, user, comment="Taken over as a draft.", tell=False)


@transaction.atomic
def _go_on_with_new_page(
    hand_over: HandOver, user: User, text: Unfinished, change: Change
) -> Proposal:
    """A page that nobody has read yet has one first proposal, which gets another author."""
    draft = text.draft
    if draft is None:
        raise WrongState("This page was never proposed: its text can only be copied.")
    article, draft = lock(draft)
    if draft.author_id != hand_over.person_id or not draft.is_editable:
        raise WrongState("Somebody was quicker.")
    if not user.may_write:
        raise NotAllowed("You only read here.")
    if mine := article.proposals.open().filter(author=user).first():
        raise AlreadyOpen(mine)
    draft.author = user
    draft.save(update_fields=["author"])
    Article.objects.filter(pk=article.pk).update(created_by=user)
    draft = edit(draft, user, change)
    if text.copy:
        drop(hand_over.person, text.copy.key)
    return draft
