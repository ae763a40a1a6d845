"""A page that the browser has already is not sent again."""

from __future__ import annotations

import re
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

# Each time another mask over the same secret; the one that the browser has is as good.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+')


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with its ETag; 304 where the browser has named that very one.

    The tag is made of all that was drawn, so whatever shows on the page is in it: who reads and
    how much waits for them, messages, the menu, the addresses of styles and scripts. The secret of
    the forms is no part of what is drawn, and added.
    """
    if response.status_code != 200 or request.method not in ("GET", "HEAD"):
        return response
    drawn = TOKEN.sub(b"", response.content)
    secret = request.META.get("CSRF_COOKIE", "").encode()
    tag = f'"{blake2b(drawn, digest_size=16, key=secret[:64]).hexdigest()}"'
    response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response
