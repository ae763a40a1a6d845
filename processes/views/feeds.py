"""Feeds for programs, opened by an address alone; and the page where a person gets theirs."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from accounts import feed_keys
from accounts.models import FeedKey, User
from processes import feeds
from processes.feeds import Feed
from processes.views.access import Moved, get_article, get_department
from processes.views.feed_choice import Choice, chosen

TYPE = "application/atom+xml; charset=utf-8"
Read = Callable[..., Feed]


def _feed(read: Read) -> Callable[..., HttpResponse]:
    """A view of the feed that `read(person, …)` gives.

    Everything that does not open a feed is the same 404: an address that was replaced or made
    up, somebody who left, a department or page that is not theirs to read.
    """

    @login_not_required
    @require_safe
    @wraps(read)
    def view(request: HttpRequest, token: str, **place: str) -> HttpResponse:
        number = feed_keys.number_in(token)
        if number is not None and (seconds := feeds.must_wait(number)):
            return HttpResponse(status=429, headers={"Retry-After": str(seconds)})
        try:
            found = read(_person(number), **place)
        except Moved as moved:
            response = HttpResponsePermanentRedirect(f"/feeds/{token}{moved.url}")
            response["Cache-Control"] = "no-cache, private"
            return response
        return _answer(request, found)

    return view


@_feed
def site_feed(user: User) -> Feed:
    """All that this person may read."""
    return feeds.of_site(user)


@_feed
def department_feed(user: User, department: str) -> Feed:
    """A department, with those below it. Raises Moved and Http404."""
    return feeds.of_department(user, get_department(user, department))


@_feed
def article_feed(user: User, department: str, slug: str) -> Feed:
    """The versions of one page. Raises Moved and Http404."""
    article = get_article(user, department, slug)
    if not article.is_published:
        raise Http404("This page was never published.")
    return feeds.of_article(user, article)


@require_http_methods(["GET", "HEAD", "POST"])
def my_feeds(request: HttpRequest) -> HttpResponse:
    """A person's addresses: of the whole site, and of `?department=` or `?article=`."""
    if request.method == "POST":
        return _change(request)
    key = FeedKey.objects.filter(person=request.user).first()
    choice = chosen(request.user, request.GET)
    context = {
        "key": key,
        "choice": choice,
        "branches": request.user.departments.branches(request.user),
        "site_address": _address(request, key),
        "chosen_address": _address(request, key, choice),
    }
    return render(request, "feeds/index.html", context)


def _person(number: uuid.UUID | None) -> User:
    person = feed_keys.person_of(number) if number else None
    if person is None:
        raise Http404("There is no such feed.")
    return person


def _answer(request: HttpRequest, feed: Feed) -> HttpResponse:
    """The document, or 304 to a program that has it already."""
    document = feeds.written(feed)
    etag = quote_etag(hashlib.sha256(document).hexdigest()[:32])
    at = int(feed.changed_at.timestamp()) if feed.changed_at else None
    told = {"ETag": etag, "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    response = HttpResponse(document, headers=told | {"Content-Type": TYPE})
    if at is not None:
        response["Last-Modified"] = http_date(at)
    return get_conditional_response(request, etag, at, response)


def _address(request: HttpRequest, key: FeedKey | None, choice: Choice | None = None) -> str:
    if key is None:
        return ""
    path = reverse("site_feed", args=[feed_keys.token(key)])
    return request.build_absolute_uri(path + (choice.url.lstrip("/") if choice else ""))


def _change(request: HttpRequest) -> HttpResponse:
    match request.POST.get("do"):
        case "make":
            feed_keys.make(request.user)
        case "renew":
            feed_keys.renew(request.user)
            messages.success(request, "Here are your new addresses. The old ones are dead.")
        case "remove":
            feed_keys.remove(request.user)
            messages.success(request, "Removed: nothing opens your feeds any more.")
        case _:
            raise Http404("There is no such button.")
    choice = chosen(request.user, request.POST)
    return redirect(reverse("feeds") + (f"?{choice.query}" if choice else ""))
