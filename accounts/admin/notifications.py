"""What people were told, and what became of the e-mails: to look at, not to change."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Digest, Notification


class ReadOnlyAdmin(admin.ModelAdmin):
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "event", "title", "mail", "tries", "problem")
    list_filter = ("mail", "event", "created_at")
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email", "title")
    search_help_text = "Name or e-mail of the person, or title"
    fields = (
        *("user", "actor", "event", "title", "text", "url", "created_at", "read_at", "settled_at"),
        *("mail", "tries", "next_try_at", "claimed_at", "problem", "digest"),
    )


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    list_display = ("day", "user", "mail", "tries", "next_try_at", "problem")
    list_filter = ("mail", "day")
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    fields = ("user", "day", "mail", "tries", "next_try_at", "claimed_at", "problem")
