"""Who may propose, who may decide.

Reading is one rule, `Article.objects.visible_to(user)`; this module adds who may act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.query import QuerySet

from accounts.models import Department, Deputy, User
from accounts.models.tree import DepartmentTree, load_tree
from processes.models import Article, Proposal, Significance, Trust

READS_ONLY = (
    "You read here, and propose nothing. If you would write too, ask an administrator to make you"
    " an author."
)


def may_propose(user: User, article: Article) -> bool:
    """Anybody but a mere reader may propose a change to a page they can read, unless it is
    archived.

    The caller fetched the article through `visible_to(user)`.
    """
    return user.may_write and article.is_published and not article.is_archived


def departments_open_to(user: User) -> QuerySet[Department]:
    """Departments where this person may propose a new page: those whose pages they may read."""
    return Department.objects.exclude(pk__in=user.departments.hidden_from(user))


def may_decide(user: User, article: Article, author: User | None) -> bool:
    """Whether this person may decide now on a proposal by `author` (see `deciders`)."""
    return user.is_active and user in deciders(article, author)


def decides(user: User, proposal: Proposal) -> bool:
    """Whether this person may decide now on this proposal (see `deciders_of`)."""
    return user.is_active and user in deciders_of(proposal)


def trusts(article: Article, user: User) -> bool:
    """Whether the owner lets this person publish minor changes to the page without asking.

    Never where four eyes are asked for, and no longer when the owner has left.
    """
    if not (user.is_active and article.owner.is_active):
        return False
    if not Trust.objects.filter(owner=article.owner_id, person=user).exists():
        return False
    return not load_tree().four_eyes(article.department_id)


def may_publish_directly(user: User, article: Article, significance: str) -> bool:
    """Whether this person's own change may go live in one step: they decide on it themselves, or
    the owner trusts them with minor ones."""
    if may_decide(user, article, user):
        return True
    return significance == Significance.MINOR and trusts(article, user)


def may_file(user: User, article: Article) -> bool:
    """Whether this person may archive, restore or move a page: its owner, whoever deputises for
    them today, the managers of its department and those above it, and admins."""
    if not user.is_active:
        return False
    if user.pk == article.owner_id or user.is_admin:
        return True
    if article.department_id in user.departments.managed_by(user):
        return True
    return Deputy.objects.current().filter(manager=article.owner_id, deputy=user).exists()


def deciders(article: Article, author: User | None) -> list[User]:
    """The people who may decide on a proposal by `author`, in order of precedence.

    The owner, and whoever deputises for them today. Where that leaves nobody: the nearest active
    manager of the department and those above it, then the admins. Where the department, or one
    above it, asks for four eyes, the author is never among them. Without an author (None): who
    decides on the page as it stands.
    """
    return next(_ranks(article, author), [])


def deciders_of(proposal: Proposal) -> list[User]:
    """The people who may decide on a proposal, in order of precedence: those of `deciders`, then
    whoever it was escalated to."""
    people = deciders(proposal.article, proposal.author)
    if escalation_holds(proposal) and proposal.escalated_to not in people:
        people.append(proposal.escalated_to)
    return people


def escalation_holds(proposal: Proposal) -> bool:
    """Whether whoever it was escalated to may still decide: while they manage the department or
    one above it, or are an admin. Nobody becomes the judge of their own proposal that way."""
    person = proposal.escalated_to
    if person is None or not person.is_active or person.pk == proposal.author_id:
        return False
    return person.is_admin or (proposal.article.department_id in load_tree().managed_by(person))


def next_in_line(proposal: Proposal) -> User | None:
    """Who is asked beside the deciders when they take too long: the nearest active manager above
    who is not among them, else an admin; never the author. None where nobody is left."""
    ranks = _ranks(proposal.article, proposal.author)
    known = {proposal.author_id, *(person.pk for person in next(ranks, []))}
    return next((person for rank in ranks for person in rank if person.pk not in known), None)


def first_to_ask(proposal: Proposal, people: list[User] | None = None) -> User | None:
    """The one person whom a task about it is addressed to: whoever is on it; else whoever stands
    in for the owner, because they are there; else the first. `people` are its `deciders_of`,
    where the caller knows them already."""
    people = deciders_of(proposal) if people is None else people
    if proposal.claimed_by is not None and proposal.claimed_by in people:
        return proposal.claimed_by
    later = {proposal.article.owner_id, proposal.escalated_to_id}
    standing_in = [person for person in people if person.pk not in later]
    return next(iter(standing_in or people), None)


def waiting_for(user: User) -> QuerySet[Proposal]:
    """Pending proposals that this person may decide on, oldest first.

    The rule of `deciders_of`, asked of the database for all proposals at once.
    """
    if not user.is_active:
        return Proposal.objects.none()
    tree = user.departments
    four_eyes = Q(article__department__in=tree.under_four_eyes())
    deputising = user.deputy_for.current().values("manager")
    mine = Q(article__owner=user) | Q(article__owner__in=deputising)
    reaches_me = mine | _nobody_nearer(four_eyes) & _line_reaches(user, tree)
    return (
        Proposal.objects.pending()
        .filter(reaches_me & ~(four_eyes & Q(author=user)) | _escalated_to(user, tree))
        .order_by("submitted_at", "pk")
    )


def _ranks(article: Article, author: User | None) -> Iterator[list[User]]:
    """Those who may decide, nearest first: only where a rank is empty does the next one count."""
    tree = cache(load_tree)
    for rank in _everybody(article, tree):
        barred = author in rank and tree().four_eyes(article.department_id)
        people = [person for person in rank if person != author] if barred else rank
        if people:
            yield people


def _everybody(article: Article, tree: Callable[[], DepartmentTree]) -> Iterator[list[User]]:
    """The ranks as they are before four eyes are asked for."""
    owner = [article.owner] if article.owner.is_active else []
    deputies = Deputy.objects.current().filter(manager=article.owner_id).values("deputy")
    yield [*owner, *User.objects.active().filter(pk__in=deputies)]
    for manager in tree().managers_in_line(article.department_id):
        yield list(User.objects.active().filter(pk=manager))
    yield list(User.objects.active().filter(is_superuser=True))


def _nobody_nearer(four_eyes: Q) -> Q:
    """Neither the owner nor a deputy may decide."""
    deputies = Deputy.objects.current().filter(
        manager=OuterRef("article__owner"), deputy__is_active=True
    )
    others = deputies.exclude(deputy=OuterRef("author"))
    owner_may_not = Q(article__owner__is_active=False) | four_eyes & Q(author=F("article__owner"))
    return owner_may_not & (~Exists(deputies) | four_eyes & ~Exists(others))


def _line_reaches(user: User, tree: DepartmentTree) -> Q:
    """Proposals whose nearest manager is this person (or that only an admin is left for)."""
    reached = Q(article__department__in=tree.answered_for_by(user))
    if user.is_admin:
        reached |= Q(article__department__in=tree.without_manager())
    for author, departments in _past_their_manager(user, tree).items():
        reached |= Q(article__department__in=departments, author=author)
    return reached


def _past_their_manager(user: User, tree: DepartmentTree) -> dict[int, list[int]]:
    """Departments under four eyes, by their nearest manager, where what that manager proposes
    goes to this person: to the next manager above, or to the admins."""
    found: dict[int, list[int]] = {}
    for department in tree.under_four_eyes():
        line = tree.managers_in_line(department)
        beyond = [pk for pk in line if pk != line[0]]
        if beyond[:1] == [user.pk] or (line and not beyond and user.is_admin):
            found.setdefault(line[0], []).append(department)
    return found


def _escalated_to(user: User, tree: DepartmentTree) -> Q:
    """As `escalation_holds`."""
    theirs = Q(escalated_to=user) & ~Q(author=user)
    return theirs if user.is_admin else theirs & Q(article__department__in=tree.managed_by(user))
