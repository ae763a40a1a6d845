"""The rows that years of use would have left of one page."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from reversion.models import Revision, Version

from processes import history
from processes.links.keys import address_key
from processes.models import (
    Action,
    Article,
    ArticleLink,
    ArticleTool,
    Decision,
    Proposal,
    Round,
    Significance,
    State,
    VersionNumber,
)
from processes.publishing import title_key
from tests.benchmarks.company.layout import Page
from tests.benchmarks.company.texts import Text, write

REVIEW_DAYS = 365
BETWEEN_VERSIONS = 60  # days
MOST = 8  # rows of a kind that one page may need, so that ids can be given beforehand


@dataclass
class Rows:
    """Makes the rows of pages; the order of kinds is the order in which they can be written."""

    now: datetime.datetime
    content_type: int

    def of(self, page: Page) -> Iterator[Model]:
        text = write(page)
        article = self._article(page, text)
        yield article
        yield from self._proposed(page, article)
        for number in range(1, page.versions + 1):
            yield from self._version(page, article, text, number)
        if page.versions:
            yield from _links(page)
            yield from (ArticleTool(article_id=page.pk, tool_id=tool) for tool in page.tools)

    def _article(self, page: Page, text: Text) -> Article:
        live = page.versions > 0
        published = self._at(page, page.versions) if live else None
        approved = live and not _is_import(page, page.versions)
        return Article(
            pk=page.pk,
            department_id=page.place.pk,
            title=page.title,
            title_key=title_key(page.title),
            slug=page.slug,
            kind=page.kind,
            topic=page.topic,
            owner_id=page.owner,
            parent_id=page.parent.pk if page.parent else None,
            place=page.key,
            summary=text.blocks[0].text[:280] if live else "",
            body=text.body if live else "",
            facts=_facts(page) if live else {},
            version=page.versions,
            approved_by_id=page.owner if approved else None,
            approved_at=published if approved else None,
            published_at=published,
            review_due=published.date() + datetime.timedelta(REVIEW_DAYS) if published else None,
            archived_at=self.now if page.is_archived else None,
            created_by_id=page.place.person(5),
            html=text.html if live else "",
            contents=text.contents if live else [],
            text=text.text if live else "",
            words=len(text.text.split()) if live else 0,
        )

    def _proposed(self, page: Page, article: Article) -> Iterator[Model]:
        """A draft of what was never published; a proposal that waits."""
        if page.versions and not page.waits:
            return
        state = State.PENDING if page.waits else State.DRAFT
        body = f"{article.body}\n\nOne more sentence."
        proposal = self._proposal(page, 0, article, body, state)
        proposal.html = f"{article.html}\n<p>One more sentence.</p>"
        yield proposal
        if page.waits:
            yield self._round(proposal, page.pk * MOST)
            yield self._decision(page, 0, Action.SUBMITTED, proposal, None)

    def _version(self, page: Page, article: Article, text: Text, number: int) -> Iterator[Model]:
        """A version with its text, and the proposal and the decision that brought it."""
        pk, at = page.pk * MOST + number, self._at(page, number)
        old = _text_of(page, text, number)
        yield Revision(pk=pk, user_id=page.place.person(5), comment="", date_created=at)
        yield Version(
            pk=pk,
            revision_id=pk,
            content_type_id=self.content_type,
            object_id=str(page.pk),
            db="default",
            format="json",
            serialized_data=_serialized(article, old.body, number),
            object_repr=article.title,
        )
        yield VersionNumber(
            pk=pk,
            article_id=page.pk,
            number=number,
            revision_id=pk,
            html=old.html,
            origins=_origins(page, text, number),
        )
        proposal = None
        if not _is_import(page, number):
            proposal = self._proposal(page, number, article, old.body, State.APPROVED)
            yield proposal
            yield self._round(proposal, pk)
        action = Action.APPROVED if proposal else Action.IMPORTED
        yield self._decision(page, number, action, proposal, number)

    def _proposal(
        self, page: Page, number: int, article: Article, body: str, state: State
    ) -> Proposal:
        at = self._at(page, number) if number else self.now
        submitted = state != State.DRAFT
        return Proposal(
            pk=page.pk * MOST + number,
            article_id=page.pk,
            author_id=page.place.person(5 + number),
            state=state,
            base_version=number - 1 if number else page.versions,
            round=int(submitted),
            title=article.title,
            summary=article.summary,
            body=body,
            facts=article.facts,
            note="Says more.",
            significance=Significance.MAJOR if number == 1 else Significance.MINOR,
            created_at=at,
            saved_at=at,
            submitted_at=at if submitted else None,
            closed_at=at if state == State.APPROVED else None,
            due_on=(at + datetime.timedelta(7)).date() if state == State.PENDING else None,
            changes=1,
            words_added=3,
        )

    def _round(self, proposal: Proposal, pk: int) -> Round:
        return Round(
            pk=pk,
            proposal=proposal,
            number=1,
            by_id=proposal.author_id,
            at=proposal.submitted_at,
            base_version=proposal.base_version,
            title=proposal.title,
            summary=proposal.summary,
            body=proposal.body,
            facts=proposal.facts,
            note=proposal.note,
            significance=proposal.significance,
            digest=proposal.digest,
            html=proposal.html,
        )

    def _decision(
        self,
        page: Page,
        number: int,
        action: Action,
        proposal: Proposal | None,
        version: int | None,
    ) -> Decision:
        by_author = action == Action.SUBMITTED and proposal
        return Decision(
            pk=page.pk * MOST + number,
            article_id=page.pk,
            proposal=proposal,
            action=action,
            by_id=proposal.author_id if by_author else page.owner,
            note="Says more.",
            round=1 if proposal else None,
            significance=proposal.significance if proposal else "",
            version=version,
            digest=proposal.digest if proposal else "",
            at=self._at(page, number) if number else self.now,
        )

    def _at(self, page: Page, number: int) -> datetime.datetime:
        earlier = (page.versions - number) * BETWEEN_VERSIONS
        return self.now - datetime.timedelta(days=page.days_ago + earlier, minutes=page.number)


def _facts(page: Page) -> dict[str, Any]:
    return {"tools": page.tools} if page.tools else {}


def _is_import(page: Page, number: int) -> bool:
    return page.is_imported and number == 1


def _text_of(page: Page, text: Text, number: int) -> Text:
    """Each version says one piece more than the one before."""
    return text.until(max(1, len(text.blocks) - (page.versions - number)))


def _origins(page: Page, text: Text, number: int) -> list[list[int]]:
    """Which version brought each line: [[how many, version], …]."""
    found: list[list[int]] = []
    known = 0
    for version in range(1, number + 1):
        lines = len(_text_of(page, text, version).body.split("\n"))
        if lines > known:
            found.append([lines - known, version])
        known = lines
    return found


def _serialized(article: Article, body: str, number: int) -> str:
    """As django-reversion keeps it."""
    names = (field for field in history.FIELDS if field not in ("body", "version"))
    fields = {name: getattr(article, _column(name)) for name in names}
    fields |= {"body": body, "version": number}
    row = {"model": "processes.article", "pk": article.pk, "fields": fields}
    return json.dumps([row], ensure_ascii=False)


def _column(name: str) -> str:
    return Article._meta.get_field(name).attname


def _links(page: Page) -> Iterator[ArticleLink]:
    for place, target in enumerate(page.links):
        yield ArticleLink(
            source_id=page.pk,
            target_id=target.pk,
            title=target.address,
            title_key=address_key(target.address),
            by_address=True,
            label=target.title,
            place=place,
            sentence=target.title,
        )
