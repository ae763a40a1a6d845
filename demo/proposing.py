"""The demo company's proposals, and what is said about them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from accounts.models import Department, User
from demo import reading
from demo.loader import Loader
from demo.reading import Draft
from processes import conversation, permissions, workflow
from processes.models import Comment, Proposal
from processes.workflow import Change, Content


def propose(loader: Loader, draft: Draft) -> None:
    """An open or closed proposal in the state that its file tells, with its conversation."""
    author = loader.person(draft.author)
    at = loader.moment(draft.days_ago)
    if draft.earlier:
        proposal = _second_round(loader, draft, author, at)
    else:
        proposal = _new_page(draft, author, at) if draft.new else _edit(loader, draft, author, at)
    if draft.state == "draft":
        return
    proposal = workflow.submit(proposal, author, at)
    _talk(loader, draft, proposal, author, at)
    _close(loader, draft, proposal, author, min(at + datetime.timedelta(hours=20), loader.now))


def _close(
    loader: Loader, draft: Draft, proposal: Proposal, author: User, at: datetime.datetime
) -> None:
    decider = _decider(loader, draft, proposal)
    closing: dict[str, Callable[[], object]] = {
        "pending": lambda: None,
        "withdrawn": lambda: workflow.withdraw(proposal, author, at),
        "returned": lambda: workflow.return_to_author(proposal, decider, draft.comment, at),
        "declined": lambda: workflow.decline(proposal, decider, draft.comment, at),
    }
    closing[draft.state]()


def _new_page(draft: Draft, author: User, at: datetime.datetime) -> Proposal:
    new = draft.new
    content = Content(new["title"], new["summary"], draft.body)
    return workflow.propose_new(
        author,
        Department.objects.get(slug=new["department"]),
        Change(content, draft.note, draft.significance),
        kind=new["kind"],
        topic=new.get("topic") or "",
        at=at,
    )


def _edit(
    loader: Loader,
    draft: Draft,
    author: User,
    at: datetime.datetime,
    edits: Iterable[dict[str, str]] = (),
) -> Proposal:
    article = loader.articles[draft.page]
    article.refresh_from_db()
    return workflow.save(article, author, _change(loader, draft, edits or draft.edits), at)


def _change(loader: Loader, draft: Draft, edits: Iterable[dict[str, str]]) -> Change:
    article = loader.articles[draft.page]
    body = article.body
    for edit in edits:
        body = reading.replace_once(body, edit["now"], edit["becomes"])
    content = replace(Content.of(article), body=body)
    return Change(content, draft.note, draft.significance, article.version)


def _second_round(loader: Loader, draft: Draft, author: User, at: datetime.datetime) -> Proposal:
    """The first round came back; its author has put right what was asked for."""
    told = draft.earlier
    before = loader.moment(float(told["days_ago"]))
    proposal = _edit(loader, draft, author, before, told["edits"])
    proposal = workflow.submit(proposal, author, before)
    decider = _decider(loader, draft, proposal)
    later = before + datetime.timedelta(hours=6)
    proposal = workflow.return_to_author(proposal, decider, told["comment"], later)
    return workflow.edit(proposal, author, _change(loader, draft, draft.edits))


def _talk(
    loader: Loader, draft: Draft, proposal: Proposal, author: User, at: datetime.datetime
) -> None:
    if draft.consult:
        asked = [loader.person(name) for name in draft.consult]
        conversation.consult(proposal, author, asked, at)
    for told in draft.said:
        first = _say(loader, proposal, told)
        for answer in told.get("answers") or ():
            _say(loader, proposal, answer, first)
    if draft.claimed_by:
        workflow.claim(proposal, loader.person(draft.claimed_by), at=at)


def _say(
    loader: Loader, proposal: Proposal, told: dict[str, Any], answer_to: Comment | None = None
) -> Comment:
    return conversation.comment(
        proposal,
        loader.person(told["by"]),
        told["text"],
        round=proposal.round,
        part=_part_with(proposal, told["about"]) if "about" in told else None,
        quote=told.get("about", ""),
        answer_to=answer_to,
        at=loader.moment(float(told["days_ago"])),
    )


def _part_with(proposal: Proposal, words: str) -> int:
    """The number of the change that shows these words."""
    latest = proposal.rounds.get(number=proposal.round)
    shown = ((part["number"], unescape(strip_tags(part["html"]))) for part in latest.diff or [])
    return next(number for number, text in shown if number and words in text)


def _decider(loader: Loader, draft: Draft, proposal: Proposal) -> User:
    if draft.decided_by:
        return loader.person(draft.decided_by)
    return permissions.deciders(proposal.article, proposal.author)[0]
