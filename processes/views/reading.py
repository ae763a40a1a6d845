"""What the pages around a proposal show of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from processes import history, links, permissions
from processes.forms import ApproveForm, ReasonForm
from processes.models import Article, Proposal
from processes.text.diffing import diff
from processes.views.access import lineage


def proposal_context(
    user: User, proposal: Proposal, reason_form: ReasonForm | None = None
) -> dict[str, object]:
    """Everything that a proposal's page says, for its author or for whoever decides."""
    article = proposal.article
    deciders = permissions.deciders(article, proposal.author) if proposal.is_open else []
    decides = user in deciders
    mine = proposal.author_id == user.pk
    old_title, old_summary, old_body = base_text(proposal)
    return {
        "proposal": proposal,
        "article": article,
        "lineage": lineage(user, article.department),
        "diff": diff(old_body, proposal.body),
        "fields": changed_fields((old_title, old_summary), (proposal.title, proposal.summary)),
        "preview_html": links.for_reader(proposal.html, user),
        "affected": links.affected(article, user) if proposal.changes_title else None,
        "timeline": list(proposal.decisions.select_related("by", "on_behalf_of").order_by("pk")),
        "deciders": deciders,
        "may_decide": decides and proposal.is_pending,
        "may_edit": mine and proposal.is_editable,
        "may_submit": mine and proposal.is_editable and not proposal.page_has_moved_on,
        "may_withdraw": mine and proposal.is_open,
        "may_take_back": mine and proposal.is_pending,
        "why_not": _why_not(proposal, mine, decides),
        "moved_on": proposal.page_has_moved_on,
        "compare_url": compare_url(proposal) if proposal.page_has_moved_on else "",
        "approve_form": ApproveForm.for_proposal(proposal),
        "reason_form": reason_form or ReasonForm(),
        "self_approval": mine and decides,
    }


def base_text(proposal: Proposal) -> tuple[str, str, str]:
    """Title, summary and text that the proposal was made from (empty for a new page)."""
    article = proposal.article
    if proposal.is_new_article:
        return "", "", ""
    if article.version == proposal.base_version:
        return article.title, article.summary, article.body
    base = history.read(article, proposal.base_version).get(proposal.base_version)
    return (base.title, base.summary, base.body) if base else ("", "", "")


def changed_fields(old: tuple[str, str], new: tuple[str, str]) -> list[dict[str, str]]:
    """Title and summary where they differ, as label, old and new."""
    labels = ("Title", "Summary")
    return [
        {"label": label, "old": was, "new": becomes}
        for label, was, becomes in zip(labels, old, new, strict=True)
        if was != becomes
    ]


def compare_url(proposal: Proposal) -> str:
    """What changed on the page since the version that the proposal was made from."""
    article: Article = proposal.article
    if proposal.is_new_article:
        return article.get_absolute_url()
    query = urlencode({"from": proposal.base_version, "to": article.version})
    address = reverse("compare", args=[article.department.slug, article.slug])
    return f"{address}?{query}"


def _why_not(proposal: Proposal, mine: bool, decides: bool) -> str:
    if not proposal.is_pending or decides:
        return ""
    if mine and proposal.article.department.four_eyes:
        return "Four eyes are asked for here, so somebody else decides on your proposal."
    return "" if mine else "You can read this proposal, but you do not decide on it."
