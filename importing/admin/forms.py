"""What an admin says of an old wiki, and the files it comes in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator

from accounts.models import Department
from accounts.models.tree import load_tree
from accounts.people_fields import PersonField
from importing.admin.uploads import ManyFilesField
from importing.models import Format, Import
from importing.readers import READERS
from processes.models import Kind
from processes.models import Topic as About

INDENT = "\u00a0" * 4
MOST_HOSTS = 20
HOST = re.compile(
    r"(?=.{1,253}\Z)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*(?::\d{1,5})?"
)
ENDINGS = ".xml,.zip,.md,.docx"
HOW = {
    Format.WORDPRESS: "In WordPress: Tools → Export → All content. One .xml file or several.",
    Format.MARKDOWN: "A .zip of a folder with .md files, such as a handbook kept in git.",
    Format.CONFLUENCE: "In the space: Space settings → Export space → HTML. A .zip for each space.",
    Format.NOTION: "In Notion: Settings → Export all content, as Markdown & CSV or HTML. A .zip.",
    Format.WORD: "Single .docx files or a .zip of folders. Google Docs are downloaded as .docx.",
    Format.IMPRIMATUR: "A .zip of Markdown that another Imprimatur made under “Export”.",
}


class DepartmentField(forms.ModelChoiceField):
    """The tree, as it stands in the menu."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Department.objects.all(), **options)

    def offer(self) -> None:
        """Reads the tree; choices made when the class is would be those of that day."""
        branches = load_tree().branches_without(frozenset())
        offered = [(b.department.pk, f"{INDENT * b.depth}{b.department.name}") for b in branches]
        self.choices = [("", "Choose a department"), *offered]


class FactsForm(forms.Form):
    """What holds for all of the import; it may be changed until that is applied."""

    name = forms.CharField(
        max_length=200, label="Name", help_text="By which you find this import again."
    )
    department = DepartmentField(
        label="Department for the rest",
        help_text="Pages for which you choose no other place go here, and new departments are made"
        " below it.",
    )
    owner = PersonField(
        label="Who answers where a department has no manager",
        help_text="Every page has an owner: the manager of its department. Where there is none, it"
        " is this person. A name or an e-mail address.",
    )
    kind = forms.ChoiceField(
        label="The pages are",
        choices=[
            (Kind.EXPERTISE, "Expertise: what there is to know"),
            (Kind.PROCESS, "Processes: how things are done"),
        ],
        initial=Kind.EXPERTISE,
        help_text="Of each page it can be changed later.",
    )
    topic = forms.ChoiceField(
        label="Topic of expertise", choices=About, initial=About.COMPANY, required=False
    )
    hosts = forms.CharField(
        required=False,
        label="Addresses the old wiki had",
        max_length=2000,
        help_text="Links to any of these become links within this wiki: wiki.example.com,"
        " intranet.example.com. What the files tell of it themselves is known already.",
    )
    fetch_from = forms.URLField(
        required=False,
        max_length=500,
        assume_scheme="https",
        label="Fetch missing pictures from",
        help_text="https://wiki.example.com: pictures that are in none of the files are fetched"
        " from there, as long as it runs. It must be open to the internet; addresses within your"
        " network are never asked.",
    )

    def __init__(self, *told: Any, run: Import | None = None, **options: Any) -> None:
        if run is not None:
            options["initial"] = _facts(run)
        super().__init__(*told, **options)
        self.fields["department"].offer()

    def clean_hosts(self) -> list[str]:
        """As names: what is pasted may be whole addresses."""
        names: dict[str, None] = {}
        for word in re.split(r"[\s,;]+", self.cleaned_data["hosts"].strip()):
            bare = word.split("://", 1)[-1].split("/", 1)[0].lower()
            if not bare:
                continue
            if not HOST.fullmatch(bare):
                raise ValidationError(f"“{word[:80]}” is no address of a wiki.")
            names[bare] = None
        if len(names) > MOST_HOSTS:
            raise ValidationError(f"{MOST_HOSTS} at most.")
        return list(names)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("kind") == Kind.PROCESS:
            told["topic"] = ""
        elif not told.get("topic"):
            told["topic"] = About.COMPANY
        return told


class FilesForm(forms.Form):
    """More of them; nothing of it is looked into before all are there."""

    files = ManyFilesField(
        required=False,
        accept=ENDINGS,
        label="Files",
        validators=[FileExtensionValidator(["xml", "zip", "md", "docx"], "Not “%(extension)s”.")],
    )
    pictures = ManyFilesField(
        required=False,
        accept=".zip",
        label="Pictures",
        help_text="Only if the files above do not hold them, as with WordPress: a .zip of the"
        " folder wp-content/uploads.",
        validators=[FileExtensionValidator(["zip"], "Pack them into a .zip.")],
    )

    def __init__(self, *told: Any, **options: Any) -> None:
        super().__init__(*told, **options)
        most = told_size(settings.IMPORT_MAX_MB)
        self.fields["files"].help_text = f"One or several, up to {most} at a time."

    @property
    def brought_files(self) -> bool:
        """Whether files came with it, which a refused form cannot give back."""
        return bool(self.files)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not (told.get("files") or told.get("pictures")):
            self.add_error("files", "Choose a file.")
        return told


class NewForm(FilesForm, FactsForm):
    """All of it on one page."""

    format = forms.ChoiceField(label="Where it comes from", widget=forms.RadioSelect)
    field_order = ("format", "files", "pictures", "name", "department", "owner")

    def __init__(self, *told: Any, **options: Any) -> None:
        super().__init__(*told, **options)
        self.fields["format"].choices = [
            (one, Format(one).label) for one in Format if one in READERS
        ]


def told_size(megabytes: int) -> str:
    """As people say it: 1 GB, 500 MB."""
    if megabytes < 1024:
        return f"{megabytes} MB"
    return f"{megabytes / 1024:.1f}".removesuffix(".0") + " GB"


def _facts(run: Import) -> dict[str, Any]:
    return {
        "name": run.name,
        "department": run.department_id,
        "owner": run.owner,
        "kind": run.kind,
        "topic": run.topic or About.COMPANY,
        "hosts": ", ".join(run.hosts),
        "fetch_from": run.fetch_from,
    }
