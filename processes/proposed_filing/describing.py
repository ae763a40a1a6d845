"""A proposed filing in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from processes.models import Article, Kind, Proposal, Topic
from processes.proposed_filing.filing import of, plain

# In the order in which they are told.
LABELS = {
    "department": "Department",
    "kind": "Kind",
    "topic": "Topic",
    "owner": "Owner",
    "parent": "Part of",
}
UNNAMED_PAGE = "a page that you may not read"
UNNAMED_DEPARTMENT = "a department that you may not read"


def described(proposal: Proposal, user: User) -> list[dict[str, str]]:
    """The changes as label, old and new, for this reader: of what they may not read, no name.

    Of a closed proposal, `old` is empty where the page is filed so by now. At most two queries
    beyond the article's own parent.
    """
    if not proposal.filing:
        return []
    article = proposal.article
    now = plain(of(article))
    words = _Words.of(user, [now, proposal.filing])
    lines = []
    for name, label in LABELS.items():
        if name not in proposal.filing:
            continue
        old, new = now[name], proposal.filing[name]
        if old != new:
            lines.append(_line(label, words.say(name, old), words.say(name, new)))
        elif not proposal.is_open:
            lines.append(_line(label, "", words.say(name, new)))
    return lines


@dataclass(frozen=True, slots=True)
class _Words:
    """Ids in words, as one person may read them."""

    departments: Mapping[int, str]
    people: Mapping[int, str]
    pages: Mapping[int, str]

    @classmethod
    def of(cls, user: User, filings: list[Mapping[str, Any]]) -> _Words:
        tree = user.departments
        hidden = tree.hidden_from(user)
        owners = {filing.get("owner") for filing in filings} - {None}
        parents = {filing.get("parent") for filing in filings} - {None}
        pages = Article.objects.visible_to(user).filter(pk__in=parents)
        return cls(
            {pk: str(d) for pk, d in tree.by_id.items() if pk not in hidden},
            {person.pk: str(person) for person in User.objects.filter(pk__in=owners)},
            dict(pages.values_list("pk", "title")) if parents else {},
        )

    def say(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return "none"
        if name == "department":
            return self.departments.get(value, UNNAMED_DEPARTMENT)
        if name == "owner":
            return self.people.get(value, "somebody who is gone")
        if name == "parent":
            return self.pages.get(value, UNNAMED_PAGE)
        return str(dict([*Kind.choices, *Topic.choices]).get(value, value))


def _line(label: str, old: str, new: str) -> dict[str, str]:
    return {"label": label, "old": old, "new": new}
