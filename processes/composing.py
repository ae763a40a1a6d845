"""A text together with what the wiki knows around it: its links, its pictures."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Department, User
from accounts.models.tree import DepartmentTree, load_tree
from processes import attachments, links
from processes.drawing import draw
from processes.models import Article
from processes.text.rendering import Rendered

# What follows from an article's text, and is written wherever its page is drawn.
DERIVED = ("html", "contents", "text", "words")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the wiki knows around the text of an article."""

    links: links.LinkResolver
    attachments: attachments.Noted


def around(article: Article, before: str, tree: DepartmentTree) -> Surroundings:
    """What is known around the new text of an article, its old text being `before`: for those who
    draw it and write down what it holds within one transaction (three statements)."""
    return Surroundings(
        links.resolver_for(article.body, article, tree=tree),
        attachments.noted_for(article.body, before, article),
    )


def live(article: Article, known: Surroundings | None = None) -> Rendered:
    """The page of an article as it stands, put into its derived fields; nothing is saved.

    Raises NotDrawn (see `processes.drawing`).
    """
    known = known or around(article, article.body, load_tree())
    rendered = draw(article.body, known.links, pictures=known.attachments.pictures)
    article.html = rendered.html
    article.text = rendered.text
    article.words = rendered.words
    article.contents = [
        {"level": heading.level, "id": heading.id, "text": heading.text}
        for heading in rendered.headings
    ]
    return rendered


def preview(body: str, place: Article | Department, reader: User) -> Rendered:
    """What readers would get, made from what `reader`, its author, may see.

    `place` is the article, or the department in which a page does not exist yet. Raises NotDrawn.
    """
    article = place if isinstance(place, Article) else None
    resolve = links.resolver_for(body, place, reader)
    return draw(body, resolve, pictures=attachments.pictures_for(body, article, reader))
