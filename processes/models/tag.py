"""Words by which pages of several departments belong together."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from processes.models.article import Article

TAG_LENGTH = 60


class Tag(models.Model):
    name = models.CharField(max_length=TAG_LENGTH)
    slug = models.SlugField("address", max_length=80, unique=True)
    articles = models.ManyToManyField(Article, through="Tagging", related_name="tags")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class Tagging(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "tag"], name="tagged_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.article_id}"
