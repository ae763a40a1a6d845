"""A text as its readers would see it, for the eyes of its author; nothing is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.models import Department
from accounts.models.tree import DepartmentTree
from processes import composing, drawing, links
from processes.forms import ProposalForm
from processes.models import Article
from processes.text.rendering import Rendered
from processes.views import pacing
from processes.views.access import number_in

# A preview whose process was killed with it must not lock its author out for long.
LONGEST = 90  # seconds
WHAT = "previewing"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no preview: a sentence, and after how many seconds to try again (0: never)."""

    status: int
    sentence: str
    retry_after: int = 0


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The page of `article` (its number) or of a new one in `department`, with the text sent.

    `?fragment`, or `X-Requested-With: fetch`, asks for the text alone. Answers 404 for an article
    or department that this person may not read, 422 for a text that cannot be drawn, 429 where
    they ask too often or for two at once, 503 where nothing can be drawn now.
    """
    form = ProposalForm(request.POST)
    form.is_valid()  # a preview needs no title, note or significance
    problems = form.errors.get("body")
    if problems:
        return _refuse(request, Refusal(422, " ".join(problems)))
    if wait := pacing.begin(WHAT, request.user, LONGEST):
        return _refuse(request, _wait(wait))
    try:
        article, department, drawn = _drawn(request, form.cleaned_data["body"])
    except drawing.TooMuch as error:
        return _refuse(request, Refusal(422, str(error)))
    except drawing.NotDrawn as error:
        return _refuse(request, Refusal(503, str(error), retry_after=5))
    finally:
        pacing.end(WHAT, request.user)
    context = {
        "html": links.for_reader(drawn.html, request.user),
        "contents": drawn.headings,
        "title": form.cleaned_data.get("title") or "A page without a title yet",
        "summary": form.cleaned_data.get("summary", ""),
        "article": article,
        "lineage": request.user.departments.way_to(
            department, request.user.departments.hidden_from(request.user)
        ),
    }
    return _answer(request, context)


def _drawn(request: HttpRequest, body: str) -> tuple[Article | None, int, Rendered]:
    """The page that the text is for, if there is one, its department, and what readers get."""
    number = _given(request, "article")
    place = number_in(number) if number else _department(request)
    found = composing.draft(body, place, request.user)
    if found is None:
        raise Http404("There is no such page.")
    article, drawn = found
    department = place if isinstance(place, Department) else article.department
    return article, department.pk, drawn


def _department(request: HttpRequest) -> Department:
    """Where a new page shall be. Its form may not say so yet."""
    tree, user = request.user.departments, request.user
    hidden = tree.hidden_from(user)
    if named := _given(request, "department"):
        # A choice of the proposal form is a number, and a slug may be one too.
        by_number = request.POST.get("action") == "preview"
        pk = number_in(named) if by_number else tree.shape.by_slug.get(named, 0)
    else:
        own = user.department_id or 0
        pk = own if own in tree.shape.rows and own not in hidden else _first_but(tree, hidden)
    if pk not in tree.shape.rows or pk in hidden:
        raise Http404("There is no such department.")
    return tree.by_id[pk]


def _first_but(tree: DepartmentTree, hidden: Collection[int]) -> int:
    return next((pk for pk in tree.shape.rows if pk not in hidden), 0)


def _given(request: HttpRequest, name: str) -> str:
    """In the form, or in the address that the form is sent to."""
    return request.POST.get(name) or request.GET.get(name, "")


def _wait(wait: pacing.Wait) -> Refusal:
    if wait.is_running:
        sentence = "Your last preview is still being drawn. Try again in a moment."
    else:
        sentence = (
            f"You asked for {settings.PREVIEWS_PER_MINUTE} previews within a minute. The next one"
            f" is possible in {wait.seconds} second{'' if wait.seconds == 1 else 's'}."
        )
    return Refusal(429, sentence, wait.seconds)


def _refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    response = _answer(request, {"problem": refusal.sentence}, refusal.status)
    if refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _answer(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    asked = "fragment" in request.GET or request.headers.get("X-Requested-With") == "fetch"
    template = "proposals/preview-fragment.html" if asked else "proposals/preview.html"
    return render(request, template, context, status=status)
