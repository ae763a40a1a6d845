from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from accounts import deputising
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
                " manager. The log says on whose behalf. Both are told.",
            },
        ),
    )

    def save_model(self, request: HttpRequest, obj: Deputy, form: ModelForm, change: bool) -> None:
        try:
            deputising.appoint(obj, request.user)
        except ValidationError as error:
            # The form found nothing wrong: somebody else was quicker.
            said = " ".join(error.messages)
            self.message_user(request, f"{said} Nothing was changed.", messages.ERROR)

    def delete_model(self, request: HttpRequest, obj: Deputy) -> None:
        deputising.forget(obj, request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Deputy]) -> None:
        for entry in queryset.select_related("manager", "deputy"):
            deputising.forget(entry, request.user)
