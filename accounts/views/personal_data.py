"""What is stored about me, in words and as a file."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import personal_data as stored
from accounts.auditing import record
from accounts.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal_data(request: HttpRequest) -> HttpResponse:
    """With POST the file: it is written down that it was asked for."""
    if request.method == "POST":
        return handed_out(request, request.user)
    context = {"summary": stored.summary(request.user), "support_contact": settings.SUPPORT_CONTACT}
    return render(request, "me/personal-data.html", context)


def handed_out(request: HttpRequest, person: User) -> HttpResponse:
    """The file about a person, with a line in the audit log. The caller has checked who asks."""
    record("personal_data_exported", by=request.user, about=person, request=request)
    content = stored.archive_of(person, settings.SITE_NAME)
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="personal-data-{person.pk}.zip"'},
    )
