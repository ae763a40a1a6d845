"""What a browser needs to know to search the wiki from its address bar."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from processes.feeds import plain

TYPE = "application/opensearchdescription+xml"
SHORT, LONG = 16, 48  # characters that a browser takes of a name


@login_not_required
@require_safe
@cache_control(public=True, max_age=24 * 3600)
def opensearch(request: HttpRequest) -> HttpResponse:
    """The OpenSearch 1.1 description: the site's name and addresses, which are no secret. Browsers
    ask for it without a session. What is typed there is not sent before it is entered."""
    name = plain(settings.SITE_NAME)
    context = {
        "short": name[:SHORT].strip(),
        "long": name[:LONG].strip(),
        "site": settings.SITE_URL,
    }
    return render(request, "quick/opensearch.xml", context, content_type=TYPE)
