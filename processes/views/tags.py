"""All tags, the pages of one, and the tags of a page set anew."""

from __future__ import annotations

import re

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from processes import tagging, workflow
from processes.models import Article, Tag
from processes.models.tag import TAG_LENGTH
from processes.views.access import follows_moves, lineage
from processes.views.filing import mine_to_file
from processes.views.refusals import TITLES

PER_PAGE = 50
TYPED = tagging.MOST * (TAG_LENGTH + 2)
_BETWEEN = re.compile(r"[,;\n]")


class TagsForm(forms.Form):
    tags = forms.CharField(
        required=False,
        max_length=TYPED,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "true"}),
        help_text="Divided by commas. A tag that other pages have brings them together.",
    )

    def clean_tags(self) -> list[str]:
        """The names as they were typed. Raises ValidationError for what cannot be a tag."""
        typed = [" ".join(name.split()) for name in _BETWEEN.split(self.cleaned_data["tags"])]
        for name in filter(None, typed):
            if len(name) > TAG_LENGTH:
                raise ValidationError(f"“{name[:30]}…” is too long: at most {TAG_LENGTH} signs.")
            if not tagging.cleaned([name]):
                raise ValidationError(f"“{name}” has neither a letter nor a digit.")
        if len(tagging.cleaned(typed)) > tagging.MOST:
            raise ValidationError(f"A page has at most {tagging.MOST} tags.")
        return typed


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Those of pages that this person may read, with how many of these there are."""
    return render(request, "tags/list.html", {"counted": tagging.counted(request.user)})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Its pages, by title. A tag that only closed pages have is none that this person knows of."""
    found = get_object_or_404(Tag, slug=slug)
    pages = Paginator(tagging.pages_with(found, request.user), PER_PAGE)
    if not pages.count:
        raise Http404("There is no such tag.")
    page = pages.get_page(request.GET.get("page"))
    return render(request, "tags/detail.html", {"tag": found, "page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@follows_moves
def set_tags(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    article = mine_to_file(request.user, department, slug, "tags/")
    now = ", ".join(one.name for one in tagging.of(article))
    form = TagsForm(request.POST or None, initial={"tags": now})
    if request.method != "POST" or not form.is_valid():
        return _dialog(request, article, form)
    try:
        changed = workflow.set_tags(article, request.user, form.cleaned_data["tags"])
    except workflow.Refused as refusal:
        return _refused(request, article, refusal)
    messages.success(request, "Its tags are set." if changed else "Its tags are as they were.")
    return redirect(article)


def _dialog(request: HttpRequest, article: Article, form: TagsForm) -> HttpResponse:
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "form": form,
        "known": tagging.commonest(request.user),
    }
    return render(request, "tags/form.html", context, status=422 if form.is_bound else 200)


def _refused(request: HttpRequest, article: Article, refusal: workflow.Refused) -> HttpResponse:
    context = {
        "title": TITLES.get(type(refusal), "This was not done"),
        "explanation": f"{refusal} The tags are as they were.",
        "article": article,
        "links": [{"label": "Open the page", "url": article.get_absolute_url(), "primary": True}],
    }
    status = 403 if isinstance(refusal, workflow.NotAllowed) else 409
    return render(request, "proposals/refused.html", context, status=status)
