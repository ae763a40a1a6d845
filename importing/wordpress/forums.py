"""Answers in a forum, which are items of their own: what was said below their topic."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from importing.source import Remark
from importing.wordpress import dates, people
from importing.wordpress.elements import Element
from importing.wordpress.exports import Export, number_of
from importing.wordpress.index import Index
from importing.wordpress.kinds import PUBLISHED, content_of, type_of
from importing.wordpress.texts import remark_text

TOPIC = "topic"
_FORUM = "_bbp_forum_id"
_ANSWERED = "_bbp_reply_to"


class Answers(NamedTuple):
    remarks: tuple[Remark, ...]
    dropped: list[str]


def note_answer(item: Element, export: Export, index: Index) -> None:
    """Notes an answer that was to be read there, until its topic is."""
    people.note_use(item, index)
    at = dates.written_at(item, dates.offset_of(item) or datetime.timedelta(0))
    index.write(
        "insert into answer values (?,?,?,?,?,?)",
        export.prefix + item.value("post_parent").lstrip("0"),
        number_of(item),
        people.author_of(item, index),
        at.isoformat() if at else "",
        next(iter(item.meta(_ANSWERED)), "").lstrip("0"),
        content_of(item),
    )


def answers_to(item: Element, export: Export, index: Index) -> Answers:
    """Those of a topic, in the order of time; of anything else there are none."""
    if type_of(item) != TOPIC or not number_of(item):
        return Answers((), [])
    rows = list(
        index.all(
            "select number, author, at, answer, content from answer where topic = ?"
            " order by at, rowid",
            export.prefix + number_of(item),
        )
    )
    known = {row[0] for row in rows}
    remarks, dropped = [], []
    for number, author, at, answer, content in rows:
        text = remark_text(content)
        dropped += [f"In an answer: {line}" for line in text.dropped]
        said = datetime.datetime.fromisoformat(at) if at else None
        above = f"reply-{answer}" if answer in known and answer != number else ""
        remarks.append(
            Remark(f"reply-{number}", text.markdown.strip(), author, at=said, answer_to=above)
        )
    return Answers(tuple(remarks), dropped)


def without_topic(index: Index) -> int:
    """How many answers have no topic in the export."""
    row = index.one(
        "select count(*) from answer where topic not in (select id from page where type = ?)", TOPIC
    )
    return row[0] if row else 0


def is_in_closed_forum(item: Element, export: Export, index: Index) -> bool:
    """Topics are public by themselves in a forum that is not."""
    above = [next(iter(item.meta(_FORUM)), ""), item.value("post_parent")]
    if type_of(item) != TOPIC:
        return False
    return any(
        index.one(
            "select 1 from page where id = ? and form <> ?",
            export.prefix + one.lstrip("0"),
            PUBLISHED,
        )
        for one in above
        if one.strip("0")
    )
