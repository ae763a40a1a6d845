"""Whom I trust with minor changes to my pages, and who trusts me."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.people_fields import PersonField, found_by
from processes import workflow
from processes.models import Article, Trust
from processes.workflow import trusting


class TrustForm(forms.Form):
    person = PersonField(
        label="Whom do you trust with minor changes?",
        error_messages={"required": "Name a colleague."},
        help_text="A name or an e-mail address.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def trust(request: HttpRequest) -> HttpResponse:
    """The list, and a form to add somebody to it."""
    form = TrustForm(request.POST or None)
    found_by(request.user, form.fields.values())
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    person = form.cleaned_data["person"]
    try:
        is_new = trusting.trust(request.user, person)
    except workflow.Refused as refusal:
        form.add_error("person", str(refusal))
        return _page(request, form)
    said = "may publish minor changes to your pages now" if is_new else "is on your list already"
    messages.success(request, f"{person} {said}.")
    return redirect("trust")


@require_POST
def trust_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes somebody off the list. A second click finds it done."""
    person = get_object_or_404(User, pk=pk)
    if trusting.end_trust(request.user, person):
        messages.success(request, f"{person} asks before changing your pages from now on.")
    return redirect("trust")


def _page(request: HttpRequest, form: TrustForm) -> HttpResponse:
    mine = Trust.objects.filter(owner=request.user).select_related("person__department")
    mine_to_use = Trust.objects.filter(person=request.user, owner__is_active=True)
    context = {
        "form": form,
        "trusted": list(mine.order_by("person__name", "pk")),
        "trusting_me": list(mine_to_use.select_related("owner").order_by("owner__name", "pk")),
        "owned": Article.objects.published().filter(owner=request.user).count(),
    }
    return render(request, "me/trust.html", context, status=422 if form.is_bound else 200)
