"""From an item of an export to a page."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from importing.html import Converted
from importing.source import Asked, Note, Page, Remark
from importing.wordpress import addresses, dates, people, uploads, words
from importing.wordpress.blocks import with_shared
from importing.wordpress.builders import builder_of, says_nothing
from importing.wordpress.closing import why_closed
from importing.wordpress.elements import Element
from importing.wordpress.exports import Export, Survey, key_of, known_key, number_of
from importing.wordpress.filing import filed, number_above
from importing.wordpress.forums import answers_to, is_in_closed_forum
from importing.wordpress.kinds import CLOSED, PUBLISHED, content_of, form_of, type_of
from importing.wordpress.metas import FOOTNOTES
from importing.wordpress.remarks import talk_of
from importing.wordpress.taxonomies import Taxonomies
from importing.wordpress.texts import page_text


class _LeftOut(Exception):
    """No page comes of it; the words say why."""


@dataclass
class Pages:
    """Makes pages of the items of one import; `left_out` counts comments that were."""

    found: Survey
    taxonomies: Taxonomies
    asked: Asked
    left_out: Counter[str] = field(default_factory=Counter)

    def of(self, item: Element, export: Export) -> Iterator[Page | Note]:
        """The page, and what is to say of it; or only why there is none."""
        form, why = form_of(item)
        where, title = f"{export.name}, item {item.number}", words.title(item.plain("title"))
        content, missing = with_shared(content_of(item), export.prefix, self.found.index)
        if form == PUBLISHED and (closed := self._why_closed(item, export, content)):
            form, why = CLOSED, closed
        try:
            text = self._text(item, export, form, why, title, content)
        except _LeftOut as left_out:
            yield Note("left_out", _called(where, title), str(left_out))
            return
        talk = talk_of(item, self._offset(item), self.found.index)
        self.left_out += talk.left_out
        answers = answers_to(item, export, self.found.index)
        called = title or words.first_words(content) or f"Untitled {number_of(item)}".strip()
        remarks = (*talk.remarks, *answers.remarks)
        page = self._page(item, export, form, called, text, remarks)
        yield page
        where = _called(where, called)
        if why:
            yield Note("closed", where, why, page.key)
        if not title:
            told = "It has no title there; it is named for its first words."
            yield Note("warning", where, told, page.key)
        for topic, line in self._gaps(item, export, page, missing):
            yield Note(topic, where, line, page.key)
        for line in (*text.dropped, *talk.dropped, *answers.dropped):
            yield Note("dropped", where, line, page.key)

    def _why_closed(self, item: Element, export: Export, content: str) -> str:
        if is_in_closed_forum(item, export, self.found.index):
            return "Its forum is not for everybody there, so it comes in as a draft."
        return why_closed(item, content)

    def _text(
        self, item: Element, export: Export, form: str, why: str, title: str, content: str
    ) -> Converted:
        if not form:
            raise _LeftOut(why)
        if item.is_cut:
            raise _LeftOut("It has more text than any page may have.")
        if not title and not content:
            raise _LeftOut("It has neither a title nor a text.")
        index, prefix = self.found.index, export.prefix
        text = page_text(
            self._pictured(item, export, content),
            find=lambda number: uploads.attached(prefix + number, index),
            uploaded=lambda: uploads.attached_to(prefix + number_of(item), index),
            footnotes=next(iter(item.meta(FOOTNOTES)), ""),
        )
        size, most = len(text.markdown.encode("utf-8", "replace")), self.asked.max_bytes
        if size > most:
            told = f"It has {size // 1024:,} KB of text, and a page may have {most // 1024:,} KB."
            raise _LeftOut(f"{told} Make several pages of it there, and export again.")
        return text

    def _page(
        self,
        item: Element,
        export: Export,
        form: str,
        title: str,
        text: Converted,
        remarks: tuple[Remark, ...],
    ) -> Page:
        number, offset, index = number_of(item), self._offset(item), self.found.index
        place = filed(item, export, self.found, self.taxonomies)
        return Page(
            key=self._key(item, export),
            form=form,
            title=title,
            body=text.markdown,
            before=text.before,
            summary=words.summary(item.value("encoded", "excerpt")),
            parent=place.parent,
            order=place.order,
            places=place.places,
            tags=place.tags,
            author=people.author_of(item, index),
            written_at=dates.written_at(item, offset),
            changed_at=dates.changed_at(item, offset),
            addresses=addresses.addresses_of(item, number, export.base, index),
            base=addresses.own_address(item, number, export.base),
            headings=text.headings,
            anchors=text.anchors,
            remarks=remarks,
            more=_more(item),
        )

    def _key(self, item: Element, export: Export) -> str:
        known = known_key(item, export, self.found.index) if number_of(item) else ""
        return known or key_of(item, export)

    def _offset(self, item: Element) -> datetime.timedelta:
        offset = dates.offset_of(item)
        return self.found.offset if offset is None else offset

    def _pictured(self, item: Element, export: Export, content: str) -> str:
        """The content with the picture that the site showed above it, if it does not show it
        itself."""
        upload = self._thumbnail(item, export)
        if upload is None or uploads.shows(content, upload.address, self.found.index):
            return content
        picture = f'<img src="{escape(upload.address)}" alt="{escape(upload.alt)}">'
        return f"<p>{picture}</p>\n\n{content}"

    def _thumbnail(self, item: Element, export: Export) -> uploads.Upload | None:
        number = next(iter(item.meta("_thumbnail_id")), "").lstrip("0")
        return uploads.attached(export.prefix + number, self.found.index) if number else None

    def _gaps(
        self, item: Element, export: Export, page: Page, missing: int
    ) -> Iterator[tuple[str, str]]:
        """What the page speaks of and the export does not have."""
        if (builder := builder_of(item)) and says_nothing(page.body):
            told = f"Its text is kept by {builder} in a form of its own, which is not read."
            yield "dropped", told
        if missing:
            told = f"It shows shared blocks that the export does not have ({missing})."
            yield "dropped", told
        if (above := number_above(item)) and not page.parent:
            yield "warning", f"The page above it ({above[:20]}) is not among these pages."
        thumbnail = next(iter(item.meta("_thumbnail_id")), "").lstrip("0")
        if thumbnail.isdecimal() and self._thumbnail(item, export) is None:
            yield "picture", f"The picture above it ({thumbnail[:20]}) is not in the export."


def _more(item: Element) -> dict[str, object]:
    more: dict[str, object] = {"type": type_of(item)[:60]}
    if item.value("is_sticky") == "1":
        more["sticky"] = True
    return more


def _called(where: str, title: str) -> str:
    return f"{where} (“{words.shorten(title, 80)}”)" if title else where
