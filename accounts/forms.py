from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from accounts import throttling


class BreakGlassForm(AdminAuthenticationForm):
    """The admin's own sign-in form, reachable only where BREAK_GLASS is on."""

    def clean(self) -> dict[str, Any]:
        if throttling.is_closed(self.cleaned_data.get("username", "")):
            raise ValidationError(
                "Too many wrong passwords for this address. Wait a quarter of an hour.",
                code="throttled",
            )
        return super().clean()
