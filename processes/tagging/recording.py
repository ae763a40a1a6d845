"""Tags are set."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from processes.models import Article
from processes.models.tag import Tag, Tagging
from processes.tagging.naming import MOST, cleaned
from processes.text.tags import tag_key


@transaction.atomic
def put(article: Article, names: Iterable[str]) -> bool:
    """Gives an article these tags and no others; asks nobody whether that may be.

    Tags are made as they are needed; where one is known under another spelling, that one stays.
    At most the first `MOST`. Returns whether anything changed: if not, nothing was written.
    """
    wanted = {tag_key(name): name for name in cleaned(names)[:MOST]}
    has = dict(Tagging.objects.filter(article=article).values_list("tag__slug", "pk"))
    if wanted.keys() == has.keys():
        return False
    Tagging.objects.filter(pk__in=[pk for slug, pk in has.items() if slug not in wanted]).delete()
    new = _tags({slug: name for slug, name in wanted.items() if slug not in has})
    Tagging.objects.bulk_create(
        [Tagging(article=article, tag=tag) for tag in new], ignore_conflicts=True
    )
    return True


def _tags(names: dict[str, str]) -> list[Tag]:
    """Those of these addresses, made where there are none. Somebody else may make one meanwhile."""
    known = list(Tag.objects.filter(slug__in=names))
    missing = names.keys() - {tag.slug for tag in known}
    if not missing:
        return known
    made = [Tag(name=names[slug], slug=slug) for slug in sorted(missing)]
    Tag.objects.bulk_create(made, ignore_conflicts=True)
    return list(Tag.objects.filter(slug__in=names))
