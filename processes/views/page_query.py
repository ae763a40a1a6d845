"""The one prepared query of the article page."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from accounts.models import Deputy, User
from accounts.prepared import Parameter, Prepared, columns
from processes import facts, tagging
from processes.models import Action, Article, Decision, Follow, Proposal
from processes.models.article import ArticleQuerySet, Reader
from processes.models.decision import DecisionQuerySet
from processes.views.origin import Origin
from processes.views.page_above import WayUp

ARTICLE = columns(
    Article,
    *("id", "title", "slug", "kind", "topic", "summary", "words", "version", "department_id"),
    *("approved_at", "approved_by_id", "owner_id", "review_due", "archived_at"),
)
PERSON = columns(User, "id", "name", "email")
# The page that stands in for an archived one; None where this reader may not open it.
REPLACEMENT = ["replaced_by__department_id", "replaced_by__slug", "replaced_by__title"]
# Of the pages beside it, in the order of the department: “address title”, None where there is none.
BESIDE = ["one_before", "one_after"]
AROUND = [
    *("contents_text", "pending_count", "my_proposal", "is_followed", "is_starred"),
    *("approved_own", *BESIDE),
]
# What this reader has seen of it before, and what else is read but not shown as it is.
SEEN = ["visit__version", "visit__before", "seen_today"]
TOLD = ["facts_text", "people_text", "tools_text"]
BEHIND = ["stands_in", "way_up", *SEEN, *TOLD, "terms_text", "html"]
# What is shown, in the order of the query's columns.
NAMES = [
    *ARTICLE,
    *(f"owner__{name}" for name in PERSON),
    *(f"approved_by__{name}" for name in PERSON),
    *REPLACEMENT,
    *AROUND,
    *("tags_text", "origin_text"),
]

READER = Parameter("reader", BigIntegerField())
PLACE = Parameter("place", BigIntegerField())
SLUG = Parameter("slug", CharField())
DAY = Parameter("day", DateField())
MIDNIGHT = Parameter("midnight", DateTimeField())


@lru_cache(maxsize=256)
def query_for(
    is_admin: bool, hidden: frozenset[int], manages: frozenset[int], is_closed: bool
) -> Prepared:
    """The page's query for everybody who may read the same departments and manages the same.

    `is_closed`: the page's own department is not one of those that they may read.
    """
    reader = Reader(READER, is_admin, hidden, manages, DAY)
    proposals = Proposal.objects.filter(article=OuterRef("pk"))
    # COUNT as a plain function: as an aggregate it would bring a GROUP BY, and time to plan it.
    pending = proposals.pending().order_by().annotate(n=Func("pk", function="COUNT"))
    mine = proposals.open().filter(author=READER)  # one at most: see Proposal's constraints
    standing_in = Deputy.objects.current(DAY).filter(manager=OuterRef("owner"), deputy=READER)
    # All published pages of a department may be read by whom it is open to.
    near = Article.objects.readable_by(reader) if is_closed else Article.objects.all()
    near = near.published().filter(department=PLACE)
    page = Article.objects.readable_by(reader).filter(department=PLACE, slug=SLUG)
    return Prepared(
        page.order_by()
        .annotate(
            # Joins, as at most one row of each is theirs: cheaper than a subquery for each column.
            visit=FilteredRelation("visits", condition=Q(visits__person=READER)),
            star=FilteredRelation("stars", condition=Q(stars__person=READER)),
        )
        .annotate(
            contents_text=Cast("contents", TextField()),
            terms_text=Cast("terms", TextField()),
            facts_text=Cast("facts", TextField()),
            people_text=facts.named_people(),
            tools_text=facts.named_tools(),
            way_up=WayUp(),
            pending_count=Subquery(pending.values("n"), output_field=IntegerField()),
            my_proposal=Subquery(mine.order_by().values("pk")[:1]),
            is_followed=Exists(Follow.objects.filter(article=OuterRef("pk"), person=READER)),
            is_starred=Q(star__id__isnull=False),
            approved_own=Subquery(_manner_of_own()),
            tags_text=tagging.listed(),
            origin_text=Origin.column(),
            one_before=Subquery(_first(near.filter(place__lt=OuterRef("place")), "-place")),
            one_after=Subquery(_first(near.filter(place__gt=OuterRef("place")), "place")),
            seen_today=Case(When(visit__at__gte=MIDNIGHT, then=Value(1)), default=Value(0)),
            stands_in=Exists(standing_in),
        )
        .values_list(*NAMES, *BEHIND)
    )


def _manner_of_own() -> DecisionQuerySet:
    """How the live version was approved, where its author did so themselves; else None.

    Newest first, as the index of a page's log has it: the live version is among the last lines.
    """
    live = Decision.objects.filter(article=OuterRef("pk"), version=OuterRef("version")).published()
    is_own = Q(action=Action.APPROVED, proposal__author=F("by"))
    manner = Case(When(is_own, then=F("manner")), default=None, output_field=CharField())
    return live.order_by("-at").values_list(manner)[:1]


def _first(pages: ArticleQuerySet, order: str) -> ArticleQuerySet:
    """Address and title of the first, in one column. No address has a space in it."""
    named = pages.order_by(order).annotate(named=Concat("slug", Value(" "), "title"))
    return named.values("named")[:1]
