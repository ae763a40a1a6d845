"""How people are reached beside their inbox, and how they make it stop."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import Delivery
from accounts.notification_forms import DeliveryForm
from accounts.notifications import choose_delivery
from accounts.notifications.preferences import whose_token


@require_http_methods(["GET", "HEAD", "POST"])
def notification_settings(request: HttpRequest) -> HttpResponse:
    form = DeliveryForm(request.POST or None, initial={"delivery": request.user.delivery})
    if request.method == "POST" and form.is_valid():
        choose_delivery(request.user, Delivery(form.cleaned_data["delivery"]))
        messages.success(request, "Saved. This holds for everything that happens from now on.")
        return redirect("notification_settings")
    context = {"form": form, "mail_on": settings.MAIL_ON, "digest_hour": settings.DIGEST_HOUR}
    return render(request, "notifications/settings.html", context)


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The way out that every e-mail carries; it needs no sign-in.

    Opening it only asks. A POST changes, from our button or from a mail program's own (RFC 8058),
    which knows of no session and no token against forgery: the address itself is the proof.
    """
    person = whose_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        choose_delivery(person, Delivery.IN_APP)
    context = {"person": person, "done": person.delivery == Delivery.IN_APP}
    return render(request, "notifications/unsubscribe.html", context)
