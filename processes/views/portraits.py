"""Somebody's picture, for whoever may look them up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.models import Portrait
from processes.views.people import find_person
from processes.views.serving import ASK_AGAIN, FOR_EVER, sandboxed


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The portrait. Under the address that pages give it, it is remembered for ever: another
    picture has another one."""
    person = find_person(request.user, pk)
    portrait = get_object_or_404(Portrait.objects.exclude(digest=""), person=person)
    etag = f'"{portrait.digest}"'
    response = get_conditional_response(request, etag)
    if response is None:
        response = HttpResponse(bytes(portrait.image), content_type="image/webp")
    response["ETag"] = etag
    lasts = request.GET.get("v") == portrait.digest
    response["Cache-Control"] = FOR_EVER if lasts else ASK_AGAIN
    return sandboxed(response)
