"""One Markdown file as a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from importing.counting import count_html
from importing.markdown import front_matter, headline, told, wiki_links
from importing.markdown.anchors import take_anchors, take_targets
from importing.markdown.decoding import NotText, decode
from importing.markdown.dialects import settle
from importing.markdown.folders import as_address, folder_of, own_address
from importing.markdown.front_matter import FrontMatter
from importing.markdown.site import Site
from importing.markdown.wiki_links import Names
from importing.models import Form, Topic
from importing.source import Author, Note, Page
from processes.drawing import Busy, NotDrawn, draw
from processes.text.masking import comments_in, mask_code, mask_comments
from processes.text.rendering import Picture

_TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)

NO_SITE, NO_NAMES = Site(), Names(())


@dataclass
class Read:
    """What came of a file: a page or none, and what is to be said of it."""

    path: str
    page: Page | None = None
    author: Author | None = None
    notes: list[Note] = field(default_factory=list)

    def skip(self, why: str) -> Read:
        self.notes.append(Note(Topic.LEFT_OUT, self.path, why))
        return self

    def warn(self, what: str) -> None:
        self.notes.append(Note(Topic.WARNING, self.path, what, page=self.path))


def read_page(path: str, content: bytes, site: Site = NO_SITE, names: Names = NO_NAMES) -> Read:
    """The page in a file, whatever is wrong with it a note. Raises Busy.

    A page is drawn as it is now, with its old links, so that what is counted `before` is what
    readers of this wiki would see of the same text: Markdown is not converted, so that what differs
    afterwards is what bringing it in has done.
    """
    read = Read(path)
    try:
        text, encoding = decode(content)
    except NotText as error:
        return read.skip(str(error))
    if encoding != "UTF-8":
        read.warn(f"was read as {encoding}; check its accents and quotes.")
    front, body = front_matter.split(text)
    if front.problem:
        read.warn(f"{front.problem}. Only the plain lines of it were used.")
    try:
        return _page(read, front, body, site, names)
    except Busy:
        raise
    except NotDrawn as error:
        return read.skip(str(error))


def _page(read: Read, front: FrontMatter, body: str, site: Site, names: Names) -> Read:
    path = read.path
    body, targets = take_targets(body) if ")=" in body else (body, {})
    listed = site.outline.titles.get(path, "")
    title, body = headline.take_title(front, body, path, listed)
    redirect_to = front.text("redirect_to")
    if not body.strip() and not redirect_to:
        return read.skip("It is empty.")
    body = settle(body, is_mdx=path.lower().endswith(".mdx"))
    body = wiki_links.settle(body, path, names)
    body, anchors = take_anchors(body.strip("\n").rstrip() + "\n")
    anchors = {**targets, **anchors}
    rendered = draw(body, headline.nowhere, pictures=_shown)
    if redirect_to:
        _tell_of_redirect(read, redirect_to, rendered.text)
    else:
        _tell_of_leftovers(read, body)
    folder, read.author = folder_of(site.within(path)), told.author_of(front)
    by_file = site.own(path)
    own = own_address(path, _permalink(front)) if _permalink(front) else by_file
    if _TEMPLATE_TAG.search(own):
        own = by_file
    read.page = Page(
        key=path,
        title=title,
        body=body,
        before=count_html(rendered.html),
        form=_form(front, redirect_to),
        summary=headline.summarise(front, rendered.html),
        order=_first(told.order_of(front), site.outline.orders.get(path)),
        places=(folder,) if folder else (),
        tags=told.tags_of(front),
        author=read.author.key if read.author else "",
        written_at=told.moment_of(front, "date", "created"),
        changed_at=told.moment_of(front, "last_modified_at", "lastmod", "updated", "modified"),
        addresses=(
            own,
            *((by_file,) if own != by_file and not front.text("permalink") else ()),
            *front.texts("redirect_from"),
            *front.texts("aliases"),
            as_address(path),
        ),
        redirect_to=redirect_to,
        base=path.rpartition("/")[0],
        headings=rendered.headings,
        anchors=anchors,
    )
    return read


def _permalink(front: FrontMatter) -> str:
    """Generators have several names for it; a slug is one if it is a whole address."""
    slug = front.text("slug")
    return front.text("permalink", "url") or (slug if slug.startswith("/") else "")


def _first(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)


def _form(front: FrontMatter, redirect_to: str) -> str:
    if redirect_to:
        return Form.REDIRECT
    return Form.DRAFT if told.is_draft(front) else Form.PUBLISHED


def _tell_of_redirect(read: Read, target: str, text: str) -> None:
    own = " Its own text is left out." if text else ""
    read.skip(f"It only leads on to {target}; links to it now lead there.{own}")


def _tell_of_leftovers(read: Read, body: str) -> None:
    if read.path.lower().endswith(".mdx"):
        read.warn("is MDX: what is no Markdown in it stays as text.")
    masked = mask_code(body)
    if comments := comments_in(masked):
        read.warn(f"has HTML comments that readers do not see ({comments}).")
    if tags := len(_TEMPLATE_TAG.findall(mask_comments(masked))):
        read.warn(f"has template tags that stay as they are, as text ({tags}).")


def _shown(src: str) -> Picture | None:
    """Every picture counts that the page shows, wherever it comes from."""
    return Picture(src, 100, 100)
