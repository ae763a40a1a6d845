"""A small wiki for the tests: it knows a few pages and people and answers link requests."""

from processes.text.rendering import (
    LinkRequest,
    Pictures,
    Rendered,
    ResolvedLink,
    Site,
    fold,
    render,
    slugify,
)

HIDDEN = {"salaries"}
AMBIGUOUS = {"onboarding"}
WANTED = {"not written yet"}
# Pages by their address, and what they are called today.
ADDRESSES = {"/ops/laptops/": "Set up a laptop", "/hr/salaries/": "Salaries"}
PEOPLE = {"a head": 3}
NO_SITE = Site()
SITE = Site(
    origins=("https://wiki.example.com",),
    embed_hosts=frozenset({"youtube.com", "vimeo.com", "docs.google.com", "miro.example"}),
)


def resolve(request: LinkRequest) -> ResolvedLink:
    """Find any page but those of the first three lists above."""
    if request.person:
        return _person(request)
    if request.address:
        return _at_address(request)
    title = fold(request.title)
    if title in HIDDEN:
        return ResolvedLink("hidden", href="/secret/salaries/", title="Salaries", target_id=7)
    if title in AMBIGUOUS:
        return ResolvedLink("ambiguous", title="3 pages are called Onboarding")
    if title in WANTED:
        return ResolvedLink("wanted", href="/new/?title=Not%20written&kind=process")
    return ResolvedLink("found", href=f"/ops/{slugify(request.title)}/", target_id=1)


def _person(request: LinkRequest) -> ResolvedLink:
    pk = PEOPLE.get(fold(request.person))
    if pk is None:
        return ResolvedLink("hidden" if fold(request.person) == "a ghost" else "wanted")
    return ResolvedLink("found", href=f"/people/{pk}/", person_id=pk, name="A. Head")


def _at_address(request: LinkRequest) -> ResolvedLink:
    name = ADDRESSES.get(request.address)
    if name is None:
        return ResolvedLink("found", href=request.address)
    if fold(name) in HIDDEN:
        return ResolvedLink("hidden", target_id=7)
    return ResolvedLink("found", href="/ops/set-up-a-laptop/", target_id=2, name=name)


def rendered(source: str, pictures: Pictures | None = None, site: Site = NO_SITE) -> Rendered:
    """Render in the small wiki."""
    return render(source, resolve, pictures=pictures, site=site)


def html(source: str) -> str:
    """Render in the small wiki and return the HTML on one line, which is easier to compare."""
    return "".join(line.strip() for line in rendered(source).html.splitlines())
