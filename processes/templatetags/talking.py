"""Where a conversation stands on its page."""

from __future__ import annotations

from django import template

from processes.conversation import Shown, Thread

register = template.Library()


@register.filter
def on_change(shown: Shown, number: int) -> list[Thread]:
    """The threads beside one change of the present round."""
    return shown.on(number)
