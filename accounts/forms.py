from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from accounts import break_glass


class BreakGlassForm(AdminAuthenticationForm):
    """The admin's own sign-in form, reachable only where BREAK_GLASS is on."""

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except ValidationError:
            if not break_glass.has_to_wait(self.request, self.cleaned_data.get("username", "")):
                raise
        raise ValidationError(
            "Too many wrong passwords. Wait a quarter of an hour.", code="throttled"
        )
