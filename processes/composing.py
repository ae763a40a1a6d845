"""A text together with what the wiki knows around it: its links, its pictures, its terms."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Department, User
from accounts.models.tree import DepartmentTree, load_tree
from processes import attachments, glossary, links
from processes.drawing import drawn
from processes.models import Article
from processes.text.rendering import Rendered

# What follows from an article's text, and is written wherever its page is drawn.
DERIVED = ("html", "contents", "text", "words", "terms")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the wiki knows around the text of an article."""

    links: links.LinkResolver
    attachments: attachments.Noted
    vocabulary: glossary.Vocabulary


def around(article: Article, before: str, tree: DepartmentTree) -> Surroundings:
    """What is known around the new text of an article, its old text being `before`: for those who
    draw it and write down what it holds within one transaction (four statements)."""
    return Surroundings(
        links.resolver_for(article.body, article, tree=tree),
        attachments.noted_for(article.body, before, article),
        glossary.vocabulary(article.department_id, tree),
    )


def live(article: Article, known: Surroundings | None = None) -> Rendered:
    """The page of an article as it stands, put into its derived fields; nothing is saved.

    Raises NotDrawn (see `processes.drawing`).
    """
    known = known or around(article, article.body, load_tree())
    rendered = drawn(article.body, known.links, pictures=known.attachments.pictures)
    article.html = rendered.html
    article.text = rendered.text
    article.words = rendered.words
    article.contents = [
        {"level": heading.level, "id": heading.id, "text": heading.text}
        for heading in rendered.headings
    ]
    # An archived page is not found by what it says, so nobody would draw it for a changed term.
    article.terms = [] if article.is_archived else known.vocabulary.noted_in(rendered.html)
    return rendered


def preview(body: str, place: Article | Department, reader: User) -> Rendered:
    """What readers would get, made from what `reader`, its author, may see.

    `place` is the article, or the department in which a page does not exist yet. Raises NotDrawn.
    """
    article = place if isinstance(place, Article) else None
    resolve = links.resolver_for(body, place, reader)
    return drawn(body, resolve, pictures=attachments.pictures_for(body, article, reader))


def draft(
    body: str, place: int | Department, author: User
) -> tuple[Article | None, Rendered] | None:
    """As `preview`, while its author writes: for a page by its number, which comes along with what
    its address needs, or for a department. None where they may not see the page.

    At most two statements beside their department tree, as `links.resolver_for_draft` says.
    Raises NotDrawn.
    """
    found = links.resolver_for_draft(body, place, author)
    if found is None:
        return None
    article, resolve = found
    pictures = attachments.pictures_for(body, article, author)
    return article, drawn(body, resolve, pictures=pictures)
