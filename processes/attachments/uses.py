"""Notes which attachments a page or a proposal shows: who may read the one may see the other.

An address that the author may not see themselves opens nothing: knowing an address must not be a
way to show a restricted picture to everybody.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import F

from accounts.models import User
from processes.attachments.addresses import keys_in, read
from processes.models import Article, Attachment, AttachmentUse, Proposal, ProposalAttachment
from processes.text.rendering import Rendered

ALT_LENGTH = 300


def record_uses(article: Article, rendered: Rendered | Iterable[str], author: User) -> None:
    """Notes what the new live version of a page shows, as rendered (or only its addresses).

    What an earlier version showed stays noted, as not live: the page's history shows it. Called
    within the transaction that publishes.
    """
    alts = _alts(rendered)
    noted = _noted(article)
    known = {use.attachment_id: alts[key] for key, use in noted.items() if key in alts}
    new = _openable(alts.keys() - noted.keys(), author)
    _tell_changes(noted.values(), known)
    AttachmentUse.objects.bulk_create(
        AttachmentUse(article=article, attachment_id=pk, alt=alts[key]) for key, pk in new.items()
    )


def record_proposal(proposal: Proposal, rendered: Rendered | Iterable[str]) -> None:
    """Notes what the text of a proposal shows now; what it showed before is forgotten.

    Called within the transaction that saves the text.
    """
    rows = ProposalAttachment.objects.filter(proposal=proposal)
    noted = dict(rows.values_list("attachment__key", "attachment"))
    keys = set(_alts(rendered))
    gone = [pk for key, pk in noted.items() if key not in keys]
    if gone:
        rows.filter(attachment__in=gone).delete()
    new = _openable(keys - noted.keys(), proposal.author)
    ProposalAttachment.objects.bulk_create(
        ProposalAttachment(proposal=proposal, attachment_id=pk) for pk in new.values()
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


def _noted(article: Article) -> dict[uuid.UUID, AttachmentUse]:
    uses = AttachmentUse.objects.filter(article=article).annotate(key=F("attachment__key"))
    return {use.key: use for use in uses}  # type: ignore[attr-defined]


def _openable(keys: set[uuid.UUID], author: User) -> dict[uuid.UUID, int]:
    """Key -> row of what the author may show; locked, so that no sweep takes it meanwhile.

    In the order of the rows: two pages that show the same pictures must not wait for each other.
    """
    if not keys:
        return {}
    visible = Attachment.objects.visible_to(author).filter(key__in=keys).order_by("pk")
    locked = visible.select_for_update(no_key=True)
    return dict(locked.values_list("key", "pk"))


def _tell_changes(uses: Iterable[AttachmentUse], live: dict[int, str]) -> None:
    """Those in `live` (attachment -> alternative text) are live with that text, the others not."""
    changed = []
    for use in uses:
        now = use.attachment_id in live, live.get(use.attachment_id, use.alt)
        if now != (use.is_live, use.alt):
            use.is_live, use.alt = now
            changed.append(use)
    if changed:
        AttachmentUse.objects.bulk_update(changed, ["is_live", "alt"])
