"""The article page put together of parts that are kept, with nothing drawn anew.

Its template is drawn once per process, with a gap wherever a reader's own page differs, and is then
a fragment like any other (see `processes.fragments`); so are the parts that fill the gaps. What
comes of it is, byte by byte, what drawing the template for this very request would give.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from processes.fragments import fragment
from processes.templatetags.chrome import header_of, sidebar_of
from processes.views.page import Page

TEMPLATE = "articles/detail.html"
PARTS = ("paper", "head", "card", "foot", "contents")
TOKEN = "token"  # noqa: S105 - the name of a gap
# No text has one: neither a form nor PostgreSQL takes it.
EDGE = "\0"


def put_together(request: HttpRequest, page: Page) -> list[bytes]:
    """One reader's page as it is sent, taken apart where the token of its forms goes, which is
    another each time."""
    around = {"request": request, "article": page}
    filled = {
        "header": header_of(around),
        "sidebar": sidebar_of(around),
        "title": escape(page.title),
        "html": page.html,
        "edit_address": escape(page.edit_address),
        "pk": str(page.pk),
        **{part: getattr(page, part)() for part in PARTS},
        TOKEN: EDGE,
    }
    pieces = _frame(bool(page.edit_address)).split(EDGE)
    # What stands between two edges is the name of a gap.
    text = "".join([filled[piece] if at % 2 else piece for at, piece in enumerate(pieces)])
    return text.encode().split(EDGE.encode())


class _Gaps:
    """Stands in the template for an article, each of whose attributes is a gap of that name."""

    def __init__(self, is_open: bool) -> None:
        self.edit_address = _gap("edit_address") if is_open else ""

    def __getattr__(self, name: str) -> SafeString:
        return _gap(name)


def _frame(is_open: bool) -> SafeString:
    """`is_open`: changes to the page may be proposed."""
    return fragment(TEMPLATE, is_open, lambda: _around(_Gaps(is_open)))


def _around(article: _Gaps) -> Mapping[str, Any]:
    """Whoever reads an article is signed in."""
    return {
        "request": SimpleNamespace(user=SimpleNamespace(is_authenticated=True)),
        "header_gap": _gap("header"),
        "sidebar_gap": _gap("sidebar"),
        "csrf_token": _gap(TOKEN),
        "article": article,
    }


def _gap(name: str) -> SafeString:
    return mark_safe(f"{EDGE}{name}{EDGE}")  # noqa: S308 - a name of ours
