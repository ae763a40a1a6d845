"""One section of a page to begin at: an edit link beside a heading opens the editor there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest

from processes.text.source import heading_offset


def place_caret(request: HttpRequest, form: Form) -> None:
    """Tell the text box where the section starts that was asked for (`?section=h-steps`).

    Counted as a browser counts, in UTF-16 units. What was sent back is left alone: there the
    list of what is missing comes first.
    """
    asked = request.GET.get("section", "")
    if form.is_bound or not asked:
        return
    body = str(form["body"].value() or "")
    start = heading_offset(body, asked)
    if start is not None:
        units = len(body[:start].encode("utf-16-le", "surrogatepass")) // 2
        form.fields["body"].widget.attrs["data-at"] = units


def same_section(request: HttpRequest, address: str) -> str:
    """The address with the section that was asked for, if one was."""
    asked = request.GET.get("section", "")
    return f"{address}?{urlencode({'section': asked})}" if asked else address
