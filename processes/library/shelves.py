"""What is in a department's library for one reader, and where it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.query import QuerySet

from accounts.models import Department, User
from processes.models import Article, Attachment, AttachmentUse, ProposalAttachment, VersionNumber
from processes.models.article import LONG_TEXTS, ArticleQuerySet
from processes.models.attachment import AttachmentQuerySet

IMAGE = Q(content_type__startswith="image/")
MOVING = IMAGE & Q(frames__gt=1)
VERSIONS = 50

# What a shelf can be narrowed to; "alt" is another list, see `without_alt`.
FILTERS = {"": Q(), "images": IMAGE, "moving": MOVING, "files": ~IMAGE}


@dataclass(frozen=True, slots=True)
class Standing:
    """On how many pages a reader meets an attachment, and on how many of them without words."""

    pages: int = 0
    without_alt: int = 0


def shelf(user: User, department: Department) -> AttachmentQuerySet:
    """What this person may see of that pages of a department show, or that was uploaded for it.

    Newest first. An upload that nothing shows yet is there for whoever uploaded it.
    """
    shown = _live(user).filter(article__department=department, attachment=OuterRef("pk"))
    here = Q(department=department) | Exists(shown)
    return Attachment.objects.visible_to(user).filter(here).order_by("-uploaded_at", "-pk")


def shelf_sizes(user: User) -> dict[int, int]:
    """How much is on each department's shelf, by the key of the department. Two queries.

    What its pages show, and what was uploaded for it; what is both counts once.
    """
    same = Q(article__department=F("attachment__department"))
    rows = _live(user).order_by().values_list("article__department")
    counted = rows.annotate(
        shown=Count("attachment", distinct=True),
        both=Count("attachment", distinct=True, filter=same),
    )
    sizes = {department: shown - both for department, shown, both in counted}
    uploaded = Attachment.objects.visible_to(user).filter(department__isnull=False).order_by()
    for department, number in uploaded.values_list("department").annotate(Count("pk")):
        sizes[department] = sizes.get(department, 0) + number
    return sizes


def tally(user: User, department: Department) -> dict[str, int]:
    """How many each filter leaves, by its name: "", images, moving, files, alt, unused."""
    unused = Q(pk__in=unused_by(user).values("pk"))
    counts = {name or "all": Count("pk", filter=rule) for name, rule in FILTERS.items() if rule}
    found = shelf(user, department).order_by()
    totals = found.aggregate(**counts, all=Count("pk"), unused=Count("pk", filter=unused))
    totals[""] = totals.pop("all")
    return totals | {"alt": without_alt(user, department).count()}


def without_alt(user: User, department: Department) -> QuerySet[AttachmentUse]:
    """Pictures that a page of the department shows without words for who cannot see them."""
    return (
        _without_alt(user)
        .filter(article__department=department)
        .select_related("attachment", "article__department", "article__owner")
        .defer(*(f"article__{name}" for name in LONG_TEXTS))
        .order_by("article__title", "attachment__name", "pk")
    )


def alt_owed(user: User) -> dict[int, int]:
    """How many of these each department has, by its key. One query."""
    rows = _without_alt(user).order_by().values_list("article__department")
    return dict(rows.annotate(Count("pk")))


def unused_by(user: User) -> AttachmentQuerySet:
    """What this person uploaded and no page and no proposal shows, oldest first."""
    of_it = {"attachment": OuterRef("pk")}
    return Attachment.objects.filter(
        ~Exists(AttachmentUse.objects.filter(**of_it)),
        ~Exists(ProposalAttachment.objects.filter(**of_it)),
        uploaded_by=user,
    ).order_by("uploaded_at", "pk")


def standing_of(user: User, attachments: Iterable[Attachment]) -> dict[int, Standing]:
    """Where this reader meets each of some attachments, by its key. One query."""
    pks = [attachment.pk for attachment in attachments]
    rows = _live(user).filter(attachment__in=pks).order_by().values_list("attachment")
    counted = rows.annotate(pages=Count("pk"), silent=Count("pk", filter=Q(alt="")))
    return {pk: Standing(pages, silent) for pk, pages, silent in counted}


def is_picture(attachment: Attachment) -> bool:
    """Shown in the page, where a document is offered for download."""
    return attachment.content_type.startswith("image/")


def in_library(user: User, department: Department, attachment: Attachment) -> bool:
    """Whether it belongs in a department's library: also what only its older versions show."""
    if attachment.department_id == department.pk:
        return True
    pages = Article.objects.visible_to(user).filter(department=department)
    return attachment.uses.filter(article__in=pages).exists()


def live_uses(user: User, attachment: Attachment) -> QuerySet[AttachmentUse]:
    """The live pages that show it to this reader, whichever department they are in."""
    return (
        _live(user)
        .filter(attachment=attachment)
        .select_related("article__department", "article__owner")
        .defer(*(f"article__{name}" for name in LONG_TEXTS if name != "body"))
        .order_by("article__title", "pk")
    )


def earlier_versions(user: User, attachment: Attachment) -> list[VersionNumber]:
    """Old versions that show it, of pages that no longer do, newest first, 50 at most."""
    past = attachment.uses.filter(is_live=False)
    pages = Article.objects.visible_to(user).filter(pk__in=past.values("article"))
    return list(
        VersionNumber.objects.filter(
            article__in=pages, number__lt=F("article__version"), html__contains=str(attachment.key)
        )
        .select_related("article__department")
        .defer("html", *(f"article__{name}" for name in LONG_TEXTS))
        .order_by("article__title", "-number")[:VERSIONS]
    )


def _live(user: User) -> QuerySet[AttachmentUse]:
    """What live pages show to this reader."""
    return AttachmentUse.objects.filter(is_live=True, article__in=_pages(user))


def _without_alt(user: User) -> QuerySet[AttachmentUse]:
    return _live(user).filter(alt="", attachment__content_type__startswith="image/")


def _pages(user: User) -> ArticleQuerySet:
    return Article.objects.visible_to(user).published()
