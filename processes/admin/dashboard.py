"""The first page's panels on pages, and a person's on what they answer for."""

from __future__ import annotations

from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.admin.wording import ago
from accounts.admin_panels import WARN, Line, Panel, counted, first_page, health, person_page
from accounts.models import User
from processes import finding, redrawing
from processes.models import Article, HandOver, Proposal, Redraw
from processes.models.proposal import OPEN_STATES

DAYS = 30  # of searches
STUCK_AFTER = 3  # tries


@first_page.add(30)
def pages(request: HttpRequest) -> Panel:
    """What waits for somebody, and what should have been looked at."""
    today = timezone.localdate()
    waiting = Proposal.objects.pending().aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)), oldest=Min("submitted_at")
    )
    used = Q(version__gt=0, archived_at=None)
    held = Article.objects.aggregate(
        all=Count("pk", filter=used),
        orphaned=Count("pk", filter=used & Q(owner__is_active=False)),
        due=Count("pk", filter=used & Q(review_due__lt=today)),
    )
    proposals = reverse("admin:processes_proposal_changelist")
    page = reverse("admin:processes_article_changelist")
    late = f"{proposals}?state__exact=pending&late=1"
    lines = [
        Line("Published pages", held["all"], page),
        Line("Proposals waiting", waiting["all"], f"{proposals}?state__exact=pending"),
        Line("Proposals waiting too long", waiting["late"], late, counted(waiting["late"], WARN)),
        Line("Reviews overdue", held["due"], f"{page}?standing=due", counted(held["due"], WARN)),
        Line(
            "Owned by somebody who left",
            held["orphaned"],
            f"{page}?standing=orphaned",
            counted(held["orphaned"], WARN),
        ),
        _hand_overs(),
    ]
    return Panel("Pages", "file-text", lines=lines, more=("All pages", page))


@first_page.add(60)
def searches(request: HttpRequest) -> Panel:
    """How often people looked for something, and found nothing."""
    told = finding.totals(finding.searches_of(DAYS))
    page = reverse("admin:processes_search_changelist")
    lines = [
        Line("Searches", told["times"], page),
        Line("Found no page", told["without"], f"{page}#missing"),
        Line("Led to something", told["opened"], f"{page}#wanted"),
    ]
    return Panel("Searches", "search", f"Within {DAYS} days.", lines)


@health.add(30)
def drawing(request: HttpRequest) -> Panel:
    """Pages that are to be drawn anew, as something they show has changed."""
    page = reverse("admin:processes_redraw_changelist")
    waiting = redrawing.pages_waiting()
    stuck = Redraw.objects.filter(tries__gte=STUCK_AFTER).count()
    lines = [
        Line("Waiting", waiting, page),
        Line("Could not be drawn", stuck, page, counted(stuck, WARN)),
    ]
    return Panel("Pages drawn anew", "refresh-cw", lines=lines)


@person_page.add(20)
def answers_for(request: HttpRequest, person: User) -> Panel:
    """Their pages, what waits for them, what they wrote."""
    used = Q(archived_at=None)
    owned = Article.objects.filter(used, owner=person).aggregate(
        all=Count("pk"), waiting=Count("proposals", filter=Q(proposals__state="pending"))
    )
    writing = Proposal.objects.filter(author=person, state__in=OPEN_STATES).count()
    page = reverse("admin:processes_article_changelist")
    proposals = reverse("admin:processes_proposal_changelist")
    lines = [
        Line("Pages they own", owned["all"], f"{page}?owner__id__exact={person.pk}"),
        Line(
            "Proposals to these that wait",
            owned["waiting"],
            f"{proposals}?article__owner__id__exact={person.pk}&state__exact=pending",
        ),
        Line("Proposals of theirs, open", writing, f"{proposals}?author__id__exact={person.pk}"),
    ]
    over = HandOver.objects.filter(person=person, closed_at=None).first()
    if over is not None:
        lines.append(Line("Hand-over open", f"since {ago(over.opened_at)}", _of(over), WARN))
    return Panel("Pages", "file-text", lines=lines)


def _hand_overs() -> Line:
    count = HandOver.objects.filter(closed_at=None).count()
    return Line("Hand-overs open", count, reverse("hand_overs"), counted(count, WARN))


def _of(over: HandOver) -> str:
    return reverse("hand_over", args=[over.pk])
