"""The one prepared query of the article page."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast

from accounts.models import Deputy, User
from accounts.prepared import Parameter, Prepared, columns
from processes.models import Article, Follow, Proposal
from processes.models.article import Reader

ARTICLE = columns(
    Article,
    *("id", "title", "slug", "kind", "topic", "summary", "words", "version", "department_id"),
    *("approved_at", "approved_by_id", "owner_id", "review_due", "archived_at"),
)
PERSON = columns(User, "id", "name", "email")
# The page that stands in for an archived one; None where this reader may not open it.
REPLACEMENT = ["replaced_by__department_id", "replaced_by__slug", "replaced_by__title"]
# The page that this one is a part of; None where that says nothing to this reader.
PARENT = ["parent__department_id", "parent__slug", "parent__title"]
AROUND = ["contents_text", "pending_count", "my_proposal", "is_followed"]
# What is shown, in the order of the query's columns.
NAMES = [
    *ARTICLE,
    *(f"owner__{name}" for name in PERSON),
    *(f"approved_by__{name}" for name in PERSON),
    *REPLACEMENT,
    *PARENT,
    *AROUND,
]

READER = Parameter("reader", BigIntegerField())
PLACE = Parameter("place", BigIntegerField())
SLUG = Parameter("slug", CharField())
DAY = Parameter("day", DateField())


@lru_cache(maxsize=256)
def query_for(is_admin: bool, hidden: frozenset[int], manages: frozenset[int]) -> Prepared:
    """The page's query for everybody who may read the same departments and manages the same."""
    reader = Reader(READER, is_admin, hidden, manages, DAY)
    proposals = Proposal.objects.filter(article=OuterRef("pk"))
    # COUNT as a plain function: as an aggregate it would bring a GROUP BY, and time to plan it.
    pending = proposals.pending().order_by().annotate(n=Func("pk", function="COUNT"))
    mine = proposals.open().filter(author=READER)  # one at most: see Proposal's constraints
    standing_in = Deputy.objects.current(DAY).filter(manager=OuterRef("owner"), deputy=READER)
    # A parent counts while it is one that `proposed_filing.why_no_parent` would take.
    is_parent = Q(parent__department=F("department"), parent__version__gt=0)
    page = Article.objects.readable_by(reader).filter(department=PLACE, slug=SLUG)
    return Prepared(
        page.order_by()
        .annotate(
            contents_text=Cast("contents", TextField()),
            terms_text=Cast("terms", TextField()),
            facts_text=Cast("facts", TextField()),
            pending_count=Subquery(pending.values("n"), output_field=IntegerField()),
            my_proposal=Subquery(mine.order_by().values("pk")[:1]),
            is_followed=Exists(Follow.objects.filter(article=OuterRef("pk"), person=READER)),
            is_parent=is_parent & Q(parent__archived_at=None),
            stands_in=Exists(standing_in),
        )
        .values_list(*NAMES, "is_parent", "stands_in", "terms_text", "facts_text", "html")
    )
