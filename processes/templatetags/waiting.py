"""What a line in a list says of a proposal that waits: how large it is, until when, how late."""

from __future__ import annotations

import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html

from processes.models import Proposal
from processes.templatetags.wiki import ago, day, icon, timed

register = template.Library()

SOON, WEEK = datetime.timedelta(days=1), 7


@register.filter
def size(proposal: Proposal) -> str:
    """How large the change is: “3 changes, +40 −12 words”; empty where it is not known."""
    if not (proposal.changes or proposal.words_added or proposal.words_removed):
        return ""
    signs = ((proposal.words_added, "+"), (proposal.words_removed, "−"))
    words = " ".join(f"{sign}{count}" for count, sign in signs if count)
    parts = [_counted(proposal.changes, "change")] if not proposal.is_new_article else []
    if words:
        parts.append(f"{words} {'word' if words in ('+1', '−1') else 'words'}")
    return ", ".join(parts)


@register.simple_tag
def age(moment: datetime.datetime | None) -> str:
    """How long it waits: as `ago`, but in days where that gives a date."""
    days = (timezone.now() - moment).days if moment else 0
    return timed(moment, f"{days} days ago") if moment and days >= WEEK else ago(moment)


@register.simple_tag
def due(proposal: Proposal) -> str:
    """Until when an answer is due: plain while there is time, a badge once it is late."""
    if not proposal.is_pending or proposal.due_on is None:
        return ""
    left = proposal.due_on - timezone.localdate()
    if left < datetime.timedelta():
        words = f"Overdue by {_counted(-left.days, 'day')}"
        return format_html(
            '<span class="badge badge-warn">{}{}</span>', icon("alarm-clock", 14), words
        )
    if not left:
        return format_html('<span class="badge">{}Due today</span>', icon("clock", 14))
    when = "tomorrow" if left == SOON else day(proposal.due_on)
    return format_html('<span class="queue-due">Due {}</span>', when)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
