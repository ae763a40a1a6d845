"""Where I am signed in, and signing out there from here."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import sessions as signed_in
from accounts.models import BrowserSession
from accounts.sessions.browsers import in_words, is_phone

# More than anybody looks through; the newest are shown, and all can be ended.
SHOWN = 50


@never_cache
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    mine = list(signed_in.live().filter(person=request.user)[: SHOWN + 1])
    here = request.session.session_key
    context = {
        # This one first, then the last seen.
        "entries": sorted(map(_shown, mine[:SHOWN]), key=lambda entry: entry["key"] != here),
        "here": here,
        "others": sum(row.session_key != here for row in mine),
        "has_more": len(mine) > SHOWN,
        "support_contact": settings.SUPPORT_CONTACT,
    }
    return render(request, "me/sessions.html", context)


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """One of mine, somewhere else; this one ends by signing out."""
    mine = BrowserSession.objects.filter(person=request.user).select_related("person")
    row = mine.exclude(session_key=request.session.session_key).filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such sign-in of yours.")
    signed_in.end_one(row, by=request.user)
    messages.success(request, f"Signed out there: {in_words(row.browser)}.")
    return redirect("sessions")


@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    here = request.session.session_key
    ended = signed_in.end(request.user, except_key=here, by=request.user)
    messages.success(
        request,
        f"Signed out in {ended} other {'place' if ended == 1 else 'places'}."
        if ended
        else "You were signed in nowhere else.",
    )
    return redirect("sessions")


def _shown(row: BrowserSession) -> dict[str, object]:
    return {
        "pk": row.pk,
        "key": row.session_key,
        "browser": in_words(row.browser),
        "icon": "smartphone" if is_phone(row.browser) else "monitor",
        "address": row.address,
        "signed_in_at": row.signed_in_at,
        "last_seen_at": row.last_seen_at,
        "ends_at": row.ends_at,
    }
