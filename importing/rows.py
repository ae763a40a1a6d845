"""What a reader found as rows, fit for their columns."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from importing.models import Form, Import, ImportComment, ImportPage
from importing.shortening import clean, cut, cut_words, writable
from importing.source import Page, Remark
from processes.models.article import SUMMARY_LENGTH, TITLE_LENGTH
from processes.models.provenance import KEY_LENGTH
from processes.publishing import title_key

PLACE_LENGTH = 400
UNTITLED = "Untitled"


def page_key(key: str) -> str:
    """Without what pads it; of one that is too long the beginning, told apart by its digest."""
    return _short(key, KEY_LENGTH)


def place_key(key: str) -> str:
    """The same, of a place or an author."""
    return _short(key, PLACE_LENGTH)


def row_of(run: Import, key: str, page: Page, position: int) -> ImportPage:
    """A page, not saved yet."""
    title = cut_words(clean(page.title) or UNTITLED, TITLE_LENGTH)
    row = ImportPage(
        run=run,
        position=position,
        key=key,
        # What nobody knows is not shown to everybody.
        form=page.form if page.form in Form.values else Form.DRAFT,
        title=title,
        title_key=title_key(title),
        summary=cut_words(clean(page.summary), SUMMARY_LENGTH),
        body=writable(page.body),
        parent_key=page_key(page.parent),
        order=page.order if page.order is None or abs(page.order) < 2**31 else None,
        author_key=place_key(page.author),
        written_at=page.written_at,
        changed_at=page.changed_at,
        places=list(dict.fromkeys(place_key(one) for one in page.places if one.strip())),
        tags=list(dict.fromkeys(filter(None, map(clean, page.tags)))),
        addresses=[writable(one).strip() for one in page.addresses if one.strip()],
        leads_to=writable(page.redirect_to).strip()[:2000],
        base=writable(page.base).strip()[:1000],
        headings=[asdict(heading) for heading in page.headings],
        anchors=dict(page.anchors),
        more=dict(page.more),
        before=page.before.told(),
    )
    row.digest = _digest(row)
    return row


def comment_of(row: ImportPage, remark: Remark) -> ImportComment:
    """A comment of a page that has been saved."""
    return ImportComment(
        page=row,
        key=cut(remark.key.strip(), 100),
        answer_to=cut(remark.answer_to.strip(), 100),
        author_key=place_key(remark.author),
        author_name=cut(clean(remark.author_name), 200),
        text=writable(remark.text),
        at=remark.at,
    )


def _short(key: str, length: int) -> str:
    key = clean(key)
    if len(key) <= length:
        return key
    return key[: length - 17] + "~" + hashlib.sha256(key.encode()).hexdigest()[:16]


def _digest(row: ImportPage) -> str:
    """SHA-256 of what the old wiki says of a page, as far as it would come in."""
    said: list[Any] = [row.title, row.summary, row.body, row.form]
    if row.more:
        said.append(row.more)
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
