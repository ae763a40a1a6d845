"""The department tree, shown as a tree."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from accounts import auditing, readerships
from accounts.models import Admission, Department, User
from accounts.models.tree import DepartmentTree, load_tree
from accounts.reorganising import check_address, check_place, rename_address

# No-break spaces: our policy allows no style here, and other spaces would stay behind when the
# name wraps.
INDENT = "\u00a0" * 6


class DepartmentForm(forms.ModelForm):
    def clean_manager(self) -> User | None:
        manager = self.cleaned_data["manager"]
        if manager and not manager.is_active and "manager" in self.changed_data:
            raise ValidationError(f"{manager} is not active: somebody else has to answer for it.")
        return manager

    def clean_parent(self) -> Department | None:
        parent = self.cleaned_data["parent"]
        check_place(self.instance, parent)
        if self.instance.pk and "parent" in self.changed_data:
            self._only_if_nothing_opens(parent)
        return parent

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        check_address(slug, self.instance.pk)
        return slug

    def _only_if_nothing_opens(self, parent: Department | None) -> None:
        """What lets people read more is asked about on a page of its own, with who they are."""
        place = {self.instance.pk: parent.pk if parent else None}
        if readerships.compare(load_tree(), readerships.Otherwise(place)).gained:
            raise ValidationError(
                "There people could read what they may not read now. “Move under another …” says"
                " how many, and asks."
            )


class WithoutManagerFilter(admin.SimpleListFilter):
    title = "who answers for it"
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("none", "No manager"), ("left", "A manager who left")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Department]
    ) -> QuerySet[Department]:
        match self.value():
            case "none":
                return queryset.filter(manager=None)
            case "left":
                return queryset.filter(manager__is_active=False)
        return queryset


class TreeChangeList(ChangeList):
    """The list in the order of the tree, all of it on one page."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        tree = load_tree()
        places = {pk: place for place, pk in enumerate(_top_down(tree))}
        for department in (found := list(self.result_list)):
            department.depth = len(tree.lineage(department.pk)) - 1
        self.result_list = sorted(found, key=lambda department: places.get(department.pk, -1))


def _top_down(tree: DepartmentTree) -> list[int]:
    return [branch.department.pk for branch in tree.branches_without(frozenset())]


class AdmissionForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned and bool(cleaned.get("person")) == bool(cleaned.get("group")):
            raise ValidationError("Name a person or a group, not both.")
        return cleaned


class AdmissionInline(admin.TabularInline):
    """Who may read the department without being its member."""

    model = Admission
    form = AdmissionForm
    fields = ("person", "group", "made_at", "made_by")
    readonly_fields = ("made_at", "made_by")
    autocomplete_fields = ("person", "group")
    extra = 0
    verbose_name = "admission"
    verbose_name_plural = "admitted: they read this department and what lies open below it"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Admission]:
        return super().get_queryset(request).select_related("person", "group", "made_by")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # in or out; one does not become another's


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    form = DepartmentForm
    list_display = (
        "indented_name",
        "slug",
        "manager",
        "visibility",
        "needs_two",
        "review_months",
        "number_of_people",
    )
    list_display_links = ("indented_name",)
    list_filter = (
        "visibility",
        "four_eyes",
        WithoutManagerFilter,
        ("manager", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("manager",)
    ordering = ("position", "name")  # a count in the query makes Django forget the model's
    list_per_page = list_max_show_all = 5_000
    # A tree has one order; sorting by a column would tear it apart.
    sortable_by = ()
    search_fields = ("name", "slug", "old_addresses__slug", "manager__name", "manager__email")
    search_help_text = "Name, address (old ones too) or manager"
    autocomplete_fields = ("parent", "manager")
    inlines = (AdmissionInline,)
    readonly_fields = ("addresses_that_lead_here",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "addresses_that_lead_here", "description")}),
        (
            "Place and manager",
            {
                "fields": ("parent", "position", "manager"),
                "description": "Where there is no active manager, the next one up the tree answers"
                " for the pages; above the top it is the administrators.",
            },
        ),
        (
            "Rules",
            {
                "fields": ("visibility", "four_eyes", "review_months"),
                "description": "A department for its members only is open to its people, those of"
                " the departments below it, the managers above it, and administrators.",
            },
        ),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Department]:
        return super().get_queryset(request).annotate(people_count=Count("people", distinct=True))

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Department | None = None
    ) -> dict[str, tuple[str, ...]]:
        # Only for a new one: an address in use changes when somebody means it.
        return {"slug": ("name",)} if obj is None else {}

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool
    ) -> None:
        if formset.model is not Admission:
            super().save_formset(request, form, formset, change)
            return
        for row in formset.save(commit=False):
            row.made_by = request.user
            row.save()
            _record(request, row, is_in=True)
        gone = [row.pk for row in formset.deleted_objects]
        # Read again: a form has put into its row what was sent, which may be nothing.
        for row in Admission.objects.filter(pk__in=gone).select_related("person", "group"):
            _record(request, row, is_in=False)
            row.delete()

    def save_model(
        self, request: HttpRequest, obj: Department, form: DepartmentForm, change: bool
    ) -> None:
        rename_address(obj, form.initial.get("slug", "") if change else "")

    @admin.display(description="department")
    def indented_name(self, department: Department) -> str:
        return INDENT * getattr(department, "depth", 0) + department.name

    @admin.display(description="four eyes")
    def needs_two(self, department: Department) -> str:
        # A word: a red cross looks like something to repair.
        return "yes" if department.four_eyes else ""

    @admin.display(description="people")
    def number_of_people(self, department: Department) -> int:
        return department.people_count

    @admin.display(description="old addresses that lead here")
    def addresses_that_lead_here(self, department: Department) -> str:
        slugs = (
            department.old_addresses.order_by("slug").values_list("slug") if department.pk else ()
        )
        return format_html_join(", ", "/{}/", slugs) or "none"


def _record(request: HttpRequest, row: Admission, *, is_in: bool) -> None:
    """By reference to the person, so that whoever is anonymised is so here too."""
    auditing.record(
        "admission_changed",
        by=request.user,
        about=row.person,
        what=row.department,
        request=request,
        admitted=is_in,
        group=str(row.group or ""),
    )
