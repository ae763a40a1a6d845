"""What templates need beyond Django's own tags: icons, avatars, dates."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from accounts.models import User
from processes.text.diffing import Line

register = template.Library()

AVATAR_COLOURS = 8
STRETCH_SHOWN, STRETCH_KEPT = 480, 160  # characters of unchanged text in a diff
KIND_ICONS = {
    "process": "list-checks",
    "company": "building-2",
    "methodology": "compass",
    "product": "package",
    "sector": "globe",
}


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """An inline icon, hidden from screen readers: the words beside it carry the meaning."""
    return _icon(str(name), size)


@register.simple_tag
def kind_icon(article: Any, size: int = 18) -> SafeString:
    """The icon of a page's topic, or of its kind where it has none."""
    return _icon(KIND_ICONS.get(article.topic or article.kind, "file-text"), size)


@register.filter
def avatar_class(person: User) -> str:
    """A colour of their own for each person, the same one for ever."""
    return f"avatar-{crc32(person.email.lower().encode()) % AVATAR_COLOURS + 1}"


@register.filter
def picture_of(person: User) -> str:
    """Where their picture is, "" without one; rows that come without the column show none."""
    mark = getattr(person, "__dict__", {}).get("picture", "")
    return f"{reverse('person_picture', args=[person.pk])}?v={mark}" if mark else ""


@register.simple_tag
def day(value: datetime.date | None) -> str:
    """A date as people write it: 3 May 2026."""
    return timed(value, _short(value)) if value is not None else ""


@register.simple_tag
def ago(value: datetime.datetime | None) -> str:
    """How long ago within the last week, else the date; the exact time is in the title."""
    if value is None:
        return ""
    age = timezone.now() - value
    if datetime.timedelta() <= age < datetime.timedelta(days=7):
        return timed(value, _roughly(naturaltime(value)))
    return timed(value, _short(value))


@register.filter
def grouped_by_top(
    rows: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Rows with `branch` and `count`, as top departments with their teams and `total` of pages."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        if row["branch"].depth == 0 or not groups:
            groups.append({"top": row, "below": [], "total": 0})
        elif row["branch"].depth == 1:
            groups[-1]["below"].append(row)
        groups[-1]["total"] += row["count"]
    return groups


@register.filter
def diff_class(line: Line) -> str:
    """The classes of a line in a diff: its kind, and whether it is empty or a heading."""
    text = "".join(segment.text for segment in line.segments).strip()
    shape = "" if text else " diff-blank"
    return f"diff-{line.kind}{' diff-heading' if text.startswith('#') else shape}"


@register.filter
def long_stretch(text: str) -> tuple[str, int, str] | None:
    """Unchanged text too long to read past: how it begins, how many words go on, how it ends.

    None where it is short enough to be shown whole.
    """
    if len(text) <= STRETCH_SHOWN:
        return None
    begins = text[: STRETCH_KEPT + 1].rpartition(" ")[0]
    ends = text[-STRETCH_KEPT - 1 :].partition(" ")[2]
    words = len(text[len(begins) : len(text) - len(ends)].split())
    return (begins, words, ends) if begins and ends and words > 1 else None


@register.filter
def around_label(link: Any) -> tuple[str, str, str]:
    """The sentence that a link stands in, in three: before the link, its label, after it."""
    label = link.label or link.title
    before, found, after = link.sentence.partition(label) if label else ("", "", "")
    return (before, found, after) if found else ("", label, "")


@register.filter
def none_approved(articles: Sequence[Any]) -> bool:
    """Whether several pages are all still as they were imported: said once, not on each."""
    return len(articles) > 1 and all(article.was_never_reviewed for article in articles)


@register.filter
def by_letter(articles: Iterable[Any]) -> list[dict[str, Any]]:
    """Articles under the first letter of their titles, for lists too long to read as one."""
    groups: list[dict[str, Any]] = []
    for article in sorted(articles, key=lambda a: _plain(a.title)):
        first = _plain(article.title)[:1].upper()
        letter = first if first.isalpha() else "0–9"
        if not groups or groups[-1]["letter"] != letter:
            groups.append({"letter": letter, "articles": []})
        groups[-1]["articles"].append(article)
    return groups


def _plain(title: str) -> str:
    """Without accents, quotes and capitals, as people expect a list to be sorted."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    return "".join(c for c in letters if c.isalnum() or c == " ").strip()


@lru_cache(maxsize=256)
def _icon(name: str, size: int) -> SafeString:
    attributes = {"class": "icon", "aria_hidden": "true", "focusable": "false"}
    return mark_safe(lucide(name, size=size, **attributes))  # noqa: S308 (the package's own)


def _roughly(told: str) -> str:
    """“2 days, 3 hours ago” → “2 days ago”."""
    return told.split(",")[0] + " ago" if "," in told else told


def _short(value: datetime.date) -> str:
    return date_format(_local(value), "j M Y").replace(" ", "\N{NO-BREAK SPACE}")


def _local(value: datetime.date) -> datetime.date:
    return timezone.localtime(value) if isinstance(value, datetime.datetime) else value


def timed(value: datetime.date, text: str) -> str:
    """Words for a moment, with the exact time in the title."""
    local = _local(value)
    exact = date_format(local, "j F Y, H:i" if isinstance(local, datetime.datetime) else "j F Y")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, text)
