"""Why somebody may decide on a page, or why not."""

from __future__ import annotations

from accounts.models import Deputy, User
from processes import permissions
from processes.explaining.reason import Answer, Names, Reason, date
from processes.models import Article


def why_decide(
    person: User, article: Article, asked_by: User | None = None, author: User | None = None
) -> Answer:
    """Each rule of `permissions.deciders` for this person and this page, which comes with its
    owner; on a proposal by `author`, or on the page as it stands. `asked_by` as for `why_see`.
    """
    tree = person.departments
    hidden = tree.hidden_from(asked_by) if asked_by else frozenset()
    names = Names(tree, hidden - {article.department_id})
    deciders = permissions.deciders(article, author)
    may = person.is_active and person in deciders
    reasons = [
        _owner(person, article),
        *_deputy(person, article),
        _manager(person, article, names),
        Reason("Administrator", person.is_admin, _as_admin(person)),
        _turn(person, deciders),
        _four_eyes(person, article, author, names),
    ]
    return Answer(may, reasons)


def _owner(person: User, article: Article) -> Reason:
    if article.owner_id != person.pk:
        return Reason("Owner", False, f"The page belongs to {article.owner}.")
    said = f"{person} owns the page" + ("." if person.is_active else ", but has left.")
    return Reason("Owner", person.is_active, said)


def _deputy(person: User, article: Article) -> list[Reason]:
    if article.owner_id == person.pk:
        return []
    entries = Deputy.objects.current().filter(deputy=person, manager=article.owner_id)
    if entry := entries.first():
        dates = f"from {date(entry.starts)} until {date(entry.ends)}"
        return [Reason("Deputy", True, f"{person} stands in for {article.owner} {dates}.")]
    return [Reason("Deputy", False, f"Today {person} does not stand in for {article.owner}.")]


def _manager(person: User, article: Article, names: Names) -> Reason:
    shape = person.departments.shape
    line = shape.lineages.get(article.department_id, ())
    managed = [pk for pk in line if shape.managers[pk] == person.pk]
    if managed:
        return Reason("Manager", True, f"{person} manages {names.all(managed)}.")
    said = f"{person} manages neither {names(article.department_id)} nor a department above it."
    return Reason("Manager", False, said)


def _as_admin(person: User) -> str:
    if person.is_admin:
        return f"{person} is an administrator: they decide where nobody nearer can."
    return f"{person} is not an administrator."


def _turn(person: User, deciders: list[User]) -> Reason:
    """The nearest decide; who comes later in line waits until none of them is left."""
    if not deciders:
        return Reason("Whose turn", False, "At present nobody can decide: there is nobody left.")
    if person in deciders:
        return Reason("Whose turn", True, f"At present {person} is among the nearest who can.")
    near = ", ".join(str(one) for one in deciders)
    return Reason("Whose turn", False, f"At present it is for {near} to decide.")


def _four_eyes(person: User, article: Article, author: User | None, names: Names) -> Reason:
    place = names(article.department_id)
    if not person.departments.four_eyes(article.department_id):
        said = f"{place} does not ask for four eyes: who decides may approve what they wrote."
        return Reason("Four eyes", True, said)
    said = f"{place} asks for four eyes: what {person} proposes, somebody else decides on."
    return Reason("Four eyes", author is None or author.pk != person.pk, said)
