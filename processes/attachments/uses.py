"""Notes which attachments a page or a proposal shows: who may read the one may see the other.

An address that the author may not see themselves opens nothing: knowing an address must not be a
way to show a restricted picture to everybody.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import connection
from django.db.models import Case, CharField, F, Q, Value, When

from accounts.models import User
from processes.attachments.addresses import keys_in, read
from processes.attachments.showing import Noted
from processes.models import Article, Attachment, AttachmentUse, Proposal, ProposalAttachment
from processes.text.rendering import Rendered

ALT_LENGTH = 300


def record_uses(
    article: Article,
    rendered: Rendered | Iterable[str],
    author: User,
    noted: Noted | None = None,
) -> None:
    """Notes what the new live version of a page shows, as rendered (or only its addresses).

    What an earlier version showed stays noted, as not live: the page's history shows it. Called
    within the transaction that publishes, under the article's lock; `noted` is what the text was
    drawn with, if that was in this transaction.
    """
    alts = _alts(rendered)
    uses = noted.uses if noted else _uses(article)
    changed = {key for key, use in uses.items() if _as_shown(use, key, alts) != _as_noted(use)}
    new = alts.keys() - uses.keys()
    if changed or new:
        _write(article, _openable(new, author) | Q(key__in=changed), alts)


def are_uses_recorded(rendered: Rendered, noted: Noted) -> bool:
    """Whether the uses of the live text are noted as it has them. A picture that its author might
    not show is not noted, and that is right."""
    alts = _alts(rendered)
    return all(_as_shown(use, key, alts) == _as_noted(use) for key, use in noted.uses.items())


def _write(article: Article, which: Q, alts: dict[uuid.UUID, str]) -> None:
    """Notes these attachments as used, live or not any more; what went keeps its last text.

    One statement, which locks them in the order of their rows: no sweep may take one meanwhile,
    and two pages that show the same pictures must not wait for each other.
    """
    shown = Attachment.objects.filter(which).order_by("pk").select_for_update(no_key=True)
    is_live = Case(When(key__in=alts, then=True), default=False)
    texts = [When(key=key, then=Value(alt)) for key, alt in alts.items() if alt]
    alt = Case(*texts, default=Value(""), output_field=CharField())
    rows, params = shown.values_list(Value(article.pk), "pk", is_live, alt).query.sql_with_params()
    table = AttachmentUse._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (article_id, attachment_id, is_live, alt) {rows}"
            " ON CONFLICT (article_id, attachment_id) DO UPDATE SET is_live = excluded.is_live,"
            f" alt = CASE WHEN excluded.is_live THEN excluded.alt ELSE {table}.alt END",
            params,
        )


def record_proposal(
    proposal: Proposal, rendered: Rendered | Iterable[str], by: User | None = None
) -> None:
    """Notes what the text of a proposal shows now; what it showed before is forgotten.

    `by` is who wrote it so, its author unless told otherwise: they show only what they may see.
    Called within the transaction that saves the text.
    """
    rows = ProposalAttachment.objects.filter(proposal=proposal)
    noted = dict(rows.values_list("attachment__key", "attachment"))
    keys = set(_alts(rendered))
    gone = [pk for key, pk in noted.items() if key not in keys]
    if gone:
        rows.filter(attachment__in=gone).delete()
    if new := keys - noted.keys():
        # Locked, so that no sweep takes one meanwhile, in the order of the rows.
        visible = Attachment.objects.filter(_openable(new, by or proposal.author))
        locked = visible.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)
        ProposalAttachment.objects.bulk_create(
            ProposalAttachment(proposal=proposal, attachment_id=pk) for pk in locked
        )


def _alts(rendered: Rendered | Iterable[str]) -> dict[uuid.UUID, str]:
    """Key -> alternative text of every attachment that is shown or linked to."""
    if not isinstance(rendered, Rendered):
        return dict.fromkeys(keys_in(rendered), "")
    alts = dict.fromkeys(keys_in([*rendered.urls, *(image.src for image in rendered.images)]), "")
    for image in rendered.images:
        if (named := read(image.src)) and not alts.get(named.key):
            alts[named.key] = image.alt[:ALT_LENGTH]
    return alts


def _uses(article: Article) -> dict[uuid.UUID, AttachmentUse]:
    uses = AttachmentUse.objects.filter(article=article).annotate(key=F("attachment__key"))
    return {use.key: use for use in uses}  # type: ignore[attr-defined]


def _openable(keys: set[uuid.UUID], author: User) -> Q:
    """Those of these attachments that the author may show."""
    visible = Attachment.objects.visible_to(author).filter(key__in=keys)
    return Q(pk__in=visible.values("pk")) if keys else Q(pk__in=())


def _as_noted(use: AttachmentUse) -> tuple[bool, str]:
    return use.is_live, use.alt


def _as_shown(use: AttachmentUse, key: uuid.UUID, alts: dict[uuid.UUID, str]) -> tuple[bool, str]:
    """Whether it is live now, and with which alternative text; what went keeps its last one."""
    return key in alts, alts.get(key, use.alt)
