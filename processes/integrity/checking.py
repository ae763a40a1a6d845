"""All checks, one article after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction

from processes import append_only
from processes.integrity import derived, proposals, versions
from processes.models import Article

AT_ONCE = 100


def check_all(*, fast: bool = False, tell: Callable[[int], None] = lambda _: None) -> Iterator[str]:
    """Every finding in the wiki, a line each. `fast` leaves out what has to be drawn for; `tell`
    hears how many articles are done.

    People may go on working meanwhile: each article is looked at as it is at one moment.
    """
    if not append_only.is_enforced():
        yield "The log: the database would let decisions be changed. Run “migrate”."
    pks = Article.objects.order_by("pk").values_list("pk", flat=True)
    for done, pk in enumerate(list(pks), start=1):
        yield from check_article(pk, fast=fast)
        tell(done)


def check_article(pk: int, *, fast: bool = False) -> list[str]:
    """The findings about one article and its proposals, under its lock, so that they are about one
    moment. None where it does not exist (any more)."""
    with transaction.atomic():
        Article.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk").first()
        article = Article.objects.select_related("department", "owner").filter(pk=pk).first()
        if article is None:
            return []
        found = [*versions.check(article), *derived.check_stored(article)]
        found += proposals.check(article)
        drawn = None if fast else derived.around(article)
    # Drawing takes a while, and nobody shall wait for it.
    if drawn is not None:
        found += derived.check_drawn(article, drawn)
    return [f"{article.get_absolute_url()}: {sentence}" for sentence in found]
