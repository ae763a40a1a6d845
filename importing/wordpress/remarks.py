"""The comments below a page, as far as its readers saw them. Where they came from is not kept."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from importing.source import Remark
from importing.wordpress import dates, people, words
from importing.wordpress.elements import Element
from importing.wordpress.index import Index
from importing.wordpress.tally import is_approved
from importing.wordpress.texts import remark_text

_TALK = ("", "comment", "review")


@dataclass
class Talk:
    """What is below a page. `left_out` counts comments by why, `dropped` is what conversion of the
    others dropped."""

    remarks: tuple[Remark, ...]
    left_out: Counter[str]
    dropped: list[str]


def talk_of(item: Element, offset: datetime.timedelta, index: Index) -> Talk:
    """In the order of the export. An answer to what is left out answers what that answered."""
    left_out, dropped = Counter[str](), list[str]()
    comments = _numbered(item)
    kept = {key: comment for key, comment in comments.items() if _is_kept(comment, left_out)}
    remarks = []
    for key, comment in kept.items():
        text = remark_text(comment.value("comment_content"))
        dropped += [f"In a comment: {line}" for line in text.dropped]
        remark = Remark(
            key=key,
            text=text.markdown.strip(),
            author=people.said_by(comment, index),
            author_name=words.shorten(words.name(comment.value("comment_author")), 200),
            at=dates.said_at(comment, offset),
            answer_to=_answered(comment, comments, kept),
        )
        remarks.append(remark)
    return Talk(tuple(remarks), left_out, dropped)


def _numbered(item: Element) -> dict[str, Element]:
    """By their number, or by one of ours where it is missing or given twice."""
    found: dict[str, Element] = {}
    for position, comment in enumerate(item.all("comment"), 1):
        number = comment.value("comment_id")[:40]
        key = number if number and number not in found else f"{number or 'comment'}-{position}"
        found[key] = comment
    return found


def _is_kept(comment: Element, left_out: Counter[str]) -> bool:
    kind = comment.value("comment_type").lower()[:40]
    if kind not in _TALK:
        left_out[kind if kind in ("pingback", "trackback") else "other"] += 1
    elif not is_approved(comment):
        left_out["not approved"] += 1
    elif not comment.value("comment_content"):
        left_out["empty"] += 1
    else:
        return True
    return False


def _answered(comment: Element, comments: dict[str, Element], kept: dict[str, Element]) -> str:
    seen = {id(comment)}
    while (above := comments.get(comment.value("comment_parent")[:40])) is not None:
        if id(above) in seen:
            return ""
        seen.add(id(above))
        if kept.get(comment.value("comment_parent")[:40]) is above:
            return comment.value("comment_parent")[:40]
        comment = above
    return ""
