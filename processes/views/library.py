"""The library of a department: its pictures and files, where they are shown, and replacing one."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Department, User
from processes import attachments
from processes import library as shelves
from processes.models import Attachment, State
from processes.views.access import (
    follows_moves,
    get_department,
    lineage,
    only_writers,
    writers_only,
)

PER_PAGE = 48
UNUSED_SHOWN = 24
CHOICES = [
    ("", "All"),
    ("images", "Pictures"),
    ("moving", "Animated"),
    ("files", "Files"),
    ("alt", "No alt text"),
    ("unused", "My unused"),
]


class ReplaceForm(forms.Form):
    """The file that takes a place, and whether its drafts go to their owners at once."""

    file = forms.FileField(
        label="The new file", error_messages={"required": "Choose the file that takes its place."}
    )
    submit = forms.BooleanField(required=False)


@require_safe
def libraries(request: HttpRequest) -> HttpResponse:
    """The departments this person may open, with how much is in the library of each."""
    user = request.user
    sizes, owed = shelves.shelf_sizes(user), shelves.alt_owed(user)
    branches = user.departments.branches_without(user.departments.hidden_from(user))
    unused = shelves.unused_by(user)
    context = {
        "rows": [
            (b, sizes.get(b.department.pk, 0), owed.get(b.department.pk, 0)) for b in branches
        ],
        "unused": list(unused[:UNUSED_SHOWN]),
        "unused_count": unused.count(),
    }
    return render(request, "library/index.html", context)


@require_safe
@follows_moves
def library(request: HttpRequest, department: str) -> HttpResponse:
    """A department's pictures and files, narrowed to one kind or a name."""
    user, place = request.user, get_department(request.user, department)
    asked, query = _asked(request, "show"), _asked(request, "q").strip()
    show = asked if asked in dict(CHOICES) else ""
    found = _narrowed(user, place, show, query)
    tally = shelves.tally(user, place)
    paginator = Paginator(found, PER_PAGE)
    if not query:
        paginator.count = tally[show]  # counted already
    page = paginator.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    if show != "alt":
        standing = shelves.standing_of(user, rows)
        rows = [(found, standing.get(found.pk, shelves.Standing())) for found in rows]
    page.object_list = rows
    context = {
        "department": place,
        "lineage": lineage(user, place),
        "choices": [(name, label, tally[name]) for name, label in CHOICES],
        "show": show,
        "query": query,
        "page_obj": page,
    }
    return render(request, "library/department.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@follows_moves
def library_item(request: HttpRequest, department: str, key: uuid.UUID) -> HttpResponse:
    """One picture or file: where it is shown, and the form that replaces it everywhere."""
    place, found = _find(request.user, department, key)
    if request.method == "POST":
        only_writers(request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReplaceForm(*sent)
    if form.is_valid():
        try:
            new = shelves.keep(form.cleaned_data["file"], request.user, old=found, where=place)
        except ValidationError as refusal:
            form.add_error("file", refusal)
        except (attachments.StorageUnavailable, attachments.Busy) as refusal:
            form.add_error("file", str(refusal))
        else:
            return _replace(request, place, found, new)
    context = _about(request.user, place, found) | {"form": form}
    return render(request, "library/item.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
@follows_moves
def library_replaced(
    request: HttpRequest, department: str, key: uuid.UUID, new: uuid.UUID
) -> HttpResponse:
    """How far replacing has come on each page; asking again goes on where it stopped."""
    place, found = _find(request.user, department, key)
    successor = Attachment.objects.visible_to(request.user).filter(key=new).first()
    if successor is None or not shelves.may_stand_in(found, successor):
        raise Http404("There is no such file to put in its place.")
    if request.method == "POST":
        return _replace(request, place, found, successor)
    rows = shelves.places(found, successor, request.user)
    made = [row for row in rows if row.is_made]
    context = {
        "department": place,
        "lineage": lineage(request.user, place),
        "old": found,
        "new": successor,
        "made": made,
        "drafts": sum(row.proposal.state == State.DRAFT for row in made),
        "by_hand": [row for row in rows if row.proposal and not row.is_made],
        "to_do": [row for row in rows if row.is_to_do],
    }
    return render(request, "library/replaced.html", context)


def _replace(
    request: HttpRequest, place: Department, old: Attachment, new: Attachment
) -> HttpResponse:
    submit = "submit" in request.POST
    for refusal in shelves.put_in_place(old, new, request.user, submit=submit):
        messages.warning(request, refusal)
    return redirect("library_replaced", place.slug, old.key, new.key)


def _find(user: User, department: str, key: uuid.UUID) -> tuple[Department, Attachment]:
    """A department and something in its library that this person may see. Raises Http404."""
    place = get_department(user, department)
    attachments = Attachment.objects.visible_to(user).select_related("uploaded_by")
    found = attachments.filter(key=key).first()
    if found is None or not shelves.in_library(user, place, found):
        raise Http404("There is no such file in this library.")
    return place, found


def _narrowed(user: User, place: Department, show: str, query: str) -> Any:
    if show == "alt":
        return shelves.without_alt(user, place).filter(attachment__name__icontains=query)
    found = shelves.shelf(user, place).filter(name__icontains=query)
    if show == "unused":
        return found.filter(pk__in=shelves.unused_by(user).values("pk"))
    return found.filter(shelves.FILTERS[show])


def _about(user: User, place: Department, found: Attachment) -> dict[str, Any]:
    uses = list(shelves.live_uses(user, found))
    return {
        "department": place,
        "lineage": lineage(user, place),
        "attachment": found,
        "is_picture": shelves.is_picture(found),
        "uses": uses,
        "silent": [use for use in uses if shelves.is_picture(found) and not use.alt],
        "earlier": shelves.earlier_versions(user, found),
        "unused": not uses and shelves.unused_by(user).filter(pk=found.pk).exists(),
    }


def _asked(request: HttpRequest, name: str) -> str:
    """A value of the address, without the one character that PostgreSQL refuses."""
    return request.GET.get(name, "").replace("\x00", "")
