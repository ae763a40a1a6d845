"""A small wiki for the tests: it knows a few pages and answers link requests."""

from collections.abc import Callable

from processes.text.rendering import LinkRequest, Rendered, ResolvedLink, fold, render, slugify

HIDDEN = {"salaries"}
AMBIGUOUS = {"onboarding"}
WANTED = {"not written yet"}


def resolve(request: LinkRequest) -> ResolvedLink:
    """Find any page but those of the three lists above."""
    title = fold(request.title)
    if title in HIDDEN:
        return ResolvedLink("hidden", href="/secret/salaries/", title="Salaries", target_id=7)
    if title in AMBIGUOUS:
        return ResolvedLink("ambiguous", title="3 pages are called Onboarding")
    if title in WANTED:
        return ResolvedLink("wanted", href="/new/?title=Not%20written&kind=process")
    return ResolvedLink("found", href=f"/ops/{slugify(request.title)}/", target_id=1)


def rendered(source: str, images: Callable[[str], str | None] | None = None) -> Rendered:
    """Render in the small wiki."""
    return render(source, resolve, images=images)


def html(source: str) -> str:
    """Render in the small wiki and return the HTML on one line, which is easier to compare."""
    return "".join(line.strip() for line in rendered(source).html.splitlines())
