"""What is remembered of the links in a live text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Case, Q, When

from processes.links.keys import key_of
from processes.links.looking_up import Lookup
from processes.links.resolving import LinkResolver
from processes.models import Article, ArticleLink, LinkState
from processes.text.rendering import FoundLink, Rendered, ResolvedLink

TEXT_LENGTH = 300
ID_LENGTH = 120
SENTENCE_LENGTH = 500
WRITTEN = [field.name for field in ArticleLink._meta.concrete_fields if not field.primary_key]


def record(article: Article, rendered: Rendered, drawn: LinkResolver | None = None) -> None:
    """Replaces what is known of an article's links by what its new text holds, in its order.

    A link keeps the article it was written for, also after that was archived and another stands
    in for it. In the caller's transaction, which holds the article's lock; `drawn` is what the
    text was drawn with, if that was in this transaction.
    """
    rows = [_row(article, place, link) for place, link in enumerate(rendered.links)]
    _find_sections(rows, drawn.lookup if drawn else None)
    if drawn:
        _write_over(drawn.noted.rows, rows)
    else:
        ArticleLink.objects.filter(source=article).delete()
        ArticleLink.objects.bulk_create(rows)


def is_recorded(article: Article, rendered: Rendered, drawn: LinkResolver) -> bool:
    """Whether what is noted of an article's links is what its text holds."""
    rows = [_row(article, place, link) for place, link in enumerate(rendered.links)]
    _find_sections(rows, drawn.lookup)
    stored = ArticleLink.objects.filter(source=article).order_by("place")
    facts = [field.attname for field in ArticleLink._meta.concrete_fields if not field.primary_key]
    return list(stored.values_list(*facts)) == [
        tuple(getattr(row, name) for name in facts) for row in rows
    ]


def _write_over(old: list[int], rows: list[ArticleLink]) -> None:
    """Puts the new links in the place of the old ones: most often there are as many."""
    for pk, row in zip(sorted(old), rows, strict=False):
        row.pk = pk
    if gone := sorted(old)[len(rows) :]:
        ArticleLink.objects.filter(pk__in=gone).delete()
    ArticleLink.objects.bulk_create(
        rows[: len(old)], update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN
    )
    ArticleLink.objects.bulk_create(rows[len(old) :])


def check_sections(article: Article) -> None:
    """Notes which links into this article ask for a heading that its new text has or lacks (one
    statement).

    Links that another publication is just writing are left to it.
    """
    asking = ArticleLink.objects.filter(target=article).exclude(section_id="")
    exists = Q(section_id__in=section_ids(article))
    wrong = asking.filter(exists, section_found=False) | asking.filter(~exists, section_found=True)
    locked = wrong.order_by("pk").select_for_update(
        skip_locked=connection.features.has_select_for_update_skip_locked
    )
    ArticleLink.objects.filter(pk__in=locked.values("pk")).update(
        section_found=Case(When(exists, then=True), default=False)
    )


def section_ids(article: Article) -> list[str]:
    """The ids of an article's headings, without those too long for any link to ask for."""
    ids = [heading["id"] for heading in article.contents or ()]
    return [heading for heading in ids if len(heading) <= ID_LENGTH]


def _row(article: Article, place: int, link: FoundLink) -> ArticleLink:
    request, resolved = link.request, link.resolved
    by_address, key = key_of(request)
    return ArticleLink(
        source=article,
        target_id=resolved.target_id,
        person_id=resolved.person_id,
        state=_state(resolved),
        title=request.raw[:TEXT_LENGTH],
        title_key=key,
        by_address=by_address,
        label=link.label[:TEXT_LENGTH],
        section=request.section[:TEXT_LENGTH],
        section_id=link.section_id[:ID_LENGTH],
        place=place,
        sentence=link.sentence[:SENTENCE_LENGTH],
    )


def _state(resolved: ResolvedLink) -> LinkState:
    """Of several closed pages of one title readers are told nothing; it is ambiguous all the same,
    and so are several people who have left."""
    if resolved.state == "hidden":
        is_known = resolved.target_id or resolved.person_id
        return LinkState.FOUND if is_known else LinkState.AMBIGUOUS
    return LinkState(resolved.state)


def _find_sections(rows: Iterable[ArticleLink], lookup: Lookup | None) -> None:
    asking = [row for row in rows if row.target_id and row.section_id]
    if not asking:
        return
    lookup = lookup or Lookup()
    targets = lookup.by_id({row.target_id for row in asking})
    for row in asking:
        if target := targets.get(row.target_id):
            row.section_found = row.section_id in section_ids(lookup.destination(target))
