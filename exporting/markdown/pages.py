"""Pages as files, some at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from exporting.archive import Archive
from exporting.markdown.bodies import body_of
from exporting.markdown.front_matter import as_yaml
from exporting.markdown.told import moment, told, without_empty
from exporting.planning import Plan, pages_of
from importing.imprimatur import format as names
from importing.imprimatur.spelling import restored
from processes.facts import Names
from processes.models import Article

_WITH = (
    *("owner", "approved_by", "created_by", "provenance__author", "department"),
    *("parent", "replaced_by"),
)
_BESIDE = ("aliases", "tags", "old_wiki_addresses", "old_comments__author")
_DERIVED = ("html", "text", "contents", "terms")
_LONG = (*_DERIVED, "body", "facts")


def fetch(plan: Plan, ids: Sequence[int]) -> list[Article]:
    """These pages with all that is written of them, in the order of the plan (a few queries)."""
    rows = pages_of(plan.seeing, ids).select_related(*_WITH).prefetch_related(*_BESIDE)
    heavy = [
        *_DERIVED,
        *(f"{page}__{name}" for page in ("parent", "replaced_by") for name in _LONG),
    ]
    found = {article.pk: article for article in rows.defer(*heavy)}
    return [found[pk] for pk in ids if pk in found]


def write(archive: Archive, articles: Sequence[Article], plan: Plan) -> Iterator[Article]:
    """Writes each page, and yields it when it is done."""
    named = Names.of(plan.seeing.user, *(article.facts for article in articles))
    for article in articles:
        path = plan.pages[article.pk].path
        _page(archive, article, path, plan, named)
        _discussion(archive, article, path, plan)
        yield article


def written(values: dict[str, Any], title: str, body: str, pairs: Sequence[Any]) -> str:
    """The file of a page: `values` in front, what leads back from its links, its digest."""
    values["links"] = [{"shown": shown, "written": said} for shown, said in pairs]
    said = restored(body, pairs)
    values["sha256"] = hashlib.sha256(said.encode()).hexdigest()
    return names.joined(as_yaml(without_empty(values)), title, body)


def _page(archive: Archive, article: Article, path: str, plan: Plan, named: Names) -> None:
    body, pairs = body_of(article.body, article, f"{path}.md", plan)
    values = told(article, article.facts, plan.seeing, named)
    archive.add_text(f"{path}.md", written(values, article.title, body, pairs))


def _discussion(archive: Archive, article: Article, path: str, plan: Plan) -> None:
    comments = sorted(article.old_comments.all(), key=lambda comment: comment.pk)
    if not comments:
        return
    rows = [
        without_empty(
            {
                "id": comment.pk,
                "answer_to": comment.answer_to_id,
                "author": plan.seeing.person(comment.author),
                "author_name": comment.author_name,
                "at": moment(comment.at),
                "text": comment.text,
            }
        )
        for comment in comments
    ]
    archive.add_json(f"{names.DISCUSSION_FOLDER}/{path}.json", rows)
