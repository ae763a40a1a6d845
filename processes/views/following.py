"""What I follow: the list, and the button on a page or department."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Department, User
from processes import following as followers
from processes.models import Article, Follow


@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest) -> HttpResponse:
    """What this person follows, as far as they may still read it; POST follows or stops."""
    if request.method == "POST":
        return _change(request)
    mine = Follow.objects.filter(person=request.user)
    articles = Article.objects.visible_to(request.user).filter(pk__in=mine.values("article"))
    tree = request.user.departments
    hidden = tree.hidden_from(request.user)
    places = set(mine.exclude(department=None).values_list("department", flat=True)) - hidden
    context = {
        "articles": list(articles.for_lists().order_by("title")),
        "departments": [tree.by_id[pk] for pk in tree.by_id if pk in places],
    }
    return render(request, "me/following.html", context)


def _change(request: HttpRequest) -> HttpResponse:
    thing = _named(request.user, request.POST)
    if request.POST.get("on") == "1":
        followers.follow(request.user, thing)
        what = "of every new version" if isinstance(thing, Article) else "of what is new in it"
        messages.success(request, f"You follow “{thing}”: your inbox tells you {what}.")
    else:
        followers.unfollow(request.user, thing)
        messages.success(request, f"You do not follow “{thing}” any more.")
    return redirect("following" if request.POST.get("back") == "list" else thing)


def _named(user: User, given: dict[str, str]) -> Article | Department:
    """The page or department that this person may read. Raises Http404."""
    if "article" in given:
        readable = Article.objects.visible_to(user).filter(version__gt=0)
        found = readable.select_related("department").filter(pk=_pk(given["article"])).first()
    else:
        pk = _pk(given.get("department", ""))
        found = None if pk in user.departments.hidden_from(user) else user.departments.by_id.get(pk)
    if found is None:
        raise Http404("There is no such page or department.")
    return found


def _pk(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else 0
