"""What somebody wrote in a form, for the pages that can only give it back."""

from __future__ import annotations

from django.http import HttpRequest

# Names of the fields in which people write, as their forms send them.
WRITTEN = {
    "title": "Title",
    "summary": "Summary",
    "body": "Text",
    "note": "Note",
    "exception": "Why a rule should not hold here",
    "comment": "Comment",
}


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """Label and text of each field in which something is written; [] unless it was sent.

    Only for forms that were found to be ours: by their token, or by what the browser says of them.
    """
    if request.method != "POST":
        return []
    return [
        (label, text)
        for name, label in WRITTEN.items()
        if (text := request.POST.get(name, "")).strip()
    ]
