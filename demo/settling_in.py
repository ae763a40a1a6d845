"""What people of the demo company follow, whom they trust, and a page that changes hands."""

from __future__ import annotations

from accounts.models import Department
from demo import reading
from demo.loader import Loader
from processes import following
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
