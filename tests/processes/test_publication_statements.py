"""How many statements one approval takes: each is a moment longer under the article's lock."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from processes import attachments, following, integrity, workflow
from processes.models import (
    Article,
    ArticleLink,
    Attachment,
    AttachmentUse,
    ExternalLinkUse,
    Proposal,
)
from processes.publishing import title_key
from tests.cast import Cast, deputise
from tests.processes.samples import picture

MOST = 27
WORDS = "Check the cable before you switch the machine on, and note down what you saw. " * 15


def laptops(cast: Cast, number: int) -> None:
    steps = {"level": 2, "id": "steps", "text": "Steps"}
    Article.objects.bulk_create(
        Article(
            department=cast.equipment,
            title=f"Laptop {n}",
            title_key=title_key(f"Laptop {n}"),
            slug=f"laptop-{n}",
            owner=cast.owner,
            version=1,
            contents=[steps],
        )
        for n in range(number)
    )


def pictures(cast: Cast, number: int) -> list[Attachment]:
    colours = ("teal", "tomato", "navy", "olive", "plum")
    return [
        attachments.store(picture(colour=colour), f"{colour}.png", cast.fresh(cast.author))
        for colour in colours[:number]
    ]


def text(links: range, shown: list[Attachment], outside: range) -> str:
    """Some 60 KB: sections, links of every kind, pictures, addresses of other sites."""
    parts = []
    for number in links:
        target = (f"[[Laptop {number}]]", f"[so](/equipment/laptop-{number}/)")[number % 2]
        if number % 10 == 0:
            target = f"[[Laptop {number}#Steps]]"
        if number % 10 == 5:
            target = f"[[Not there yet {number}]]"
        parts.append(f"## Part {number}\n\n{WORDS}\n\nSee {target}.")
    parts += [f"![The front]({attachments.address_of(attachment)})" for attachment in shown]
    parts += [f"[Maker](https://maker-{number}.example.com/manual)" for number in outside]
    return "\n\n".join(parts)


def statements(cast: Cast, proposal: Proposal, by: User) -> list[str]:
    """Those of an approval, without the two that begin and end its transaction."""
    by = cast.fresh(by)
    with CaptureQueriesContext(connection) as queries:
        workflow.approve(proposal, by, digest=proposal.digest, base_version=proposal.base_version)
    told = [query["sql"][:120] for query in queries]
    assert told[0].startswith("SAVEPOINT")
    assert told[-1].startswith("RELEASE")
    return told[1:-1]


def test_a_large_change_is_approved_in_few_statements(cast: Cast) -> None:
    """Of every kind some go, more come and the others move."""
    laptops(cast, 60)
    shown = pictures(cast, 5)
    article = cast.article("Overview", text(range(50), shown[:3], range(6)))
    guide = cast.article("Guide", "See [[Overview#Part 7]] and [[Overview#Part 53]].")
    after = text(range(5, 57), shown[1:], range(2, 10))
    assert len(after) > 60_000
    proposal = cast.pending(article, after)
    told = statements(cast, proposal, cast.owner)
    assert len(told) <= MOST, "\n".join(told)
    assert ArticleLink.objects.filter(source=article).count() == 52
    assert list(guide.links.values_list("section_found", flat=True)) == [True, True]
    assert ExternalLinkUse.objects.filter(article=article).count() == 8
    assert AttachmentUse.objects.filter(article=article, is_live=True).count() == 4
    assert AttachmentUse.objects.get(article=article, is_live=False).alt == "The front"
    assert integrity.check_article(article.pk) == []


def test_a_deputy_with_followers_and_fewer_links_takes_no_more(cast: Cast) -> None:
    laptops(cast, 60)
    shown = pictures(cast, 2)
    article = cast.article("Overview", text(range(50), shown, range(3)))
    deputise(cast.owner, cast.deputy)
    following.follow(cast.reader, article)
    proposal = cast.pending(article, text(range(2, 48), shown, range(3)))
    told = statements(cast, proposal, cast.deputy)
    assert len(told) <= MOST, "\n".join(told)
    assert ArticleLink.objects.filter(source=article).count() == 46
    assert integrity.check_article(article.pk) == []
