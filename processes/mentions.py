"""Pages that name another page in their text without linking to it, and the link proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate

from accounts.models import User
from processes import search
from processes.links import standing_in_for
from processes.models import Article, ArticleLink, Proposal, Significance
from processes.models.article import ArticleQuerySet
from processes.text.mentions import first_mention, link_first
from processes.text.naming import WORD, Name, names
from processes.text.rendering import fold
from processes.workflow import Change, Content

LOOKED_AT = 100  # of what the search finds for a name
SHOWN = 20
MOST_NAMES = 4  # the title and the newest of the old ones
MOST_WORDS, SUGGESTED = 3, 4
# Characters, of text and of Markdown: a page view must not take seconds.
MOST_TEXT, MOST_READ = 4_000_000, 500_000


@dataclass(frozen=True, slots=True)
class Mention:
    """A page that says the name, the sentence it says it in, and my open proposal to it."""

    article: Article
    before: str
    name: str
    after: str
    proposal: Proposal | None


def unlinked(article: Article, user: User) -> list[Mention]:
    """Published pages this person may read that name the article without a link to it.

    Found through the search index, then looked at one by one, so the queries do not grow with
    the wiki. Only where the name stands in running text: `proposed_link` puts the link there.
    Of an archived page none.
    """
    if article.is_archived or not article.is_published:
        return []
    known_as = _known_as(article)
    candidates = _as_much_as_is_read(_candidates(article, known_as, user))
    labels = _labels(candidates)
    said = {
        page.pk: sentence
        for page in candidates
        if (sentence := first_mention(page.text, known_as, labels.get(page.pk, ())))
    }
    found = _linkable([page for page in candidates if page.pk in said], article, known_as)
    mine = _my_proposals(found, user)
    return [Mention(page, *said[page.pk], mine.get(page.pk)) for page in found]


def proposed_link(article: Article, page: Article, user: User) -> Change | None:
    """The change to `page` that links its first mention of the article; None where there is none.

    `page` comes with its text. Where several pages have the article's title, the link names its
    department.
    """
    place = article.department.slug if _is_ambiguous(article, page, user) else ""
    body = link_first(page.body, article.title, _known_as(article), place)
    if body is None:
        return None
    return Change(
        replace(Content.of(page), body=body),
        note=f"Link to “{article.title}”",
        significance=Significance.MINOR,
        base_version=page.version,
    )


def similar(article: Article, user: User) -> list[Article]:
    """Published pages with a title like the article's, for who looks for another in its place."""
    own = _weighty_words(article.title)
    found: dict[int, Article] = {}
    for word in sorted(own, key=len, reverse=True)[:MOST_WORDS]:
        for page in search.titles(word, user, SHOWN):
            if page.pk != article.pk:
                found.setdefault(page.pk, page)
    shared = {pk: len(own & _weighty_words(page.title)) for pk, page in found.items()}
    alike = [page for pk, page in found.items() if shared[pk]]
    alike.sort(key=lambda page: (-shared[page.pk], page.department_id != article.department_id))
    return alike[:SUGGESTED]


def _known_as(article: Article) -> list[Name]:
    old = article.aliases.exclude(title="").order_by("-pk").values_list("title", flat=True)
    return names([article.title, *old[:MOST_NAMES]])[:MOST_NAMES]


def _candidates(article: Article, known_as: list[Name], user: User) -> list[Article]:
    """What the search finds for one of the names and what does not link here, each once."""
    linking = ArticleLink.objects.filter(target__in=standing_in_for(article)).values("source")
    found: dict[int, Article] = {}
    for name in known_as:
        saying = search.saying([name.title]) & Article.objects.visible_to(user).published()
        pages = saying.exclude(pk=article.pk).exclude(pk__in=linking).order_by("title", "pk")
        for page in pages.select_related("department", "owner").defer("body", "html")[:LOOKED_AT]:
            found.setdefault(page.pk, page)
    return list(found.values())[:LOOKED_AT]


def _as_much_as_is_read(pages: list[Article]) -> list[Article]:
    """The first pages, until their texts together are too long to look through."""
    ends = accumulate(len(page.text) for page in pages)
    return [page for page, end in zip(pages, ends, strict=True) if end <= MOST_TEXT]


def _labels(pages: Iterable[Article]) -> dict[int, list[str]]:
    """What stands linked in these pages already: “laptop” in a link to “Laptop bags” is none."""
    found: dict[int, list[str]] = {}
    links = ArticleLink.objects.filter(source__in=[page.pk for page in pages]).exclude(label="")
    for page, label in links.values_list("source", "label").order_by():
        found.setdefault(page, []).append(label)
    return found


def _linkable(pages: list[Article], article: Article, known_as: list[Name]) -> list[Article]:
    """Those in whose Markdown the link can be put, as many as are shown."""
    looked_at = [page.pk for page in pages[: 2 * SHOWN]]
    bodies = dict(Article.objects.filter(pk__in=looked_at).values_list("pk", "body"))
    found: list[Article] = []
    read = 0
    for page in pages[: 2 * SHOWN]:
        read += len(bodies[page.pk])
        if len(found) == SHOWN or read > MOST_READ:
            break
        if link_first(bodies[page.pk], article.title, known_as) is not None:
            found.append(page)
    return found


def _my_proposals(pages: list[Article], user: User) -> dict[int, Proposal]:
    mine = Proposal.objects.open().filter(author=user, article__in=[page.pk for page in pages])
    return {proposal.article_id: proposal for proposal in mine.defer("body", "html")}


def _weighty_words(title: str) -> set[str]:
    return {word for word in WORD.findall(fold(title)) if len(word) > 3}


def _is_ambiguous(article: Article, page: Article, user: User) -> bool:
    if article.department_id == page.department_id:
        return False
    same: ArticleQuerySet = Article.objects.visible_to(user).filter(
        version__gt=0, title_key=article.title_key
    )
    return same.exclude(pk=article.pk).exists()
