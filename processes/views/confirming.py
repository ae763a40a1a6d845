"""Reading a page again and confirming that it is right as it stands."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from processes import links, permissions, workflow
from processes.models import Article
from processes.views.access import follows_moves, get_article, lineage
from processes.views.refusals import TITLES

COMMENT_LENGTH = 2000


class ConfirmForm(forms.Form):
    """Which version was read, and a word on it."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    comment = forms.CharField(
        label="A word on it",
        max_length=COMMENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays in the page’s history.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@follows_moves
def confirm_unchanged(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """The text once more, and the button under it. What is confirmed is the version shown."""
    article = get_article(request.user, department, slug, "confirm/")
    if not article.is_published or request.user not in permissions.deciders(article, None):
        raise Http404("This page is not yours to confirm.")
    form = ConfirmForm(request.POST or None, initial={"version": article.version})
    if request.method != "POST" or not form.is_valid():
        return _page(request, article, form)
    try:
        workflow.confirm(article, request.user, **form.cleaned_data)
    except workflow.Refused as refusal:
        return _refused(request, article, refusal)
    article.refresh_from_db()
    when = article.review_due
    messages.success(request, f"Confirmed. Its next review is due on {when:%-d %B %Y}.")
    return redirect(article)


def _page(request: HttpRequest, article: Article, form: ConfirmForm) -> HttpResponse:
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "form": form,
        "html": links.for_reader(article.html, request.user),
        "pending": article.proposals.pending().count(),
    }
    return render(request, "filing/confirm.html", context, status=422 if form.is_bound else 200)


def _refused(request: HttpRequest, article: Article, refusal: workflow.Refused) -> HttpResponse:
    context = {
        "title": TITLES.get(type(refusal), "This was not done"),
        "explanation": f"{refusal} Nothing was confirmed.",
        "article": article,
        "links": [
            {"label": "Open the live page", "url": article.get_absolute_url(), "primary": True}
        ],
    }
    status = 403 if isinstance(refusal, workflow.NotAllowed) else 409
    return render(request, "proposals/refused.html", context, status=status)
