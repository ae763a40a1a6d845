"""What kind of answer a request asks for."""

from django.http import HttpRequest

PAGE, DATA = "text/html", "application/json"


def wants_json(request: HttpRequest, *, unless_told: bool = False) -> bool:
    """Whether a script asks, which reads an answer and cannot follow to a page for people.

    Browsers name HTML when they want a page. `unless_told` is for who names neither.
    """
    kinds = [DATA, PAGE] if unless_told else [PAGE, DATA]
    return request.get_preferred_type(kinds) == DATA
