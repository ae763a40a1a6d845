"""The door for files: one at a time, from the editor's script or from a plain form."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import wants_json
from accounts.models import Department, User
from processes import attachments
from processes.models import Article, Attachment
from processes.views.access import Moved, get_department, writers_only

# What went wrong -> how HTTP says it.
STATUS: dict[type[Exception], int] = {
    attachments.TooLarge: 413,
    attachments.Unsupported: 415,
    attachments.QuotaExceeded: 429,
}


@require_POST
@writers_only
def upload(request: HttpRequest) -> HttpResponse:
    """Keeps the one file in `file`, in the library that `department_told` finds. Answers with JSON,
    or a page for a form without script."""
    files = request.FILES.getlist("file")
    if len(files) != 1:
        return _refuse(request, "Choose a file, one at a time.", 400)
    try:
        department = department_told(request.user, request.POST)
        kept = attachments.store(files[0], files[0].name, request.user, department=department)
    except Http404 as error:
        return _refuse(request, str(error), 404)
    except ValidationError as error:
        return _refuse(request, " ".join(error.messages), STATUS.get(type(error), 422))
    except attachments.StorageUnavailable as error:
        return _refuse(request, str(error), 507 if error.full else 503)
    except attachments.Busy as error:
        return _refuse(request, str(error), 503)
    return _tell(request, kept)


@require_safe
@writers_only
def new(request: HttpRequest) -> HttpResponse:
    """A form for whoever has no script; it takes the same `article` or `department`."""
    return render(request, "uploads/new.html", _form(request))


def department_told(user: User, told: dict[str, str]) -> Department | None:
    """Whose library `article` (its number), `chosen` (the number of a department, as the editor's
    form has it) or `department` (its address) means; None for none of them.

    Raises Http404 for a page or a department that this person may not see.
    """
    if number := told.get("article", ""):
        pages = Article.objects.visible_to(user).select_related("department")
        page = (
            pages.filter(pk=int(number)).first()
            if number.isdecimal() and len(number) < 19
            else None
        )
        if page is None:
            raise Http404("There is no such page.")
        return page.department
    if chosen := told.get("chosen", ""):
        is_number = chosen.isdecimal() and len(chosen) < 19
        found = user.departments.by_id.get(int(chosen)) if is_number else None
        if found is None or found.pk in user.departments.hidden_from(user):
            raise Http404("There is no such department.")
        return found
    if slug := told.get("department", "").replace("\x00", ""):
        try:
            return get_department(user, slug)
        except Moved as moved:
            raise Http404("This department has another address now.") from moved
    return None


def _tell(request: HttpRequest, kept: Attachment) -> HttpResponse:
    address = attachments.address_of(kept)
    markdown = f"![]({address})" if kept.width else f"[{kept.name}]({address})"
    if not wants_json(request, unless_told=True):
        context = {"attachment": kept, "markdown": markdown, **_form(request)}
        return _located(render(request, "uploads/done.html", context, status=201), address)
    facts = {
        "address": address,
        "name": kept.name,
        "markdown": markdown,
        "width": kept.width,
        "height": kept.height,
        "size": kept.size,
        "content_type": kept.content_type,
    }
    return _located(JsonResponse(facts, status=201), address)


def _located(response: HttpResponse, address: str) -> HttpResponse:
    response["Location"] = address
    return response


def _refuse(request: HttpRequest, error: str, status: int) -> HttpResponse:
    if wants_json(request, unless_told=True):
        response: HttpResponse = JsonResponse({"error": error}, status=status)
    else:
        context = {"error": error, **_form(request)}
        response = render(request, "uploads/new.html", context, status=status)
    if status == 503:
        response["Retry-After"] = "30"
    return response


def _form(request: HttpRequest) -> dict[str, object]:
    """What the form sends along, so that the next file comes to the same place."""
    told = request.POST if request.method == "POST" else request.GET
    sent = {name: told.get(name, "") for name in ("article", "department")}
    limits = {
        "image": attachments.IMAGE_BYTES // attachments.MEGABYTE,
        "gif": attachments.GIF_BYTES // attachments.MEGABYTE,
        "file": attachments.FILE_BYTES // attachments.MEGABYTE,
    }
    return {"sent": {name: value for name, value in sent.items() if value}, "limits": limits}
