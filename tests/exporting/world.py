"""A wiki with one of everything, and what matters of it, to compare two."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.core.management import call_command

from accounts.models import Department, User
from processes import (
    append_only,
    attachments,
    history,
    old_addresses,
    redrawing,
    search,
    tagging,
    workflow,
)
from processes.models import Alias, Article, ArticleLink, OldComment, Provenance
from processes.workflow import Change, Content
from tests.cast import Cast
from tests.processes import entry_world
from tests.processes.samples import film, picture

HARD = (
    'Odd: [[Order a laptop]] "quoted", [x](order-a-laptop.md) and `[[Order a laptop]]`.\r\n\r\n'
    "    [[Order a laptop]]\n\n[again]: /{place}/order-a-laptop/#h-money\n\nSee [this][again], "
    "[[Order a laptop#Money|the *money*]], [[Nowhere yet]], [[@author@example.com]] and"
    " <{site}/{place}/order-a-laptop/>.\n\n"
    "| a | b |\n| --- | --- |\n| [[Order a laptop\\|c]] | {picture} |\n\n---\n\n# Odd\n\nno end"
)


def build(cast: Cast, site: str) -> None:
    """Pages that link to each other, with versions, pictures, tags, facts and all the rest."""
    order = cast.article("Buy a laptop", "## Money\n\nAsk first.")
    renamed = cast.draft(order, "## Money\n\nAsk first, always.", title="Order a laptop")
    cast.approve(cast.submit(renamed))
    shown = attachments.store(picture(), "desk.png", cast.fresh(cast.author))
    moving = attachments.store(film(), "moves.gif", cast.fresh(cast.author))
    picture_there = f"![A desk]({attachments.address_of(shown)})"
    body = HARD.format(place=cast.equipment.slug, site=site, picture=picture_there)
    hard = cast.article("Odd: a “page” – #1", body, summary="All: that | is odd")
    cast.approve(cast.pending(hard, f"{body}\n\n![It moves]({attachments.address_of(moving)})"))
    child = cast.article("Charge a laptop", "Plug it in. [[Order a laptop]]")
    Article.objects.filter(pk=child.pk).update(parent=order, position=0)
    closed = cast.article(
        "Bands", "Secret.", department=cast.board, author=cast.insider, owner=cast.insider
    )
    gone = cast.article(
        "Old way", "Do not.", department=cast.finance, author=cast.head, owner=cast.treasurer
    )
    workflow.archive(gone, cast.fresh(cast.admin), reason="Laptops now.", replacement=order)
    tool = entry_world.tool(cast.equipment, "Screwdriver")
    people = [f"person:{cast.deputy.pk}", f"department:{cast.finance.pk}"]
    facts = {"trigger": "It is empty.", "tools": [tool.pk], "responsible": people}
    child.refresh_from_db()
    told = Change(replace(Content.of(child), facts=facts), "Facts", base_version=child.version)
    cast.approve(cast.submit(workflow.save(child, cast.fresh(cast.author), told)))
    entry_world.term(cast.equipment, "Dock", definition="Where laptops rest.")
    tagging.put(child, ["Hardware", "Été"])
    old_addresses.record(["https://old.example.com/?p=7", "/guides/laptop/"], article=child)
    Provenance.objects.create(
        article=closed, source="old.example.com", key="7", digest="0" * 64, format="wordpress"
    )
    said = OldComment.objects.create(
        article=child, author_name="A reader", text="Why?", html="<p>Why?</p>"
    )
    OldComment.objects.create(
        article=child,
        author=cast.author,
        text="**So.**",
        html="<p><strong>So.</strong></p>",
        answer_to=said,
    )
    # Of a department that was merged into another one, which has a page at the same address.
    Alias.objects.create(article=gone, former="stationery", slug="order-a-laptop")
    redrawing.drain()


def empty() -> User:
    """Nothing is left of the wiki but an administrator."""
    search.clear()
    append_only.lift()
    call_command("flush", verbosity=0, interactive=False)
    return User.objects.create_superuser("admin@example.com", "Admin")


def told() -> dict[str, Any]:
    """All that should be the same in both wikis, without numbers and without the time of today."""
    articles = Article.objects.filter(version__gt=0).select_related(
        "department", "owner", "approved_by", "parent", "replaced_by", "created_by"
    )
    return {
        "departments": [
            [
                *(d.slug, d.name, d.parent and d.parent.slug, d.manager and d.manager.email),
                *(d.visibility, d.four_eyes, d.review_months, d.decide_days),
            ]
            for d in Department.objects.select_related("parent", "manager").order_by("slug")
            if d.articles.filter(version__gt=0).exists() or d.children.exists()
        ],
        "pages": {f"{one.department.slug}/{one.slug}": _page(one) for one in articles},
    }


def _page(one: Article) -> dict[str, Any]:
    numbers = one.version_numbers.order_by("number").values_list("number", flat=True)
    kept = history.read(one, *numbers).values()
    authors = User.objects.in_bulk([version.author_id for version in kept])
    uses = one.attachment_uses.select_related("attachment").order_by("attachment__key")
    return {
        **{name: getattr(one, name) for name in ("title", "summary", "body", "kind", "topic")},
        **{name: getattr(one, name) for name in ("version", "published_at", "review_due")},
        **{name: getattr(one, name) for name in ("created_at", "archived_at", "position")},
        "html": _without_numbers(one.html),
        "owner": one.owner.email,
        "parent": one.parent and one.parent.slug,
        "replaced_by": one.replaced_by and one.replaced_by.slug,
        "created_by": one.created_by and one.created_by.email,
        "roles": sorted(
            one.roles.values_list("role", "person__email", "department__slug"), key=str
        ),
        "trigger": one.facts.get("trigger"),
        "tools": sorted(one.tool_uses.values_list("tool__slug", flat=True)),
        "tags": sorted(one.tags.values_list("name", flat=True)),
        "aliases": sorted(
            one.aliases.values_list("title", "slug", "former", "department__slug"), key=str
        ),
        "old_addresses": sorted(one.old_wiki_addresses.values_list("host", "key")),
        "comments": list(one.old_comments.values_list("author_name", "text", "html")),
        "files": [
            (str(u.attachment.key), u.attachment.sha256, u.attachment.name, u.is_live, u.alt)
            for u in uses
        ],
        "links": list(
            ArticleLink.objects.filter(source=one)
            .order_by("place")
            .values_list("title", "state", "target__slug", "section_id", "person__email")
        ),
        # As drawn then: links of old texts lead to what was there when they came in.
        "versions": [
            (
                v.number,
                v.title,
                v.summary,
                v.body,
                authors[v.author_id].email,
            )
            for v in kept
        ],
        "published": list(
            one.decisions.published()
            .order_by("version")
            .values_list("version", "at", "note", "significance")
        ),
    }


def _without_numbers(html: str) -> str:
    """People have other numbers elsewhere."""
    return re.sub(r"/people/[0-9]+/", "/people/", html)
