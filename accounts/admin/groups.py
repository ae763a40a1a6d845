"""Groups of people: made by hand, or kept by a provider's directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from accounts import groups
from accounts.models import Group, Membership
from accounts.models.group import BY_HAND
from accounts.providers import providers

NAMED = 50
KEPT_BY = (
    "Who else says who is in it, beside you. Handing a group to a provider lets its directory"
    " rename it, fill it and delete it, and with it what the group opens."
)


class GroupForm(forms.ModelForm):
    external_source = forms.ChoiceField(label="Kept by", required=False, help_text=KEPT_BY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {one.key: f"The directory of {one.name}" for one in providers()}
        if now := self.instance.external_source:
            known.setdefault(now, f"The directory of {now}, which is not in use")
        if field := self.fields.get("external_source"):
            field.choices = [("", "Administrators alone"), *known.items()]


class ByHandInline(admin.TabularInline):
    model = Membership
    fields = ("person",)
    autocomplete_fields = ("person",)
    extra = 1
    verbose_name = "member by hand"
    verbose_name_plural = "members by hand"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).filter(source=BY_HAND).select_related("person")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # in or out; one person does not become another


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    form = GroupForm
    list_display = ("name", "people", "kept_by")
    search_fields = ("name",)
    fields = ("name", "external_source", "other_members")
    readonly_fields = ("other_members",)
    inlines = (ByHandInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        found = super().get_queryset(request)
        return found.annotate(people_count=Count("memberships__person", distinct=True))

    def save_model(
        self, request: HttpRequest, obj: Group, form: forms.ModelForm, change: bool
    ) -> None:
        if "external_source" in form.changed_data:
            obj.external_id = None  # by which another directory knew it
        super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool
    ) -> None:
        if formset.model is not Membership:
            super().save_formset(request, form, formset, change)
            return
        added = formset.save(commit=False)
        gone = [row.person for row in formset.deleted_objects]
        groups.take_out(form.instance, gone, BY_HAND, request.user)
        groups.put_in(form.instance, [row.person for row in added], BY_HAND, request.user)

    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        groups.delete(obj, request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Group]) -> None:
        for group in queryset:
            groups.delete(group, request.user)

    @admin.display(description="people", ordering="people_count")
    def people(self, group: Group) -> int:
        return group.people_count

    @admin.display(description="kept by", ordering="external_source")
    def kept_by(self, group: Group) -> str:
        return f"Directory of {group.external_source}" if group.external_source else "By hand"

    @admin.display(description="members by sign-in and directory")
    def other_members(self, group: Group) -> str:
        rows = group.memberships.exclude(source=BY_HAND).select_related("person")
        names = [str(row.person) for row in rows.order_by("person__name")[: NAMED + 1]]
        if len(names) > NAMED:
            return f"{', '.join(names[:NAMED])} and {rows.count() - NAMED} more"
        return ", ".join(names) or "Nobody."
