"""A person: who they are, what they answer for, wrote, and know about."""

from __future__ import annotations

from django.db.models import Count, Exists, Q, Window
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Deputy, User
from processes.models import Article, Proposal, State
from processes.views.knowing import knowledge, readable, written_by

WROTE = 12


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Colleagues are no secret, except from guests; what they own, wrote and know is told as far
    as the reader may read the pages that show it."""
    found = find_person(request.user, pk)
    reader, tree = request.user, request.user.departments
    hidden = tree.hidden_from(reader)
    wrote = written_by(found, reader).annotate(total=Window(Count("pk")))
    wrote = list(wrote[:WROTE])
    context = {
        "person": found,
        "department": found.department if found.department_id not in hidden else None,
        "reports_to": _manager_of(found, reader) if found.is_active else None,
        "deputies": list(_deputies(found)) if found.is_active else [],
        "owned": list(_owned_by(found, reader)),
        "wrote": wrote,
        "wrote_count": wrote[0].total if wrote else 0,
        "knows": knowledge(found, reader),
        "manages": [
            d for d in tree.by_id.values() if d.manager_id == found.pk and d.pk not in hidden
        ],
        "is_self": found.pk == reader.pk,
    }
    return render(request, "people/detail.html", context)


def find_person(reader: User, pk: int) -> User:
    """Guests find those of the departments they may read, and whoever owns, approved or wrote what
    they read there: the pages name them. Raises Http404."""
    people = User.objects.select_related("department")
    if reader.is_guest and not User.objects.known_to(reader).filter(pk=pk).exists():
        pages = readable(reader)
        if not pages.filter(Q(owner=pk) | Q(approved_by=pk)).exists():
            wrote = Proposal.objects.filter(state=State.APPROVED, author=pk, article__in=pages)
            people = people.filter(Exists(wrote))
    return get_object_or_404(people, pk=pk)


def _owned_by(person: User, reader: User) -> QuerySet[Article]:
    owned = readable(reader).filter(owner=person)
    return owned.for_lists().order_by("department__name", "department", "title_key")


def _manager_of(person: User, reader: User) -> User | None:
    """The nearest active manager who is somebody else, where the reader may see the department."""
    tree = reader.departments
    if person.department_id in tree.hidden_from(reader):
        return None
    line = (place.manager for place in tree.lineage(person.department_id) if place.manager)
    return next((m for m in line if m.is_active and m.pk != person.pk), None)


def _deputies(person: User) -> QuerySet[Deputy]:
    """Who decides in their place today."""
    return person.deputies.current().filter(deputy__is_active=True).select_related("deputy")
