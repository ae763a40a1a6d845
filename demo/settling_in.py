"""What people of the demo company follow, read and keep at hand, whom they trust, what their
departments show first, and a page that changes hands."""

from __future__ import annotations

from typing import Any

from accounts.models import Department
from demo import reading
from demo.loader import Loader
from processes import arranging, following
from processes import reading as reads
from processes.models import Article, Visit
from processes.workflow import transferring, trusting


def settle_in(loader: Loader) -> None:
    """As company.toml tells it."""
    told = reading.company()
    for row in told["trust"]:
        trusting.trust(loader.person(row["owner"]), loader.person(row["person"]))
    for row in told["follow"]:
        person = loader.person(row["person"])
        if "page" in row:
            following.follow(person, loader.articles[row["page"]])
        else:
            following.follow(person, Department.objects.get(slug=row["department"]))
    _arrange(loader, told)
    _read(loader, told)
    for row in told["offer"]:
        article = loader.articles[row["page"]]
        article.refresh_from_db()
        transferring.offer(
            article,
            loader.person(row["by"]),
            owner=loader.person(row["to"]),
            note=row["note"],
            at=loader.moment(row["days_ago"]),
        )


def _arrange(loader: Loader, told: dict[str, Any]) -> None:
    for row in told["arranged"]:
        place = Department.objects.get(slug=row["department"])
        manager = loader.person(row["by"])
        pages = {slug: loader.articles[f"{place.slug}/{slug}"].pk for slug in row["order"]}
        arranging.order(place, None, list(pages.values()), manager)
        for page in row["pinned"]:
            arranging.pin(place, _live(loader, page), manager)


def _read(loader: Loader, told: dict[str, Any]) -> None:
    for row in told["read"]:
        Visit.objects.create(
            person=loader.person(row["person"]),
            article=loader.articles[row["page"]],
            version=row["version"],
            at=loader.moment(row["days_ago"]),
        )
    for row in told["star"]:
        for page in row["pages"]:
            reads.star(loader.person(row["person"]), loader.articles[page])


def _live(loader: Loader, page: str) -> Article:
    return Article.objects.get(pk=loader.articles[page].pk)
