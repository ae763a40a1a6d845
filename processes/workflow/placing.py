"""Where an article is filed and who answers for it: what every change of that shares."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts import auditing
from accounts.models import Department, User
from accounts.models.tree import load_tree
from processes import arranging, permissions, publishing
from processes.models import Action, Article
from processes.workflow import leavers, offers
from processes.workflow.guards import lock_article
from processes.workflow.lines import log, said
from processes.workflow.refusals import Incomplete, NotAllowed


@dataclass(frozen=True, slots=True)
class Details:
    """Where an article is filed and who answers for it."""

    department: Department
    slug: str
    owner: User
    kind: str
    topic: str


def lock_to_file(article: Article, by: User) -> Article:
    """The article as it is now, locked. Raises NotAllowed for who does not file it."""
    article = lock_article(article.pk)
    if not permissions.may_file(by, article):
        raise NotAllowed("You do not file this page: its owner and the managers above do.")
    return article


def place(
    article: Article,
    by: User,
    details: Details,
    action: Action,
    *,
    note: str = "",
    at: datetime.datetime | None = None,
) -> bool:
    """Files a locked article as `details` say, with a line in the log; the text is not touched.

    Returns whether anything changed. Offers that this overtakes lapse, and what waits for a
    decision goes to whoever is asked first now. A page that goes to another department is no part
    of its parent any more, nor are its parts its own. Raises Incomplete where the owner is not
    active or the address leads elsewhere.
    """
    changes = _describe(article, details)
    if not changes:
        return False
    if details.owner != article.owner and not details.owner.is_active:
        raise Incomplete(f"{details.owner} is not active and cannot own a page.")
    former = article.owner
    article.owner, article.kind, article.topic = details.owner, details.kind, details.topic
    arranging.keep(article)
    article.save(update_fields=["owner", "kind", "topic", *arranging.KEPT])
    moves = details.department != article.department
    if (details.department, details.slug) != (article.department, article.slug):
        _only_free_address(article, details)
        if moves:
            _leave_family(article)
        publishing.move(article, details.department, details.slug)
    at = at or timezone.now()
    answers = action == Action.TRANSFERRED
    log(article, action, by, said("; ".join(changes), note), at, answers=answers)
    if former != details.owner:
        auditing.record("owner_changed", by=by, about=details.owner, what=article, before=former.pk)
    _follow_up(article, former, by, moves, at)
    return True


def details_of(article: Article, **changed: object) -> Details:
    """How an article is filed now, with what shall be another."""
    names = ("department", "slug", "owner", "kind", "topic")
    now = {name: getattr(article, name) for name in names}
    return Details(**{**now, **changed})  # type: ignore[arg-type]


def free_slug_in(department: Department, article: Article, wanted: str = "") -> str:
    """The last part of the address there: the wanted one, its own, or a free one."""
    for slug in (wanted, article.slug):
        if slug and not publishing.is_taken(department, slug, article):
            return slug
    return publishing.free_slug(article.title, department, article)


def only_within_four_eyes(article: Article, department: Department, by: User) -> None:
    """Only an admin moves a page out of where four eyes are asked for to where they are not: the
    rule is not for its owner to lift. Raises NotAllowed."""
    tree = load_tree()
    lifted = tree.four_eyes(article.department_id) and not tree.four_eyes(department.pk)
    if lifted and not by.is_admin:
        raise NotAllowed(
            f"In {article.department} four eyes are asked for: an admin has to move pages out."
        )


def _describe(article: Article, details: Details) -> list[str]:
    pairs = [
        ("Department", article.department, details.department),
        ("Address", article.slug, details.slug),
        ("Owner", article.owner, details.owner),
        ("Kind", article.kind, details.kind),
        ("Topic", article.topic, details.topic),
    ]
    return [f"{label}: {old or '–'} → {new or '–'}" for label, old, new in pairs if old != new]


def _only_free_address(article: Article, details: Details) -> None:
    if publishing.is_taken(details.department, details.slug, article):
        raise Incomplete(f"/{details.department.slug}/{details.slug}/ leads to another page.")


def _follow_up(
    article: Article, former: User, by: User, moves: bool, at: datetime.datetime
) -> None:
    why = "The page went another way meanwhile."
    if moves:
        offers.lapse(article.transfers.filter(department__isnull=False), by, why, at)
    if former == article.owner:
        return
    offers.lapse(article.transfers.filter(owner__isnull=False), by, why, at)
    offers.ask_again(article, at)
    if not former.is_active:
        leavers.close_if_done(former, by, at)


def _leave_family(article: Article) -> None:
    """Parent and parts belong to one department."""
    article.parent = article.position = None
    article.save(update_fields=["parent", "position"])
    arranging.release_parts(article)
