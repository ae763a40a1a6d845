"""The log of an article as one person may read it, on the page and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Case, Exists, F, OuterRef, Q, TextField, Value, When
from django.utils import timezone

from accounts.formulas import guarded
from accounts.models import User
from processes.models import Action, Article, Decision, Manner, Proposal
from processes.models.decision import DecisionQuerySet

HEADINGS = (
    *("When", "What", "How", "Version", "Proposal", "Round", "Significance"),
    *("By", "E-mail", "On behalf of", "E-mail of that person", "Written by"),
    *("What changed and why", "Comment", "Rules set aside because", "Digest"),
)


def of(article: Article, user: User) -> DecisionQuerySet:
    """What was decided on an article, newest first, with people and proposals.

    What became of a proposal is for those who may see that proposal (`proposal_open` says so of
    each row); what brought something to readers is for all who may read the page, and so is what
    was decided on the page as a whole. The caller fetched the article through `visible_to(user)`.
    """
    may_see = Exists(Proposal.objects.visible_to(user).filter(pk=OuterRef("proposal")))
    # What is said to the author about the rest of a proposal is for them.
    private = When(manner=Manner.PART, proposal_open=False, then=Value(""))
    return (
        Decision.objects.filter(article=article)
        .annotate(proposal_open=may_see)
        .annotate(said=Case(private, default=F("comment"), output_field=TextField()))
        .filter(Q(proposal=None) | Q(proposal_open=True) | Q(action=Action.APPROVED))
        .select_related("by", "on_behalf_of", "proposal__author")
        .defer("proposal__body", "proposal__html")
    )


def table(decisions: DecisionQuerySet) -> Iterator[list[str]]:
    """The log as rows of text, headings first, some read at a time; no cell is a formula."""
    yield list(HEADINGS)
    for decision in decisions.iterator(chunk_size=500):
        yield [guarded(str(cell)) for cell in _cells(decision)]


def _cells(decision: Decision) -> tuple[object, ...]:
    author = decision.proposal.author if decision.proposal else ""
    owner = decision.on_behalf_of
    return (
        timezone.localtime(decision.at).isoformat(timespec="seconds"),
        decision.get_action_display(),
        Manner(decision.manner).label if decision.manner else "",
        decision.version or "",
        decision.proposal_id or "",
        decision.round or "",
        decision.get_significance_display(),
        decision.by.name,
        decision.by.email,
        owner.name if owner else "",
        owner.email if owner else "",
        author,
        decision.note,
        decision.said,
        decision.override,
        decision.digest,
    )
