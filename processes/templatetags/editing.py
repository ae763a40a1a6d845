"""For the editor: the buttons of its toolbar, and where pages to show come from."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from processes.templatetags.wiki import icon

register = template.Library()

CALLOUT_ICONS = {
    "NOTE": "info",
    "TIP": "lightbulb",
    "IMPORTANT": "megaphone",
    "WARNING": "triangle-alert",
    "CAUTION": "octagon-alert",
}


@register.simple_tag
def tool(
    name: str, drawing: str, keys: str = "", *, opens: str = "", tabindex: int = -1, **does: str
) -> SafeString:
    """A button of the toolbar: its name, its icon, the keys to tell, and what the script does.

    `opens` is the id of the menu it opens. One button alone is reached by Tab, by arrow keys the
    others.
    """
    told = f"{name} ({keys})" if keys else name
    more: dict[str, Any] = {f"data-{key}": value for key, value in does.items()}
    if "asks" in does:
        more["aria-haspopup"] = "dialog"
    if opens:
        more["popovertarget"] = opens
    return format_html(
        '<button class="tool" type="button" tabindex="{}" aria-label="{}"'
        ' title="{}"{}{}>{}</button>',
        tabindex,
        name,
        told,
        _shortcut(keys),
        format_html_join("", ' {}="{}"', more.items()),
        icon(drawing, 18),
    )


@register.simple_tag
def embed_hosts() -> list[str]:
    """The sites whose pages may be shown in ours, as people know them."""
    return list(settings.EMBED_HOSTS)


@register.simple_tag
def callouts() -> list[tuple[str, str]]:
    """The kinds of boxes that stand out, each with its icon."""
    return list(CALLOUT_ICONS.items())


def _shortcut(keys: str) -> SafeString:
    """As assistive technology reads it, for both kinds of keyboards."""
    if not keys:
        return SafeString("")
    control = keys.replace("Ctrl", "Control")
    return format_html(' aria-keyshortcuts="{} {}"', control, control.replace("Control", "Meta"))
