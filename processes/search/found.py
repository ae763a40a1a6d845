"""What a query found for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef
from django.utils import timezone

from accounts.models import User
from processes.models import Alias, Article
from processes.models.article import LONG_TEXTS
from processes.search import vocabulary
from processes.search.analysis import words
from processes.search.asking import Asked
from processes.search.candidates import (
    BETWEEN_NAMES,
    BROWSED,
    HEADS,
    MEANT,
    SOME,
    TEXTS,
    TITLES,
    Candidate,
    fetch,
    together,
)
from processes.search.correcting import by_title, corrections
from processes.search.facets import Facet, count
from processes.search.filtering import searched
from processes.search.parsing import Query, parse
from processes.search.scoring import Asker, score
from processes.search.snippets import Snippet, mark, says_all, snippet
from processes.text.rendering import fold

WHOLE = {TITLES, HEADS, TEXTS, BROWSED, MEANT}  # ways to be found with all words
BEST, NEWEST = "best", "newest"


@dataclass(frozen=True, slots=True)
class Hit:
    """`where` names what matched besides title and text: “formerly Expense claims”."""

    article: Article
    title: Snippet
    snippet: Snippet
    where: str


@dataclass(frozen=True)
class _Outcome:
    candidates: list[Candidate]
    query: Query
    is_more: bool = False
    instead: str | None = None
    some_words: bool = False


class Found:
    """Asks the database when something is first wanted of it: one query, three where a word may
    be mistyped, and one for each page that is shown."""

    def __init__(self, query: Query, user: User, sort: str = BEST) -> None:
        self.query = query
        self._user = user
        self._sort = sort

    @property
    def total(self) -> int:
        """How many were found; there are more than that where `is_more`."""
        return len(self._outcome.candidates)

    @property
    def is_more(self) -> bool:
        return self._outcome.is_more

    @property
    def instead(self) -> str | None:
        """“Did you mean”: what finds the pages below, where what was typed finds none."""
        return self._outcome.instead

    @property
    def some_words(self) -> bool:
        """Whether no page has all the words: these have most of them."""
        return self._outcome.some_words

    @cached_property
    def facets(self) -> dict[str, list[Facet]]:
        """By department, kind, owner, tool and state (no query)."""
        return count(self._outcome.candidates, self.query, self._user, timezone.localdate())

    def ids(self, limit: int | None = None) -> list[int]:
        """Of the articles found, best first."""
        return [one.pk for one in self._outcome.candidates[:limit]]

    def page(self, number: int, per_page: int) -> list[Hit]:
        """The hits of one page, from 1 (one query); none behind the last."""
        first = max(number - 1, 0) * per_page
        chosen = self._outcome.candidates[first : first + per_page]
        articles = self._articles([one.pk for one in chosen])
        return [self._hit(articles[one.pk]) for one in chosen if one.pk in articles]

    @cached_property
    def _outcome(self) -> _Outcome:
        if self.query.is_empty:
            return _Outcome([], self.query)
        outcome = _search(self.query, self._user)
        if self._sort == NEWEST:
            outcome.candidates.sort(key=_age)
        return outcome

    def _articles(self, pks: Sequence[int]) -> dict[int, Article]:
        """With their texts and headings, but not the others that are long: read anew, so asked for
        again whether they may."""
        shown = Article.objects.visible_to(self._user).filter(pk__in=pks, version__gt=0)
        texts = [name for name in LONG_TEXTS if name not in ("text", "contents")]
        joined = shown.select_related("department", "owner", "approved_by").defer(*texts)
        old = together("title", Alias.objects.filter(article=OuterRef("pk")).exclude(title=""))
        return {article.pk: article for article in joined.annotate(old_titles=old)}

    def _hit(self, article: Article) -> Hit:
        query = self._outcome.query
        return Hit(
            article, mark(article.title, query), _told(article, query), _where(article, query)
        )


def _search(query: Query, user: User) -> _Outcome:
    articles, hidden = searched(query, user), user.departments.hidden_from(user)
    asker = Asker(user.department_id, timezone.localdate())
    exact = fetch(articles, Asked.of(query), hidden)
    if any(one.ways & WHOLE for one in exact.found) or not query.terms:
        return _Outcome(score(exact.found, query, asker), query, exact.is_more)
    others = vocabulary.others(term.typed for term in query.terms)
    meant, known = corrections(query, others), [word for word in others if word in others[word]]
    forgiving = Asked.forgiving(query, [parse(text) for text in meant])
    near = exact if forgiving.is_empty else fetch(articles, forgiving, hidden)
    instead, whole = _understood(query, meant, known, near.found)
    if whole:
        understood = parse(instead) if instead else query
        scored = score(whole, understood, asker)
        return _Outcome(scored, understood, near.is_more, instead or None)
    some = {one.pk: one for one in (*near.found, *exact.found) if SOME in one.ways}
    return _Outcome(score(list(some.values()), query, asker), query, some_words=bool(some))


def _understood(
    query: Query, meant: list[str], known: list[str], near: list[Candidate]
) -> tuple[str, list[Candidate]]:
    """What was meant most likely, of what finds something, and what that finds."""
    titled = [(*by_title(query, one, known), one) for one in near if TITLES in one.ways]
    titled = [one for one in titled if one[0]]
    told = min((at for one in near for at in one.meant), default=None)
    whole = {one.pk: one for *_, one in titled}
    whole |= {one.pk: one for one in near if told is not None and told in one.meant}
    if titled:
        _, instead, _ = max(titled, key=lambda one: one[0])
        return (instead if fold(instead) != fold(query.typed) else ""), list(whole.values())
    return ("" if told is None else meant[told]), list(whole.values())


def _age(one: Candidate) -> tuple[float, str]:
    return -(one.published_at.timestamp() if one.published_at else 0.0), one.title_key


def _told(article: Article, query: Query) -> Snippet:
    """What says most of a page to whoever asked: of a page about these very words its summary,
    of one that only says them somewhere, that place."""
    headings = {heading["text"] for heading in article.contents}
    place = snippet(article.text, query, headings)
    is_said = any(is_marked for _, is_marked in place)
    if article.summary and (says_all(article.title, query) or not is_said):
        return mark(article.summary, query)
    return place


def _where(article: Article, query: Query) -> str:
    """An old title with a word asked for that the title does not have."""
    title = set(words(article.title))
    for old in filter(None, (article.old_titles or "").split(BETWEEN_NAMES)):
        if any(word not in title and query.matches(word) for word in words(old)):
            return f"formerly {old}"
    return ""
