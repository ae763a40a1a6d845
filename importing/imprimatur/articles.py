"""One page of the export becomes an article, wholly or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, User
from accounts.models.tree import load_tree
from importing.files import Files
from importing.imprimatur import aliases, parsing, versions
from importing.imprimatur import format as names
from importing.imprimatur.attaching import Attaching
from importing.imprimatur.facts import facts_of
from importing.imprimatur.parsing import Told, line_of, moment_of, text_of
from importing.imprimatur.people import People
from importing.imprimatur.places import Notes, Places
from processes import drawing, old_addresses, publishing, tagging, workflow
from processes.links import resolver_for
from processes.models import Article, AttachmentUse, Kind, OldComment, Provenance
from processes.models import Topic as About
from processes.models.provenance import KEY_LENGTH, SOURCE_LENGTH

_SLUG = re.compile(r"[-\w]{1,100}", re.ASCII)


@dataclass
class Bringing:
    """What every page of one export needs."""

    files: Files
    source: str
    people: People
    places: Places
    attaching: Attaching
    note: Notes
    trusted: bool = False

    @property
    def by(self) -> User:
        return self.people.by

    def bring(self, name: str) -> Article | None:
        """One transaction. None where it does not come in, with a note why; the article that is
        here already, if it came before. Raises Unreadable for a file that is broken."""
        told = parsing.page(self.files, name)
        source, key = self._known_as(told)
        known = Provenance.objects.filter(source=source, key=key).select_related("article").first()
        if known is not None:
            return known.article
        place = self.places.department(told.text("department", 60))
        if place is None:
            self.note(name, "Its department did not come in.")
            return None
        if told.is_changed:
            self.note(name, "Somebody changed the file since the export; it comes in as it is.")
        try:
            with transaction.atomic():
                return self._make(name.removesuffix(".md"), told, place)
        except workflow.Refused as refusal:
            self.note(name, str(refusal))
            # Whoever and whatever was made for it went with it.
            self.people.forget()
            self.attaching.forget()
            return None

    def _make(self, path: str, told: Told, place: Department) -> Article:
        every = versions.read(self.files, path, told)
        shown = self.attaching.shown_in(*(version.body for version in every))
        every = [replace(one, body=self.attaching.rewritten(one.body)) for one in every]
        article = self._row(told, place)
        aliases.bring(article, told.rows("aliases"), self.places)
        # Who may read the page may see what it shows, whoever uploaded it.
        AttachmentUse.objects.bulk_create(
            AttachmentUse(article=article, attachment=one, is_live=False) for one in shown
        )
        tagging.put(article, told.texts("tags"))
        brought = versions.brought(
            every,
            self.source,
            self.people,
            lambda facts: facts_of(facts, self.people, self.places, place.pk),
        )
        workflow.readopt(article, brought, by=self.by, trusted=self.trusted)
        self._afterwards(article, told, path)
        return article

    def _row(self, told: Told, place: Department) -> Article:
        title = line_of(told.values, "title", 120) or "Untitled"
        kind = told.text("kind", 10)
        kind = kind if kind in Kind.values else Kind.EXPERTISE
        topic = told.text("topic", 12) if kind == Kind.EXPERTISE else ""
        article = Article(
            department=place,
            title=title,
            title_key=publishing.title_key(title),
            kind=kind,
            topic=topic if topic in About.values else "",
            owner=self._owner(told, place),
            created_by=self.people.person(told.values.get("created_by")),
            created_at=told.moment("created_at") or timezone.now(),
        )
        article.slug = publishing.free_slug(title, place)
        article.save()
        slug = told.text("address", 100)
        if _SLUG.fullmatch(slug) and not publishing.is_taken(place, slug, article):
            article.slug = slug
            article.save(update_fields=["slug"])
        return article

    def _owner(self, told: Told, place: Department) -> User:
        """Its own, if they are here; else the nearest manager; else whoever brings it."""
        owner = self.people.person(told.values.get("owner"))
        if owner is not None and owner.is_active:
            return owner
        line = load_tree().managers_in_line(place.pk)
        return User.objects.filter(pk__in=line[:1]).first() or self.by

    def _afterwards(self, article: Article, told: Told, path: str) -> None:
        article.refresh_from_db()
        due = text_of(told.values, "review_due", 10)
        if due and (moment := moment_of({"due": due}, "due")):
            article.review_due = moment.date()
            article.save(update_fields=["review_due"])
        for clash in old_addresses.record(told.texts("old_addresses"), article=article):
            self.note(clash.address[:200], f"It cannot be led on, because {clash.held_by}.")
        self._provenance(article, told)
        self._discussion(article, f"{names.DISCUSSION_FOLDER}/{path}.json")

    def _provenance(self, article: Article, told: Told) -> None:
        """Of the oldest wiki it was on: that is what one wants to know of a page."""
        row = told.values.get("imported")
        row = row if isinstance(row, dict) else {}
        source, key = self._known_as(told)
        author = self.people.person(row.get("author") or told.values.get("created_by"))
        Provenance.objects.create(
            article=article,
            source=source,
            key=key,
            digest=text_of(row, "digest", 64) or text_of(told.values, "sha256", 64),
            format=text_of(row, "format", 20) or names.FORMAT,
            address=text_of(row, "address", 1_000),
            author=author,
            author_name=text_of(row, "author_name", 200) or (author.name if author else ""),
            written_at=moment_of(row, "written_at") or told.moment("created_at"),
            changed_at=moment_of(row, "changed_at") or told.moment("published_at"),
        )

    def _known_as(self, told: Told) -> tuple[str, str]:
        row = told.values.get("imported")
        row = row if isinstance(row, dict) else {}
        source, key = text_of(row, "source", SOURCE_LENGTH), text_of(row, "key", KEY_LENGTH)
        if source and key:
            return source, key
        return self.source[:SOURCE_LENGTH], str(told.number("id") or told.text("title"))[
            :KEY_LENGTH
        ]

    def _discussion(self, article: Article, name: str) -> None:
        made: dict[str, OldComment] = {}
        for row in parsing.rows(self.files, name)[:10_000]:
            text = text_of(row, "text", 100_000)
            try:
                html = drawing.draw(text, resolver_for(text, article)).html
            except drawing.NotDrawn:
                self.note(name, "A comment is too much to draw, and was left out.")
                continue
            made[str(row.get("id"))] = OldComment.objects.create(
                article=article,
                author=self.people.person(row.get("author")),
                author_name=text_of(row, "author_name", 200),
                text=text,
                html=html,
                at=moment_of(row, "at"),
                answer_to=made.get(str(row.get("answer_to"))) if row.get("answer_to") else None,
            )
