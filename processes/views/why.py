"""Who may read a page and decide on it, and why: for those who answer for it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.people_fields import PersonField, found_by
from processes import explaining, permissions
from processes.explaining.reason import Names
from processes.models import Article
from processes.views.access import Moved, follows_moves, get_article, lineage

PER_PAGE = 50


class AboutForm(forms.Form):
    """Left empty, nobody is asked about."""

    person = PersonField(required=False, help_text="A name or an e-mail address.")


class PageForm(forms.Form):
    page = forms.CharField(
        label="Page",
        max_length=500,
        help_text="Its address, like /people-team/holidays/.",
        error_messages={"required": "Say which page."},
    )


@require_safe
@follows_moves
def why(request: HttpRequest, department: str, slug: str) -> HttpResponse:
    """How many may read it by which rule, who they are, and each rule for one person. Raises 403
    for everybody but the owner, the managers of the department and above, and admins."""
    article = get_article(request.user, department, slug, "access/")
    _only_who_answers(request.user, article)
    form = AboutForm(request.GET if "person" in request.GET else None)
    found_by(request.user, form.fields.values())
    person = form.cleaned_data["person"] if form.is_valid() else None
    tree = request.user.departments
    people = explaining.readers(article, tree).known_to(request.user).select_related("department")
    shown = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "article": article,
        "lineage": lineage(request.user, article.department),
        "form": form,
        "person": person,
        "sees": explaining.why_see(person, article, request.user) if person else None,
        "decides": explaining.why_decide(person, article, request.user) if person else None,
        "counts": explaining.counted(article, tree),
        "deciders": permissions.deciders(article, None),
        "page_obj": shown,
        "hidden": tree.hidden_from(request.user),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "why/page.html", context, status=status)


@require_safe
def why_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Which departments somebody reads, and how they got in: for admins. With `?page=`, an address
    of a page, on to what holds for that page."""
    if not request.user.is_admin:
        raise PermissionDenied("Administrators ask this about a person.")
    person = get_object_or_404(User.objects.select_related("department"), pk=pk)
    form = PageForm(request.GET if "page" in request.GET else None)
    if form.is_valid():
        if there := _at(request.user, form.cleaned_data["page"]):
            return redirect(f"{there}access/?{urlencode({'person': person.email})}")
        form.add_error("page", "There is no page at this address.")
    tree = request.user.departments
    person.departments = tree
    hidden, names = tree.hidden_from(person), Names(tree)
    rows = [
        {"branch": branch, "is_open": branch.department.pk not in hidden}
        for branch in tree.branches_without(frozenset())
    ]
    for row in rows:
        row["reasons"] = explaining.way_in(person, row["branch"].department.pk, names)
    context = {"person": person, "form": form, "rows": rows, "open": len(rows) - len(hidden)}
    status = 422 if form.is_bound else 200
    return render(request, "why/person.html", context, status=status)


def _only_who_answers(user: User, article: Article) -> None:
    manages = article.department_id in user.departments.managed_by(user)
    if not (user.is_admin or manages or article.owner_id == user.pk):
        raise PermissionDenied("Who answers for a page can see who may read it.")


def _at(user: User, address: str) -> str:
    """Where the page of this address is now, also of an old one; "" where there is none."""
    address = address.replace("\x00", "").partition("#")[0].partition("?")[0]
    path = address.partition("://")[2].partition("/")[2] if "://" in address else address
    parts = [part for part in path.split("/") if part]
    if len(parts) < 2:
        return ""
    try:
        return get_article(user, *parts[:2]).get_absolute_url()
    except Moved as moved:
        return moved.url
    except Http404:
        return ""
