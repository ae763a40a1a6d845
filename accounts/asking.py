"""What kind of answer a request asks for, and whether somebody waits for it."""

from django.http import HttpRequest

PAGE, DATA = "text/html", "application/json"


def wants_json(request: HttpRequest, *, unless_told: bool = False) -> bool:
    """Whether a script asks, which reads an answer and cannot follow to a page for people.

    Browsers name HTML when they want a page. `unless_told` is for who names neither.
    """
    kinds = [DATA, PAGE] if unless_told else [PAGE, DATA]
    return request.get_preferred_type(kinds) == DATA


def is_fetched_ahead(request: HttpRequest) -> bool:
    """Whether a browser only guesses what somebody may open next."""
    told = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return "prefetch" in told
