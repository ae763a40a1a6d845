"""What one can do from anywhere, as quick find offers it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from accounts.finding import fold
from accounts.models import User
from accounts.models.notification import UNREAD_COUNTED
from processes import permissions
from processes.views.quick_lines import Line

MOST_COUNTED = 100
# Name of the address, icon, label, and by what other words people ask for it.
ACTIONS = [
    ("reviews", "clipboard-check", "My reviews", "approve waiting queue decide"),
    ("proposals", "file-pen-line", "My proposals", "drafts changes"),
    ("inbox", "bell", "Inbox", "notifications news unread"),
    ("new_article", "plus", "Propose a page", "new create write add"),
    ("stars", "star", "Starred pages", "stars favourites bookmarks"),
    ("following", "bell-plus", "What I follow", "watch subscriptions"),
    ("feeds", "rss", "Feeds", "atom slack reader"),
    ("me", "handshake", "Standing in and handing over", "deputies holidays absence"),
    ("notification_settings", "mail", "E-mail settings", "notifications preferences"),
    ("glossary", "book-a", "Glossary", "terms words abbreviations"),
    ("tools", "wrench", "Tools", "software apps"),
    ("wanted", "file-question-mark", "Wanted pages", "missing"),
    ("link_report", "unlink", "Link report", "broken dead links"),
    ("libraries", "images", "Pictures and files", "library attachments"),
    ("home", "house", "Home", "start"),
]
AT_HAND = ("new_article", "reviews", "proposals", "inbox")
MOST = 4


def at_hand(user: User) -> list[Line]:
    """What most people come for, with how much of it waits (one query)."""
    waiting = permissions.waiting_for(user).order_by()[:MOST_COUNTED].count()
    said = {
        "reviews": _said(waiting, MOST_COUNTED, "waiting"),
        "inbox": _said(user.unread, UNREAD_COUNTED, "unread"),
    }
    return [
        Line(label, reverse(name), said.get(name, ""), icon)
        for name, icon, label, _ in ACTIONS
        if name in AT_HAND
    ]


def matching(words: list[str], user: User) -> list[Line]:
    """Those whose label or other names begin with each of the words."""
    known = [(reverse(name), icon, label, also) for name, icon, label, also in ACTIONS]
    known.append((user.get_absolute_url(), "user-round", "My page", "me profile"))
    if user.is_superuser:
        known.append((reverse("admin:index"), "settings", "Administration", "admin rules people"))
    found = [
        Line(label, url, icon=icon)
        for url, icon, label, also in known
        if all(f" {word}" in f" {fold(label)} {also}" for word in words)
    ]
    return found[:MOST]


def with_words(typed: str) -> list[Line]:
    """What is always offered for what was typed."""
    everywhere = f"{reverse('search')}?{urlencode({'q': typed})}"
    write = f"{reverse('new_article')}?{urlencode({'title': typed})}"
    return [
        Line(f"Search all pages for “{typed}”", everywhere, icon="search"),
        Line(f"Propose a page called “{typed}”", write, icon="plus"),
    ]


def _said(number: int, most: int, what: str) -> str:
    shown = f"{most - 1}+" if number >= most else str(number)
    return f"{shown} {what}" if number else ""
