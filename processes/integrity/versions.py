"""What was published: numbers without gaps, each with its text and its decision."""

from __future__ import annotations

from collections.abc import Iterator

from processes import history
from processes.models import Article, Decision, VersionNumber


def check(article: Article) -> Iterator[str]:
    """Compares the article with its versions and its log (four queries)."""
    wanted = list(range(1, article.version + 1))
    numbers = VersionNumber.objects.filter(article=article).order_by("number")
    kept = list(numbers.values_list("number", flat=True))
    if kept != wanted:
        yield f"version {article.version} is live, and these versions are kept: {kept}."
    decisions = Decision.objects.published().filter(article=article).order_by("version")
    decided = list(decisions.values_list("version", flat=True))
    if decided != wanted:
        yield f"version {article.version} is live, and the log published {decided}."
    if article.version in kept:
        yield from _check_text(article)


def _check_text(article: Article) -> Iterator[str]:
    stored = history.read(article, article.version)[article.version]
    for name in ("title", "summary", "body", "facts", "html"):
        if getattr(stored, name) != getattr(article, name):
            yield f"its {name} is not that of version {article.version}."
