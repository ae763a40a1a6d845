from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Deputy


class WhenFilter(admin.SimpleListFilter):
    title = "when"
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("now", "In force today"), ("coming", "Coming"), ("over", "Over")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Deputy]) -> QuerySet[Deputy]:
        today = timezone.localdate()
        match self.value():
            case "now":
                return queryset.current(today)
            case "coming":
                return queryset.filter(starts__gt=today)
            case "over":
                return queryset.filter(ends__lt=today)
        return queryset


@admin.register(Deputy)
class DeputyAdmin(admin.ModelAdmin):
    list_display = ("manager", "deputy", "starts", "ends", "reason")
    list_filter = (WhenFilter,)
    list_select_related = ("manager", "deputy")
    date_hierarchy = "starts"
    search_fields = ("manager__name", "manager__email", "deputy__name", "deputy__email", "reason")
    autocomplete_fields = ("manager", "deputy")
    fieldsets = (
        (
            None,
            {
                "fields": ("manager", "deputy", ("starts", "ends"), "reason"),
                "description": "Between the two dates, both included, the deputy decides for the"
                " manager. The log says on whose behalf.",
            },
        ),
    )
