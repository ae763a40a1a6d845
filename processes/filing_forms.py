"""Where a page goes, and what replaces one that is archived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.models import Department, User
from accounts.models.department import Visibility
from processes import links, permissions
from processes.forms import REASON_LENGTH
from processes.models import Article
from processes.text.rendering import LinkRequest, slugify

TITLE_LENGTH = 300
NOTE_LENGTH = 1000
ANOTHER = "another"


class DepartmentField(forms.ModelChoiceField):
    """Beside those that this person does not answer for stands who is asked."""

    user: User

    def label_from_instance(self, department: Department) -> str:
        told = "members only" if department.visibility == Visibility.MEMBERS else ""
        asked = self._asked(department)
        notes = ", ".join(filter(None, [told, f"{asked} is asked" if asked else ""]))
        return f"{department} ({notes})" if notes else str(department)

    def _asked(self, department: Department) -> str:
        """Without a query: the tree knows the managers."""
        if self.user.is_admin or department.pk in self.user.departments.managed_by(self.user):
            return ""
        for above in self.user.departments.lineage(department.pk):
            if above.manager is not None and above.manager.is_active:
                return str(above.manager)
        return "an administrator"


class MoveForm(forms.Form):
    department = DepartmentField(
        Department.objects.none(),
        empty_label=None,
        help_text="The new department decides who may read the page.",
    )
    slug = forms.CharField(
        label="Address",
        max_length=100,
        required=False,
        help_text="The last part of the page’s address. Leave it to keep the address it has.",
    )
    note = forms.CharField(
        label="Why",
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For whoever is asked, and for the log.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].user = user
        self.fields["department"].queryset = permissions.departments_open_to(user)

    def clean_slug(self) -> str:
        """“Set up a laptop” is as good as set-up-a-laptop."""
        typed = self.cleaned_data["slug"].strip().strip("/")
        slug = slugify(typed, fallback="") if typed else ""
        if typed and not slug:
            raise ValidationError("Use letters from a to z, digits and hyphens.")
        return slug


class ArchiveForm(forms.Form):
    """Why, and where readers go instead: one of the suggestions, or a title that is typed."""

    reason = forms.CharField(
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why nobody needs the page any more. It stays in the page’s history.",
        error_messages={"required": "Say why the page is archived."},
    )
    instead = forms.ChoiceField(
        label="Where do readers go instead?", required=False, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label="Title of the other page",
        max_length=TITLE_LENGTH,
        required=False,
        help_text="Its title or address. If several pages have the title, write Department/Title.",
    )

    def __init__(
        self,
        *args: Any,
        article: Article,
        user: User,
        suggestions: Sequence[Article],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.article, self.user = article, user
        self.suggestions = {str(page.pk): page for page in suggestions}
        choices = [(pk, page.title) for pk, page in self.suggestions.items()]
        self.fields["instead"].choices = [
            ("", "Nowhere: they find the page, marked as archived"),
            *choices,
            (ANOTHER, "To another page"),
        ]
        self.replacement: Article | None = None

    def clean(self) -> dict[str, Any]:
        """Sets `replacement`. A title that was typed is never dropped in silence."""
        cleaned = super().clean() or self.cleaned_data
        instead = cleaned.get("instead") or ""
        typed = (cleaned.get("title") or "").strip()
        is_another = instead == ANOTHER or not self.suggestions
        if typed and not is_another:
            self.add_error("title", "Choose “To another page” for this title, or empty it.")
        elif typed:
            try:
                self.replacement = self._called(typed)
            except ValidationError as error:
                self.add_error("title", error)
        elif instead == ANOTHER and "title" not in self.errors:
            self.add_error("title", "Write the title of the other page.")
        else:
            self.replacement = self.suggestions.get(instead)
        return cleaned

    def _called(self, typed: str) -> Article:
        """The page that a `[[link]]` of these words leads to. Raises ValidationError."""
        request = _request(typed)
        answer = links.resolver_for(f"[[{request.raw}]]", self.article, self.user)(request)
        if answer.state == "ambiguous":
            raise ValidationError(f"{answer.title}. Write it as Department/Title.")
        pages = Article.objects.visible_to(self.user).select_related("department")
        found = pages.filter(pk=answer.target_id, version__gt=0).first()
        if found is None:
            raise ValidationError("No page is called so. Check the spelling.")
        if found.pk == self.article.pk:
            raise ValidationError("A page cannot replace itself.")
        if found.is_archived:
            raise ValidationError(f"“{found}” is archived itself.")
        return found


def _request(typed: str) -> LinkRequest:
    """What was typed or pasted as a link: `[[Title]]`, a title, or an address of this wiki."""
    raw = " ".join(typed.replace("\x00", "").removeprefix("[[").removesuffix("]]").split())
    if raw.startswith((settings.SITE_URL + "/", "/")):
        path = urlsplit(raw.removeprefix(settings.SITE_URL)).path
        return LinkRequest("", "", raw=path, address=path)
    department, slash, title = (part.strip() for part in raw.partition("/"))
    if slash and department and title:
        return LinkRequest(title, "", department, raw)
    return LinkRequest(raw, "", "", raw)
