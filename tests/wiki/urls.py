"""A few views that meet the database in different places, for test_database_down.py."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path


@login_not_required
def in_the_view(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("fine")


@login_not_required
def in_a_template(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string("{{ user.email }}").render({}, request))


def before_the_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the middleware asked for the person, the view for nothing")


@login_not_required
def after_the_view(request: HttpRequest) -> HttpResponse:
    request.session.set_expiry(60)
    request.session._session_cache = {"changed": True}
    request.session.modified = True
    return HttpResponse("the session is saved on the way out")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("this is no failure of the database")


urlpatterns = [
    path("in-the-view/", in_the_view),
    path("in-a-template/", in_a_template),
    path("before-the-view/", before_the_view),
    path("after-the-view/", after_the_view),
    path("broken/", broken),
    path("accounts/", include("accounts.urls")),
    path("search/opensearch.xml", in_the_view, name="opensearch"),  # which every page names
]
