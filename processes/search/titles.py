"""Pages by their titles, as one types."""

from __future__ import annotations

from django.core.exceptions import EmptyResultSet
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length
from django.utils import timezone

from accounts.models import User
from processes.models import Article
from processes.models.article import ArticleQuerySet
from processes.search.asking import backend, mistyping, typing
from processes.search.candidates import TITLES, Candidate
from processes.search.filtering import searched
from processes.search.parsing import parse
from processes.search.scoring import Asker, fits, score

LOOKED_AT = 200  # of each: of those typed right, and of those mistyped


def titles(typed: str, user: User, limit: int) -> list[Article]:
    """Pages by their titles and old titles as somebody types, best first (one query, one more
    where an owner is named).

    Any word may be half typed; where no title has them all, slips are forgiven. The articles are
    fit for lists.
    """
    query = parse(typed)
    if not query.has_words:
        return []
    near = searched(query, user)
    asked = [typing(query)] if query.phrases else [typing(query), mistyping(query)]
    found = {article.pk: article for article in _read(near, asked)}
    asker = Asker(user.department_id, timezone.localdate())
    ranked = score([_candidate(article) for article in found.values()], query, asker)
    whole = [one for one in ranked if fits(one, query)]
    return [found[one.pk] for one in (whole or ranked)[:limit]]


def _read(articles: ArticleQuerySet, asked: list[str]) -> ArticleQuerySet:
    """One list of ids for both, so that the articles are read by their keys."""
    said = backend()
    parts, params = [], []
    for text in asked:
        matching = said.in_titles(articles, text).order_by(Length("title_key"), "pk")
        try:
            sql, values = matching.values("pk")[:LOOKED_AT].query.sql_with_params()
        except EmptyResultSet:  # somebody is named who owns nothing, say
            return Article.objects.none()
        parts.append(f"SELECT matching.* FROM ({sql}) matching")  # noqa: S608
        params += values
    ids = RawSQL(" UNION ALL ".join(parts), params)  # noqa: S611
    listed = Article.objects.filter(pk__in=ids).for_lists()
    return listed.annotate(in_aliases=F(said.ALIASES))


def _candidate(article: Article) -> Candidate:
    return Candidate(
        article.pk, article.title_key, article.department_id, article.kind, article.topic,
        article.owner_id, article.owner.name, article.review_due, article.approved_by_id,
        article.archived_at, article.published_at, "", "", article.in_aliases or "", "", "", 0.0,
        {TITLES},
    )  # fmt: skip
