"""Who may propose, who may decide.

Reading is one rule, `Article.objects.visible_to(user)`; this module adds who may act.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.query import QuerySet

from accounts.models import Department, Deputy, User
from accounts.models.tree import DepartmentTree, load_tree
from processes.models import Article, Proposal, Significance, Trust


def may_propose(user: User, article: Article) -> bool:
    """Anybody may propose a change to a page they can read, unless it is archived.

    The caller fetched the article through `visible_to(user)`.
    """
    return user.is_active and article.is_published and not article.is_archived


def departments_open_to(user: User) -> QuerySet[Department]:
    """Departments where this person may propose a new page: those whose pages they may read."""
    return Department.objects.exclude(pk__in=user.departments.hidden_from(user))


def may_decide(user: User, article: Article, author: User) -> bool:
    """Whether this person may decide now on a proposal by `author` (see `deciders`)."""
    return user.is_active and user in deciders(article, author)


def decides(user: User, proposal: Proposal) -> bool:
    """Whether this person may decide now on this proposal (see `deciders_of`)."""
    return user.is_active and user in deciders_of(proposal)


def trusts(article: Article, user: User) -> bool:
    """Whether the owner lets this person publish minor changes to the page without asking.

    Never where four eyes are asked for, and no longer when the owner has left.
    """
    if article.department.four_eyes or not (user.is_active and article.owner.is_active):
        return False
    return Trust.objects.filter(owner=article.owner_id, person=user).exists()


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


def deciders(article: Article, author: User) -> list[User]:
    """The people who may decide on a proposal by `author`, in order of precedence.

    The owner, and whoever deputises for them today. Where that leaves nobody: the nearest active
    manager of the department and those above it, then the admins. Where the department asks for
    four eyes, the author is never among them.
    """
    excluded = {author.pk} if article.department.four_eyes else set()
    return (
        _owner_and_deputies(article, excluded)
        or _nearest_manager(article, excluded)
        or list(User.objects.active().filter(is_superuser=True).exclude(pk__in=excluded))
    )


def deciders_of(proposal: Proposal) -> list[User]:
    """The people who may decide on a proposal, in order of precedence: those of `deciders`, then
    whoever it was escalated to."""
    return deciders(proposal.article, proposal.author)


def waiting_for(user: User) -> QuerySet[Proposal]:
    """Pending proposals that this person may decide on, oldest first.

    The rule of `deciders`, asked of the database for all proposals at once.
    """
    four_eyes = Q(article__department__four_eyes=True)
    mine = Q(article__owner=user) | Q(
        article__owner__in=user.deputy_for.current().values("manager")
    )
    return (
        Proposal.objects.pending()
        .filter(mine | _nobody_nearer(four_eyes) & _line_reaches(user))
        .exclude(four_eyes & Q(author=user))
        .order_by("submitted_at", "pk")
    )


def _owner_and_deputies(article: Article, excluded: set[int]) -> list[User]:
    deputies = User.objects.active().filter(
        pk__in=Deputy.objects.current().filter(manager=article.owner_id).values("deputy")
    )
    owner = [article.owner] if article.owner.is_active else []
    return [person for person in [*owner, *deputies] if person.pk not in excluded]


def _nearest_manager(article: Article, excluded: set[int]) -> list[User]:
    line = load_tree().managers_in_line(article.department_id)
    nearest = next((pk for pk in line if pk not in excluded), None)
    return list(User.objects.filter(pk=nearest)) if nearest else []


def _nobody_nearer(four_eyes: Q) -> Q:
    """Neither the owner nor a deputy may decide."""
    deputies = Deputy.objects.current().filter(
        manager=OuterRef("article__owner"), deputy__is_active=True
    )
    others = deputies.exclude(deputy=OuterRef("author"))
    owner_may_not = Q(article__owner__is_active=False) | four_eyes & Q(author=F("article__owner"))
    return owner_may_not & (~Exists(deputies) | four_eyes & ~Exists(others))


def _line_reaches(user: User) -> Q:
    """Proposals whose nearest manager is this person (or that only an admin is left for)."""
    tree = user.departments
    reached = Q(article__department__in=tree.answered_for_by(user))
    if user.is_admin:
        reached |= Q(article__department__in=tree.without_manager())
    for department in tree.by_id.values():
        if department.four_eyes:
            reached |= _line_past_the_author(tree, department, user)
    return reached


def _line_past_the_author(tree: DepartmentTree, department: Department, user: User) -> Q:
    """Under four eyes, a proposal by the nearest manager goes to the next one, or to the admins."""
    line = tree.managers_in_line(department.pk)
    beyond = [pk for pk in line if pk != line[0]]
    next_is_me = beyond[:1] == [user.pk] or (not beyond and line and user.is_admin)
    if not next_is_me:
        return Q(pk__in=[])
    return Q(article__department=department, author=line[0])
