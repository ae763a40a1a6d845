"""Where the editor keeps what is being written, every few seconds (static/js/editing/)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.giving_back import WRITTEN
from processes import permissions, working_copies
from processes.models import Proposal, State, WorkingCopy
from processes.views.access import writers_only
from processes.views.drafts import moment
from processes.working_copies import Attempt, Kept, Values

WINDOW = re.compile(r"[0-9a-z]{8,36}")
NUMBER = re.compile(r"[0-9]{1,9}")
View = Callable[..., HttpResponse]


def told_as_data(view: View) -> View:
    """Refusals become an answer that the editor's script reads."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: UUID) -> HttpResponse:
        if request.POST.get("copy_person") != str(request.user.pk):
            return JsonResponse({"state": "person"}, status=403)
        try:
            return view(request, *args)
        except working_copies.Newer as refusal:
            return _newer(refusal.copy)
        except working_copies.Ended as refusal:
            return _ended(request, refusal)
        except working_copies.NotOpen:
            return JsonResponse({"state": "shut"}, status=404)
        except working_copies.TooLarge as refusal:
            return JsonResponse({"state": "large", "error": str(refusal)}, status=413)
        except ValueError:
            return JsonResponse({"state": "odd"}, status=400)

    return wrapped


@never_cache
@require_POST
@told_as_data
@writers_only
def begin(request: HttpRequest) -> JsonResponse:
    """The first save of a window that knows of no copy: `copy_article` is empty for a new page."""
    attempt = _attempt(request)
    article = int(told) if NUMBER.fullmatch(told := request.POST.get("copy_article", "")) else None
    aside = _saved_meanwhile(request, article) if "copy_take" in request.POST else ()
    return _kept(working_copies.begin(request.user, attempt, article, aside))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def working_copy(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keeps what is sent; with GET, the way on from a list, or a page to read it on."""
    return _keep(request) if request.method == "POST" else _read(request, key)


@never_cache
@require_POST
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throws a text away that its author does not want to go on with."""
    if not working_copies.drop(request.user, key):
        raise Http404("There is no such text.")
    messages.success(request, "Thrown away.")
    return redirect("proposals")


@never_cache
@require_safe
def token(request: HttpRequest) -> JsonResponse:
    """For a page that was opened before its reader signed in again: who is signed in now, and the
    token that their forms need."""
    return JsonResponse({"person": request.user.pk, "token": get_token(request)})


@never_cache
@require_POST
def together(request: HttpRequest) -> JsonResponse:
    """Two texts put together: `base`, `theirs` and `mine`, each a form's values by name, as JSON.
    Nothing is kept. Answers 400 for what are none and 413 for too large ones."""
    try:
        told = json.loads(request.body)
        texts = (told["base"], told["theirs"], told["mine"])
        return JsonResponse({"values": working_copies.put_together(*texts)})
    except working_copies.TooLarge as refusal:
        return JsonResponse({"state": "large", "error": str(refusal)}, status=413)
    except (ValueError, LookupError, TypeError, RecursionError):
        return JsonResponse({"state": "odd"}, status=400)


@told_as_data
@writers_only
def _keep(request: HttpRequest) -> JsonResponse:
    take = "copy_take" in request.POST
    verb = working_copies.take_over if take else working_copies.keep
    return _kept(verb(request.user, _attempt(request)))


def _attempt(request: HttpRequest) -> Attempt:
    """Raises ValueError for what the editor does not send."""
    names = ("copy", "copy_window", "copy_known", "copy_revision")
    key, window, known, revision = (request.POST.get(name, "") for name in names)
    if not (WINDOW.fullmatch(window) and NUMBER.fullmatch(known) and NUMBER.fullmatch(revision)):
        raise ValueError("No window says so.")
    if int(known) >= int(revision):
        raise ValueError("An attempt counts on from what it knows.")
    values = working_copies.written(request.POST)
    return Attempt(UUID(key), window, int(known), int(revision), values)


def _kept(kept: Kept) -> JsonResponse:
    answer: dict[str, object] = {"revision": kept.revision, "at": moment(kept.at)}
    if kept.others is not None:
        answer["others"] = working_copies.said_of(kept.others)
    return JsonResponse(answer)


def _newer(copy: WorkingCopy) -> JsonResponse:
    answer = {"key": copy.key, "revision": copy.revision, "values": copy.values}
    return JsonResponse({"state": "newer", "at": moment(copy.saved_at), **answer}, status=409)


def _ended(request: HttpRequest, ended: working_copies.Ended) -> JsonResponse:
    """What became of it, and the key under which this window goes on. Where it is a draft now,
    that draft is the other text."""
    answer: dict[str, object] = {"key": uuid4(), "revision": 0}
    answer["at"] = moment(ended.at) if ended.at else ""
    mine = Proposal.objects.visible_to(request.user).filter(author=request.user)
    proposal = mine.filter(pk=ended.proposal).first() if ended.proposal else None
    if proposal is None:
        return JsonResponse({"state": "gone", **answer}, status=410)
    answer["article"], answer["url"] = proposal.article_id, proposal.get_absolute_url()
    if not proposal.is_editable:
        return JsonResponse({"state": "sent", **answer}, status=410)
    answer["url"] = reverse("proposal_edit", args=[proposal.pk])
    values = working_copies.as_written(proposal)
    return JsonResponse({"state": "saved", "values": values, **answer}, status=409)


def _saved_meanwhile(request: HttpRequest, article: int | None) -> tuple[Values, ...]:
    """The draft that this window's text takes the place of, once it is saved."""
    drafts = Proposal.objects.visible_to(request.user).filter(
        author=request.user, state__in=(State.DRAFT, State.RETURNED)
    )
    found = drafts.filter(article=article).first() if article else None
    return (working_copies.as_written(found),) if found else ()


def _read(request: HttpRequest, key: UUID) -> HttpResponse:
    copy = working_copies.get_own(request.user, key)
    if copy is None:
        raise Http404("There is no such text.")
    way_on, why_not = _way_on(request, copy)
    if way_on and "read" not in request.GET:
        return redirect(way_on)
    aside = [(datetime.fromisoformat(one["at"]), one["values"]) for one in reversed(copy.aside)]
    own = [(copy.saved_at, copy.values)] if "body" in copy.values else []
    context = {
        "title": copy.article.title if copy.article else copy.values.get("title") or "New page",
        "copy": copy,
        "way_on": way_on,
        "why_not": why_not,
        "texts": [_text(number, *told) for number, told in enumerate([*own, *aside])],
    }
    return render(request, "editing/working_copy.html", context)


def _text(number: int, at: datetime, values: Values) -> dict[str, object]:
    told = [(label, values.get(name)) for name, label in WRITTEN.items() if values.get(name)]
    return {"heading": f"Written at {moment(at)}", "written": told, "prefix": f"{number}-"}


def _way_on(request: HttpRequest, copy: WorkingCopy) -> tuple[str, str]:
    """The address where it is written on, or why there is none."""
    article = copy.article
    if isinstance(copy.values.get("proposal"), int):  # ended so; what a form says is text
        return reverse("proposal", args=[copy.values["proposal"]]), ""
    if article is None:
        return f"{reverse('new_article')}?copy={copy.key}", ""
    mine = article.proposals.open().filter(author=request.user).first()
    if mine and mine.is_editable:
        return f"{reverse('proposal_edit', args=[mine.pk])}?copy={copy.key}", ""
    if mine:
        return "", "You have submitted a proposal to this page. Take it back to go on with this."
    if not permissions.may_propose(request.user, article):
        return "", "The page takes no proposals any more."
    return f"{article.get_absolute_url()}propose/?copy={copy.key}", ""
