"""Who hears of what is said."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from accounts.models import Event, User
from accounts.models.tree import DepartmentTree
from accounts.notifications import deliver, settle
from accounts.notifications.wording import one_line
from processes import permissions
from processes.announcing import subject_of
from processes.conversation import rules
from processes.models import Action, Comment, Proposal

TOLD = 300  # characters of a comment, in the inbox and in an e-mail


def of_comment(
    comment: Comment, proposal: Proposal, mentioned: Collection[User], tree: DepartmentTree
) -> None:
    """The author, whoever is on it, and those who take part; whoever is named is told that.

    Whoever may not see the proposal (any more) is left out. Those who are named see it.
    """
    named = {person.pk for person in mentioned}
    concerned = {person.pk: person for person in _concerned(comment, proposal)}
    others = [
        person
        for pk, person in concerned.items()
        if pk not in named | {comment.author_id} and rules.may_see(proposal, person, tree)
    ]
    verb = "answered" if comment.answer_to_id else "commented"
    words = one_line(comment.text, TOLD)
    _tell(mentioned, Event.MENTIONED, f"{comment.author} named you: {words}", comment)
    _tell(others, Event.COMMENTED, f"{comment.author} {verb}: {words}", comment)


def of_question(
    proposal: Proposal, people: Collection[User], by: User, at: datetime.datetime | None
) -> None:
    """Those whose view is asked for, as a task of theirs."""
    what = "a new page" if proposal.is_new_article else "a change"
    deliver(
        people,
        Event.CONSULTED,
        title=proposal.title,
        text=f"{by} asks for your view on {what}: {proposal.note}",
        url=proposal.get_absolute_url(),
        actor=by,
        subject_key=subject_of(proposal),
        at=at,
    )


def that_it_was_answered(proposal: Proposal, person: User) -> None:
    """Takes the question off this one person's list."""
    settle(subject_of(proposal), event=Event.CONSULTED, of=person)


def _concerned(comment: Comment, proposal: Proposal) -> Iterable[User]:
    yield proposal.author
    yield from _on_it(proposal)
    spoke = proposal.comments.order_by().values("author")
    yield from User.objects.active().filter(pk__in=spoke)


def _on_it(proposal: Proposal) -> list[User]:
    """Whoever is to decide now; of a returned one, whoever returned it, all or in part."""
    if proposal.is_pending:
        first = permissions.first_to_ask(proposal)
        return [first] if first else []
    decided = proposal.decisions.filter(action__in=(Action.RETURNED, Action.APPROVED))
    return [line.by for line in decided.select_related("by").order_by("-pk")[:1]]


def _tell(people: Collection[User], event: Event, text: str, comment: Comment) -> None:
    deliver(
        people,
        event,
        title=comment.proposal.title,
        text=text,
        url=f"{comment.proposal.get_absolute_url()}#comment-{comment.pk}",
        actor=comment.author,
        subject_key=subject_of(comment.proposal),
        at=comment.at,
    )
