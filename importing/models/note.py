"""The lines of a report that somebody should look at."""

from __future__ import annotations

from django.db import models

from importing.models.item import ImportPage
from importing.models.run import Import, Stage


class Topic(models.TextChoices):
    """What a line is about; its label is the heading it stands under."""

    FILE_BROKEN = "file_broken", "Files that could not be read"
    LEFT_OUT = "left_out", "Not imported"
    DIFFERENT = "different", "In the wiki already and not the same; left as they are"
    CLOSED = "closed", "Not readable by everybody there, so drafts here"
    DROPPED = "dropped", "What could not be converted"
    LINK = "link", "Links that lead nowhere, left as they were"
    SECTION = "section", "Links to a section that is not there; they lead to the top of the page"
    PICTURE = "picture", "Pictures and files that could not be brought in"
    ADDRESS = "address", "Old addresses that cannot be led on"
    PERSON = "person", "People"
    WARNING = "warning", "Worth a look"


class ImportNote(models.Model):
    """`where` is the file or the page of the old wiki, `stage` which stage said it."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="notes")
    page = models.ForeignKey(ImportPage, models.SET_NULL, null=True, blank=True, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage)
    topic = models.CharField(max_length=12, choices=Topic)
    where = models.CharField(max_length=500)
    text = models.TextField()

    class Meta:
        ordering = ["topic", "pk"]
        indexes = [models.Index(fields=["run", "topic"], name="import_notes_by_topic")]

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"
