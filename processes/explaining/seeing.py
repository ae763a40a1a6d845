"""Why somebody may read a page, or why not."""

from __future__ import annotations

from accounts.models import Deputy, User
from processes.explaining.doors import way_in
from processes.explaining.reason import Answer, Names, Reason, date
from processes.models import Article


def why_see(person: User, article: Article, asked_by: User | None = None) -> Answer:
    """Each rule of `visible_to` for this person and this page, which comes with its owner.

    `asked_by` is who is told: departments that they may not read are not named to them. Somebody
    who has left reads nothing, whatever else holds: they cannot sign in. A few queries.
    """
    tree = person.departments
    hidden = tree.hidden_from(asked_by) if asked_by else frozenset()
    names = Names(tree, hidden - {article.department_id})
    doors = way_in(person, article.department_id, names)
    is_open = any(reason.applies for reason in doors)
    state = _state(person, article)
    theirs = [
        _admin(person),
        _owner(person, article),
        *_deputy(person, article),
        _manager(person, article, names),
    ]
    may = any(reason.applies for reason in theirs) or (is_open and state.applies)
    return Answer(may and person.is_active, [_active(person), *theirs, *doors, state])


def _active(person: User) -> Reason:
    if person.is_active:
        return Reason("Active", True, f"{person} is active, and can sign in.")
    return Reason("Active", False, f"{person} has left, cannot sign in, and so reads nothing.")


def _admin(person: User) -> Reason:
    said = "is" if person.is_admin else "is not"
    return Reason("Administrator", person.is_admin, f"{person} {said} an administrator.")


def _owner(person: User, article: Article) -> Reason:
    if article.owner_id == person.pk:
        return Reason("Owner", True, f"{person} owns the page.")
    return Reason("Owner", False, f"The page belongs to {article.owner}.")


def _deputy(person: User, article: Article) -> list[Reason]:
    """Today's, else what was or will be: people ask why something has ended. Nobody stands in for
    themself."""
    if article.owner_id == person.pk:
        return []
    entries = Deputy.objects.filter(deputy=person, manager=article.owner_id).order_by("-starts")
    now = list(entries.current())
    found = []
    for entry in now or entries[:1]:
        said = f"{person} stands in for {article.owner}" if now else "A deputy, but not today:"
        dates = f"from {date(entry.starts)} until {date(entry.ends)}"
        found.append(Reason("Deputy", bool(now), f"{said} {dates}."))
    return found or [Reason("Deputy", False, f"{person} does not stand in for {article.owner}.")]


def _manager(person: User, article: Article, names: Names) -> Reason:
    shape = person.departments.shape
    line = shape.lineages.get(article.department_id, ())
    managed = [pk for pk in line if shape.managers[pk] == person.pk]
    if managed:
        said = f"{person} manages {names.all(managed)}: they read all that is in it and below."
        return Reason("Manager", True, said)
    said = f"{person} manages neither {names(article.department_id)} nor a department above it."
    return Reason("Manager", False, said)


def _state(person: User, article: Article) -> Reason:
    """Without a part of theirs in it, people read what is published."""
    if article.is_archived:
        said = "The page is archived. It is kept for those who may read its department."
        return Reason("Published", True, said)
    if article.is_published:
        return Reason("Published", True, "The page is published.")
    if article.created_by_id == person.pk:
        said = f"The page is not published yet, and {person} began it."
        return Reason("Published", True, said)
    said = "The page is not published yet: only those who answer for it and who began it read it."
    return Reason("Published", False, said)
