"""A person's inbox: what they have to do, and what they may want to know."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import notifications
from accounts.asking import is_fetched_ahead
from accounts.models import Notification
from accounts.notifications import doors

TASKS_SHOWN = 100
NEWS_A_PAGE = 25
PARTS = {"todo", "news"}


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """`?show=todo` and `?show=news` show one part alone."""
    show = request.GET.get("show", "")
    mine = Notification.objects.of(request.user).select_related("actor")
    tasks = list(mine.tasks()[:TASKS_SHOWN]) if show != "news" else []
    news = Paginator(mine.news(), NEWS_A_PAGE) if show != "todo" else None
    page = news.get_page(request.GET.get("page")) if news else None
    if page is not None:
        page.object_list = list(page.object_list)
    context = {
        "show": show if show in PARTS else "",
        "tasks": tasks if page is None or page.number == 1 else [],
        "page_obj": page,
        "unread": request.user.unread,
        "shut": doors.shut(request.user, [*tasks, *(page.object_list if page else [])]),
    }
    return render(request, "notifications/inbox.html", context)


@never_cache
@require_safe
def notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks one's own as read and goes on to what it tells of.

    A GET that writes, because what leads somewhere should be a link: it can be opened in another
    tab and stand in an e-mail. It writes the same however often it comes. A browser that only
    fetches ahead is turned away, and comes again when somebody really follows the link. E-mails
    name the place as well (`?to=`), so that they lead there when the line is long gone, and for a
    colleague to whom one was forwarded; that page has its own rule of who may read it.
    """
    if is_fetched_ahead(request):
        return HttpResponse(status=503)
    found = Notification.objects.of(request.user).filter(pk=pk).first()
    if found is not None:
        notifications.mark_read(found)
        if doors.shut(request.user, [found]):
            raise Http404("What it tells of is not yours to read any more.")
        return redirect(found.url)
    place = request.GET.get("to", "")
    if place.startswith("/") and url_has_allowed_host_and_scheme(place, allowed_hosts=None):
        return redirect(place)
    raise Http404


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    notifications.mark_read(get_object_or_404(Notification.objects.of(request.user), pk=pk))
    return _back(request)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    notifications.mark_all_read(request.user)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the part and the page of the inbox where the button was."""
    place = {name: value for name in ("show", "page") if (value := request.POST.get(name))}
    return redirect(reverse("inbox", query=place or None))
