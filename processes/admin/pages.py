"""Articles in Django admin: filed and handed over here, but never written.

Text changes by approval alone, so everything that readers see of it is read-only, nothing is
added or deleted, and reversion's own admin (whose revert would bypass approval) is not used.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from processes import publishing, redrawing, workflow
from processes.models import Article, Decision, Proposal, Redraw
from processes.models.article import LONG_TEXTS


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class DetailsForm(forms.ModelForm):
    """Where an article is filed and who answers for it."""

    class Meta:
        model = Article
        fields = ("department", "slug", "kind", "topic", "owner")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        department, slug, owner = (cleaned.get(name) for name in ("department", "slug", "owner"))
        if department and slug and publishing.is_taken(department, slug, self.instance):
            raise ValidationError({"slug": f"/{department.slug}/{slug}/ leads to another page."})
        if owner and not owner.is_active:
            raise ValidationError({"owner": f"{owner} is not active and cannot own a page."})
        if cleaned.get("kind") == "process":
            cleaned["topic"] = ""
        return cleaned


class StandingFilter(admin.SimpleListFilter):
    """What somebody should look at."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("due", "Review overdue"),
            ("orphaned", "Owner has left"),
            ("unpublished", "Not published yet"),
            ("archived", "Archived"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        used = Q(version__gt=0, archived_at=None)
        match self.value():
            case "due":
                return queryset.filter(used, review_due__lt=timezone.localdate())
            case "orphaned":
                return queryset.filter(used, owner__is_active=False)
            case "unpublished":
                return queryset.filter(version=0)
            case "archived":
                return queryset.exclude(archived_at=None)
        return queryset


class LateFilter(admin.SimpleListFilter):
    title = "waiting"
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("1", "For too long")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        if self.value():
            return queryset.pending().filter(due_on__lt=timezone.localdate())
        return queryset


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    form = DetailsForm
    list_display = ("title", "department", "filed_as", "owner", "version", "review_due")
    list_filter = (
        *(StandingFilter, "kind", "topic"),
        ("department", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("department", "owner")
    list_per_page = 50
    search_fields = ("title", "slug", "owner__name")
    search_help_text = "Title, address or owner"
    autocomplete_fields = ("department", "owner")
    readonly_fields = (
        "on_site",
        "title",
        "summary",
        "version",
        "approved_by",
        "approved_at",
        "review_due",
    )
    fieldsets = (
        (
            "The page",
            {
                "fields": ("title", "summary", "on_site"),
                "description": "Title, summary and text change by an approved proposal only:"
                " open the page and choose “Propose a change”.",
            },
        ),
        (
            "Where it belongs and who answers for it",
            {
                "fields": ("department", "slug", "kind", "topic", "owner"),
                "description": "Moving a page or changing its address breaks no link: the old"
                " address keeps leading here.",
            },
        ),
        ("Approval", {"fields": ("version", "approved_by", "approved_at", "review_due")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).defer(*LONG_TEXTS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Article, form: DetailsForm, change: bool
    ) -> None:
        """The form's values go through the verb, which keeps old addresses and writes the log."""
        names = ("department", "slug", "owner", "kind", "topic")
        details = workflow.Details(**{name: form.cleaned_data[name] for name in names})
        stored = Article.objects.get(pk=obj.pk)
        try:
            workflow.change_details(stored, request.user, details)
        except workflow.Refused as refusal:
            # The form found nothing wrong: somebody else was quicker.
            request.refusal = str(refusal)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Says “changed” only where that is true."""
        if refusal := getattr(request, "refusal", ""):
            self.message_user(request, f"{refusal} Nothing was changed.", level="ERROR")
            return redirect(request.path)
        return super().response_change(request, obj)

    @admin.display(description="kind", ordering="kind")
    def filed_as(self, article: Article) -> str:
        return article.kind_label

    @admin.display(description="On the site")
    def on_site(self, article: Article) -> str:
        if not article.pk:
            return "–"
        return format_html('<a href="{0}">{0}</a>', article.get_absolute_url())


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("title", "article", "author", "state", "submitted_at", "closed_at")
    list_filter = (LateFilter, "state", "significance")
    list_select_related = ("article", "author")
    list_per_page = 50
    search_fields = ("title", "author__name", "note")
    search_help_text = "Title, author or note"
    fields = ("article", "author", "state", "round", "base_version", "title", "summary", "note")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """A person's page leads to what waits on their pages."""
        return lookup == "article__owner__id__exact" or super().lookup_allowed(
            lookup, value, request
        )


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("at", "action", "article", "version", "by", "on_behalf_of")
    list_filter = ("action", "at")
    list_select_related = ("article", "by", "on_behalf_of")
    search_fields = ("article__title", "by__name", "comment")
    date_hierarchy = "at"


@admin.register(Redraw)
class RedrawAdmin(ReadOnlyAdmin):
    """How far the job is that draws pages anew, and what it could not draw."""

    list_display = ("article", "asked_at", "tries", "problem")
    list_filter = ("tries",)
    list_select_related = ("article",)
    search_fields = ("article__title", "problem")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        waiting = redrawing.pages_waiting()
        pages = "1 page is" if waiting == 1 else f"{waiting} pages are"
        title = f"{pages} waiting to be drawn anew"
        return super().changelist_view(request, {**(extra_context or {}), "title": title})
