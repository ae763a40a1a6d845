"""What was said below a page on the old wiki comes along with it, to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.html import linebreaks

from importing.applying.people import People
from importing.models import ImportComment
from processes import drawing
from processes.models import Article
from processes.models.provenance import OldComment
from processes.text.rendering import LinkRequest, ResolvedLink

Remark = tuple[ImportComment, str]


def html_of(text: str) -> str:
    """As a page's own text is drawn; what cannot be drawn stays as it was written."""
    try:
        return drawing.drawn(text, _nowhere).html
    except drawing.Busy:
        raise
    except drawing.NotDrawn:
        return linebreaks(text, autoescape=True)


def _nowhere(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("wanted")


def keep_remarks(article: Article, remarks: Sequence[Remark], people: People) -> None:
    """Answers follow what they answer; in a circle, or without that, they stand by themselves."""
    kept = [
        OldComment(
            article=article,
            author_name=one.author_name or (people.name(one.author_key) if one.author_key else ""),
            author=people.person(one.author_key),
            text=one.text,
            html=html,
            at=one.at,
        )
        for one, html in remarks
    ]
    OldComment.objects.bulk_create(kept, 200)
    by_key = {one.key: row for (one, _), row in zip(remarks, kept, strict=True) if one.key}
    above = {one.key: one.answer_to for one, _ in remarks}
    answers = []
    for (one, _), row in zip(remarks, kept, strict=True):
        to = by_key.get(one.answer_to)
        if to is not None and to is not row and not _goes_round(one.key, above):
            row.answer_to = to
            answers.append(row)
    OldComment.objects.bulk_update(answers, ["answer_to"], 200)


def _goes_round(key: str, above: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while key in above and key not in seen:
        seen.add(key)
        key = above[key]
    return key in seen
