"""Fetch with permission: a view gets the object this person may touch, or 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from accounts.models import Department, DepartmentAddress, User
from processes import permissions
from processes.models import Alias, Article, Proposal, State
from processes.models.article import ArticleQuerySet
from processes.views.page import Page
from processes.views.page_reading import find_page

# Where the author may have gone on writing since it was submitted: that is theirs alone.
WRITTEN_ON = (State.RETURNED, State.WITHDRAWN)
SUBMITTED = ("title", "summary", "body", "facts", "html", "note", "significance")


class Moved(Exception):
    """What was asked for has another address now: `url`."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def follows_moves(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers `Moved` with a permanent redirect.

    Browsers are told to ask again each time: a page that moves back would trap them in a circle
    of remembered redirects. A form is sent again as it was, so that no text gets lost.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Moved as moved:
            preserve = request.method == "POST"
            response = HttpResponsePermanentRedirect(moved.url, preserve_request=preserve)
            response["Cache-Control"] = "no-cache, private"
            return response

    return wrapped


def writers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers 403 to readers, who propose nothing, before it looks at anything else."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        only_writers(request.user)
        return view(request, *args, **kwargs)

    return wrapped


def only_writers(user: User) -> None:
    """Raises PermissionDenied, as a sentence, for a mere reader."""
    if not user.may_write:
        raise PermissionDenied(permissions.READS_ONLY)


def get_department(user: User, slug: str) -> Department:
    """A department whose pages this person may read (no query beyond the tree).

    Raises Moved for an old address, Http404 otherwise.
    """
    tree = user.departments
    hidden = tree.hidden_from(user)
    known = tree.shape.by_slug.get(slug)
    if known is not None and known not in hidden:
        return tree.by_id[known]
    old = DepartmentAddress.objects.filter(slug=slug).exclude(department__in=hidden)
    if address := old.select_related("department").first():
        raise Moved(address.department.get_absolute_url())
    raise Http404("There is no such department.")


def get_article(user: User, department: str, slug: str, suffix: str = "") -> Article:
    """An article this person may see, with department, owner and approver, in one query.

    Raises Moved where the address is an old one (with `suffix` put behind the new one), Http404
    for what does not exist or may not be seen: the two are not told apart.
    """
    visible = Article.objects.visible_to(user).select_related("department", "owner", "approved_by")
    article = visible.filter(department__slug=department, slug=slug).first()
    if article is None:
        raise Moved(_new_address(visible, department, slug) + suffix)
    return article


def get_page(user: User, department: str, slug: str) -> Page:
    """What the article page shows this person (see `find_page`).

    Raises Moved and Http404 as `get_article` does.
    """
    page = find_page(user, department, slug)
    if page is None:
        raise Moved(_new_address(Article.objects.visible_to(user), department, slug))
    return page


def get_proposal(user: User, pk: int) -> Proposal:
    """A proposal this person may see, with its article. Raises Http404."""
    proposals = Proposal.objects.visible_to(user).select_related(
        "article__department", "article__owner", "author"
    )
    proposal = proposals.filter(pk=pk).first()
    if proposal is None:
        raise Http404("There is no such proposal.")
    if proposal.author_id != user.pk and proposal.state in WRITTEN_ON:
        _as_submitted(proposal)
    return proposal


def get_proposal_to_decide(user: User, pk: int) -> Proposal:
    """As `get_proposal`; and one that its author took back while this person was deciding, so
    that they are told. Nothing of that draft may be shown. Raises Http404."""
    try:
        return get_proposal(user, pk)
    except Http404:
        drafts = Proposal.objects.filter(
            state=State.DRAFT, round__gt=0, article__in=Article.objects.visible_to(user)
        )
        found = drafts.select_related("article__department", "article__owner", "author")
        proposal = found.filter(pk=pk).first()
        if proposal is None or not permissions.decides(user, proposal):
            raise
        return proposal


def get_own_proposal(user: User, pk: int) -> Proposal:
    """A proposal by this very person. Raises Http404."""
    proposal = get_proposal(user, pk)
    if proposal.author_id != user.pk:
        raise Http404("There is no such proposal of yours.")
    return proposal


def lineage(user: User, department: Department) -> list[Department]:
    """Department and those above it that they may read, top first, for breadcrumbs (no query)."""
    return user.departments.way_to(department.pk, user.departments.hidden_from(user))


def _as_submitted(proposal: Proposal) -> None:
    """Shows others what was put before them last, without what was written since."""
    if last := proposal.rounds.order_by("-number").only(*SUBMITTED).first():
        for name in SUBMITTED:
            setattr(proposal, name, getattr(last, name))


def _new_address(visible: ArticleQuerySet, department: str, slug: str) -> str:
    """Where an old address leads. Raises Http404 where it leads nowhere for this person."""
    if former := visible.filter(aliases__former=department, aliases__slug=slug).first():
        return former.get_absolute_url()
    places = DepartmentAddress.objects.filter(slug=department).values("department")
    here = Q(department__slug=department) | Q(department__in=places)
    article = visible.filter(here, slug=slug).first()
    if article is None:
        aliases = Alias.objects.filter(here, slug=slug, article__in=visible)
        alias = aliases.select_related("article__department").first()
        article = alias.article if alias else None
    if article is None:
        raise Http404("There is no such page.")
    return article.get_absolute_url()


def number_in(text: str) -> int:
    """The number of a row that somebody names; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
