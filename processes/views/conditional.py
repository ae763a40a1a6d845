"""A page that the browser has already is not sent again."""

from __future__ import annotations

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response


def unless_known(request: HttpRequest, pieces: list[bytes]) -> HttpResponse:
    """The page with its ETag; 304 where the browser has named that very one. The token of its forms
    goes between the pieces.

    The tag cannot be an old one: it is made of all that would be sent, put together of what this
    very request read, so whatever shows on the page is in it: who reads and how much waits for
    them, the menu, names in the facts, the addresses of styles and scripts. The token of the forms
    alone is left out, each time another mask over the same secret; the secret is added, as a page
    whose forms a browser can no longer send must not be taken for good.
    """
    if "CSRF_COOKIE" not in request.META:
        get_token(request)  # from now on it is there
    secret = request.META["CSRF_COOKIE"].encode()
    drawn = blake2b(b"\0".join(pieces), digest_size=16, key=secret[:64])
    tag = f'"{drawn.hexdigest()}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = HttpResponse(get_token(request).encode().join(pieces))
    response["ETag"] = tag
    return response
