"""One import, from its files to its report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department
from processes.models import Kind
from processes.models import Topic as About
from processes.models.provenance import SOURCE_LENGTH


class Format(models.TextChoices):
    WORDPRESS = "wordpress", "WordPress export (WXR)"
    MARKDOWN = "markdown", "Markdown files"
    CONFLUENCE = "confluence", "Confluence space, exported as HTML"
    NOTION = "notion", "Notion export"
    WORD = "word", "Word documents (.docx)"
    IMPRIMATUR = "imprimatur", "Export of an Imprimatur wiki"


class Stage(models.TextChoices):
    """Where it stands. Reading, checking and applying are jobs: each may fail and be begun anew."""

    COLLECTING = "collecting", "Files are being collected"
    READING = "reading", "Being read"
    READ = "read", "Read: who and what goes where?"
    CHECKING = "checking", "Being tried"
    CHECKED = "checked", "Tried: ready to be applied"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    FAILED = "failed", "Failed"


AT_WORK = (Stage.READING, Stage.CHECKING, Stage.APPLYING)


class Import(models.Model):
    """`source` names the old wiki: a second import of the same source knows its pages again.

    `failed_at` is the stage that failed, `problem` why, in a sentence. `done` of `total` is the
    progress of the stage at work, which gives a sign of life in `beat_at`.
    """

    format = models.CharField(max_length=12, choices=Format)
    name = models.CharField(max_length=200, help_text="By which you find it again.")
    source = models.CharField(max_length=SOURCE_LENGTH, blank=True, help_text="The old wiki.")
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.COLLECTING)
    failed_at = models.CharField(max_length=12, choices=Stage, blank=True, editable=False)
    problem = models.TextField(blank=True, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    beat_at = models.DateTimeField(null=True, blank=True, editable=False)
    stop_asked = models.BooleanField(default=False, editable=False)

    # What an admin chose for all of it.
    department = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where pages go for which no other place was chosen.",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who answers for pages in departments without a manager.",
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.EXPERTISE)
    topic = models.CharField(max_length=12, choices=About, blank=True, default=About.COMPANY)
    hosts = models.JSONField(
        default=list, blank=True, help_text="Names under which the old wiki was known."
    )
    fetch_from = models.URLField(
        max_length=500, blank=True, help_text="Where pictures that no file holds may be fetched."
    )
    # What the reader told of the whole (title, address, generator…), and what each stage counted.
    told = models.JSONField(default=dict, blank=True, editable=False)
    counts = models.JSONField(default=dict, blank=True, editable=False)

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Files, texts and addresses are forgotten some time after; counts and notes stay.
    emptied_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:importing_import_change", args=[self.pk])

    @property
    def is_at_work(self) -> bool:
        return self.stage in AT_WORK


def stored_at(file: ImportFile, filename: str) -> str:
    """Its name in the storage, whatever the file was called."""
    return f"imports/{file.run_id}/{file.position}"


class ImportFile(models.Model):
    """A file that was uploaded for it; a file or folder on the server's disk has a `path`."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to=stored_at, max_length=200, blank=True)
    path = models.CharField(max_length=1000, blank=True)
    is_assets = models.BooleanField(
        default=False, help_text="Holds pictures and files alone, no pages."
    )
    # What the reader took out of other files (pictures within a document), for later stages.
    is_made = models.BooleanField(default=False, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="import_file_position")
        ]

    def __str__(self) -> str:
        return self.name
