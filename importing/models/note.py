"""The lines of a report that somebody should look at."""

from __future__ import annotations

from django.db import models

from importing.models.item import ImportPage
from importing.models.run import Import, Stage

REASON_LENGTH = 200


class Topic(models.TextChoices):
    """What a line is about, in the order in which somebody should look; its label is the heading
    it stands under."""

    FILE_BROKEN = "file_broken", "Files that could not be read"
    LEFT_OUT = "left_out", "Not imported"
    PICTURE = "picture", "Pictures and files that could not be brought in"
    DROPPED = "dropped", "What could not be converted"
    DIFFERENT = "different", "In the wiki already and not the same; left as they are"
    CLOSED = "closed", "Not readable by everybody there, so drafts here"
    ADDRESS = "address", "Old addresses that cannot be led on"
    LINK = "link", "Links that lead nowhere, left as they were"
    SECTION = "section", "Links to a section that is not there; they lead to the top of the page"
    PERSON = "person", "Authors"
    WARNING = "warning", "Other remarks"


class ImportNote(models.Model):
    """`where` is the file or the page of the old wiki, `stage` which stage said it, `reason` by
    what the line is counted together with others (see `importing.reasons`)."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="notes")
    page = models.ForeignKey(ImportPage, models.SET_NULL, null=True, blank=True, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage)
    topic = models.CharField(max_length=12, choices=Topic)
    where = models.CharField(max_length=500)
    text = models.TextField()
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        ordering = ["topic", "pk"]
        indexes = [models.Index(fields=["run", "topic"], name="import_notes_by_topic")]

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"

    @property
    def told_where(self) -> str:
        """Beside the title of its page: the file and item, else the address that the page had. Keys
        of pages say nothing to people."""
        if self.page is None:
            return self.where
        if self.where == self.page.key:
            return next(iter(self.page.addresses), self.where)
        return self.where.removesuffix(f" (“{self.page.title}”)")
