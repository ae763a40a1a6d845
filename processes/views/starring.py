"""The pages that I keep at hand: the list, and the star on a page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from processes import reading
from processes.models import Article
from processes.views.access import number_in


@require_http_methods(["GET", "HEAD", "POST"])
def stars(request: HttpRequest) -> HttpResponse:
    """What this person keeps at hand, as far as they may still read it; POST adds or takes away."""
    if request.method == "POST":
        return _change(request)
    return render(request, "me/stars.html", {"articles": reading.starred(request.user)})


def _change(request: HttpRequest) -> HttpResponse:
    readable = Article.objects.visible_to(request.user).filter(version__gt=0)
    named = readable.select_related("department").filter(
        pk=number_in(request.POST.get("article", ""))
    )
    article = named.first()
    if article is None:
        raise Http404("There is no such page.")
    if request.POST.get("on") == "1":
        reading.star(request.user, article)
        messages.success(request, f"You find “{article}” among your starred pages from now on.")
    else:
        reading.unstar(request.user, article)
        messages.success(request, f"“{article}” is not starred any more.")
    return redirect("stars" if request.POST.get("back") == "list" else article)
