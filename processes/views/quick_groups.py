"""What quick find finds: pages first, then departments, people, tools, and what one can do.

It is asked with each key, so it takes three queries, the tree among them, however much there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import OuterRef, Subquery, TextField, Value

from accounts.finding import Directory, Entry, fold
from accounts.models import User
from processes import search
from processes.catalogue import readable_tools
from processes.models import Article
from processes.models.reading import Star, Visit
from processes.views import quick_actions as actions
from processes.views.quick_lines import (
    Group,
    Line,
    filled,
    of_department,
    of_page,
    of_person,
    of_tool,
)

PAGES, RECENT, STARRED, OTHERS, IN_TEXTS = 7, 6, 6, 3, 5
WORD = re.compile(r"\w+")
# Of the last visits, some may be of pages that are gone by now.
LOOKED_AT = 12
BEFORE_MARK = 40  # characters of a text, so that the word found is seen on a single line


def at_hand(user: User) -> list[Group]:
    """For who has typed nothing: what they read lately and keep at hand, and what waits."""
    recent, starred = _recent_and_starred(user)
    return filled(
        [
            Group("recent", "Recently viewed", recent),
            Group("starred", "Starred", starred),
            Group("actions", "Go to", actions.at_hand(user)),
        ]
    )


def found(typed: str, user: User) -> list[Group]:
    """For what was typed, as far as this person may know of it."""
    words = fold(typed).split()
    articles = search.titles(typed, user, PAGES)
    people, tools = _people_and_tools(typed, words, user)
    pages = Group("pages", "Pages", [of_page(article) for article in articles])
    others = [
        Group("departments", "Departments", _departments(words, user)),
        Group("people", "People", people),
        Group("tools", "Tools", tools),
        Group("actions", "Go to", actions.matching(words, user)),
    ]
    # Titles are guessed at where none has the words; what has them is no guess.
    is_guess = not any(_begins(words[:1], article.title) for article in articles)
    groups = [*others, pages] if is_guess else [pages, *others]
    return filled([*groups, Group("words", "", actions.with_words(typed))])


def in_texts(typed: str, user: User, seen: set[int]) -> list[Group]:
    """Pages that say it somewhere else than in their titles, without those seen already."""
    hits = search.find(typed, user).page(1, IN_TEXTS + len(seen))
    lines = [
        of_page(hit.article, search.shortened(hit.snippet, BEFORE_MARK))
        for hit in hits
        if hit.article.pk not in seen
    ]
    return filled([Group("texts", "In the text", lines[:IN_TEXTS])])


def _recent_and_starred(user: User) -> tuple[list[Line], list[Line]]:
    """Both in one query: of the last of each, those that are there to be read."""
    visits, stars = Visit.objects.filter(person=user), Star.objects.filter(person=user)
    near = [
        rows.model.objects.filter(pk__in=rows.order_by("-at").values("pk")[:LOOKED_AT])
        for rows in (visits, stars)
    ]
    ids = near[0].order_by().values("article").union(near[1].order_by().values("article"))
    pages = Article.objects.visible_to(user).published().filter(pk__in=ids).for_lists()
    here = {"article": OuterRef("pk")}
    rows = list(
        pages.order_by().annotate(
            seen_at=Subquery(visits.filter(**here).values("at")[:1]),
            starred_at=Subquery(stars.filter(**here).values("at")[:1]),
        )
    )
    return _last(rows, "seen_at", RECENT), _last(rows, "starred_at", STARRED)


def _last(rows: Sequence[Article], name: str, most: int) -> list[Line]:
    dated = [row for row in rows if getattr(row, name)]
    newest = sorted(dated, key=lambda row: getattr(row, name), reverse=True)
    return [of_page(article) for article in newest[:most]]


def _departments(words: list[str], user: User) -> list[Line]:
    tree = user.departments
    places = [branch.department for branch in tree.branches(user)]
    matching = [place for place in places if _begins(words, place.name)]
    return [
        of_department(place, tree.by_id.get(place.parent_id or 0)) for place in matching[:OTHERS]
    ]


def _people_and_tools(typed: str, words: list[str], user: User) -> tuple[list[Line], list[Line]]:
    """Both in one query, and compared here: no database folds letters as people do. One letter
    is no name yet."""
    first = next(iter(WORD.findall(" ".join(words))), "")
    if len(first) == 1 and first.isascii():
        return [], []
    everybody = User.objects.known_to(user).active().order_by()
    everybody = everybody.annotate(slug=Value("", TextField()))
    people = everybody.values_list("slug", "pk", "name", "email", "job_title")
    tools = readable_tools(user).order_by()
    entries, used = [], []
    # Most of a large company is left aside before anything is made of their rows.
    for slug, *facts in people.union(
        tools.values_list("slug", "pk", "name", "purpose", "status"), all=True
    ):
        if slug:
            if _begins(words, facts[1]):
                used.append((slug, *facts[1:]))
        elif first in fold(facts[1]) or first in facts[2]:
            entries.append(Entry(*facts, is_active=True))
    entries.sort(key=lambda entry: fold(entry.called))
    likely = Directory(entries).matching(typed, OTHERS)
    known = sorted(used, key=lambda tool: fold(tool[1]))[:OTHERS]
    return [of_person(e.pk, e.name, e.email, e.job_title) for e in likely], [
        of_tool(*tool) for tool in known
    ]


def _begins(words: list[str], name: str) -> bool:
    """Whether words of the name begin with each of these."""
    own = f" {fold(name)}"
    return all(f" {word}" in own for word in words)
