"""The seconds that publishing one imported text takes, without an import around it.

    python -m tests.benchmarks.adopting [PAGES]

Brings texts of pages that are there into a department of their own, by `workflow.adopt`, each in a
transaction of its own, and prints the seconds of one. What `tests.benchmarks.moving` compares with.
"""

from __future__ import annotations

import sys
import time

import django


def main(pages: int) -> None:
    django.setup()
    from processes.models import Article

    texts = list(Article.objects.filter(version__gt=0).order_by("?")[: pages + 1])
    _adopt(texts[:1], "warm")  # starts the process that draws
    started = time.perf_counter()
    _adopt(texts[1:], "adopted")
    print(f"{(time.perf_counter() - started) / max(1, len(texts) - 1):.6f}")


def _adopt(texts: list, name: str) -> None:  # type: ignore[type-arg]
    from django.db import transaction

    from accounts.models import Department, User
    from processes import workflow
    from processes.models import Article
    from processes.publishing import Content, free_slug, title_key

    by = User.objects.filter(is_superuser=True).earliest("pk")
    into = Department.objects.create(name=name, slug=name, manager=by)
    for number, text in enumerate(texts):
        title = f"{text.title} {name} {number}"[:200]
        with transaction.atomic():
            article = Article.objects.create(
                department=into,
                title=title,
                title_key=title_key(title),
                slug=free_slug(title, into),
                kind=text.kind,
                topic=text.topic,
                owner=by,
                created_by=by,
            )
            content = Content(title, text.summary, text.body)
            workflow.adopt(article, content, by=by, comment="Measured")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
