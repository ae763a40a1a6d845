"""All spaces of the files. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote

from importing.confluence.bases import bases_of
from importing.confluence.linking import Linking, addresses_of, file_addresses
from importing.confluence.macros import tidy
from importing.confluence.page_files import Attached, PageFile, look_at
from importing.confluence.spaces import Space, id_of, spaces_of
from importing.files import Broken, Files
from importing.html import convert
from importing.source import (
    About,
    Asked,
    Author,
    File,
    Found,
    Note,
    Page,
    Place,
    Remark,
    Unreadable,
)
from importing.web_pages import left_out, opened, passed_over, told

_NOBODY_SAID = (
    "The export does not say who could read which page. Pages that only some could read there are"
    " published like all others, unless you leave them out."
)


def read(files: Files, asked: Asked) -> Iterator[Found]:
    """Raises Unreadable where no space is found."""
    spaces = spaces_of(files)
    if not spaces:
        raise Unreadable(
            files.root_name or "The files",
            "There is no index.html of a space: this is no HTML export of Confluence.",
        )
    keys = sorted(space.key for space in spaces)
    bases = bases_of(files, spaces, asked.hosts)
    yield About(
        f"https://{bases.hosts[0]}" if bases.hosts else f"Confluence {', '.join(keys)}",
        ", ".join(space.name for space in spaces),
        bases.hosts,
        {"spaces": keys},
    )
    linking = Linking.over(files, bases, spaces)
    authors: set[str] = set()
    for space in spaces:
        index = f"/{quote(space.folder)}index.html"
        known = tuple(
            f"{one}/{way}/{space.key}" for one in bases.contexts for way in ("display", "spaces")
        )
        yield Place(space.key, space.name, addresses=(index, *known))
        yield Note("warning", space.name, _NOBODY_SAID)
        for name in space.pages:
            yield from _page(files, space, name, linking, authors)
    yield from passed_over(files)


def _page(
    files: Files, space: Space, name: str, linking: Linking, authors: set[str]
) -> Iterator[Found]:
    try:
        found = look_at(opened(files, name), _folder(name), space.name)
    except Broken as error:
        yield left_out(error, _key(name))
        return
    if found is None:
        yield Note("left_out", name, "This is no page of a space.")
        return
    if found.author and found.author not in authors:
        authors.add(found.author)
        yield Author(found.author, found.author)
    yield from _files(found, name, linking)
    yield from _converted(found, space, name, linking)


def _converted(found: PageFile, space: Space, name: str, linking: Linking) -> Iterator[Found]:
    key = _key(name)
    names = {one.title: one.name for one in found.attached}
    lost = tidy(found.body, found.page)
    used = linking.relink(found.body, name, names)
    rest = [one for one in found.attached if one.name not in used and one.name in linking.files]
    base = f"/{quote(_folder(name))}"
    made = convert(found.body.decode_contents() + _list_of(rest), base=base, dropped=lost)
    standing = space.standings.get(name)
    above = standing.parent if standing else found.above
    yield Page(
        key=key,
        title=found.title,
        body=made.markdown,
        before=made.before,
        parent=_key(above) if above and above != space.home else "",
        order=standing.order if standing else None,
        places=(space.key,),
        tags=found.labels,
        author=found.author,
        written_at=found.written_at,
        changed_at=found.changed_at,
        addresses=_addresses(found, space, name, linking),
        base=f"/{_folder(name)}",
        headings=made.headings,
        anchors=made.anchors,
        remarks=tuple(_remarks(found, name, linking, names)),
    )
    yield from told(made, name, key)


def _addresses(found: PageFile, space: Space, name: str, linking: Linking) -> tuple[str, ...]:
    contexts = linking.bases.contexts
    known = addresses_of(name, id_of(name), space.key, found.title, contexts)
    if name == space.home:
        known += tuple(f"{one}/spaces/{space.key}/overview" for one in contexts)
    return known


def _files(found: PageFile, page: str, linking: Linking) -> Iterator[Found]:
    """Those that the page names, and others that lie where its files are."""
    titles = {one.name: one.title for one in found.attached}
    number = id_of(page)
    beside = posixpath.join(posixpath.dirname(page), "attachments", number) if number else ""
    others = linking.below(beside) if beside else []
    for name in dict.fromkeys([*titles, *others]):
        title = titles.get(name, "")
        if name in linking.files:
            known = file_addresses(name, number, title, linking.bases.contexts)
            yield File(known, name, title=title)
        else:
            yield Note("picture", page, f"{title or name} is not among the files.", _key(page))


def _list_of(attached: list[Attached]) -> str:
    """Attached files that the text does not mention were told of below it. Drawings, which the
    text does not hold, have a picture beside them that is called like them: it is shown."""
    if not attached:
        return ""
    titles = {one.title for one in attached}
    drawn = [one for one in attached if one.title.removesuffix(".png") in titles - {one.title}]
    pictures = "".join(
        f'<p><img src="/{escape(quote(one.name))}" alt="{escape(one.title)}"></p>' for one in drawn
    )
    items = "".join(
        f'<li><a href="/{escape(quote(one.name))}">{escape(one.title or one.name)}</a></li>'
        for one in attached
        if one not in drawn
    )
    return f"<h2>Files</h2><ul>{items}</ul>{pictures}"


def _remarks(
    found: PageFile, page: str, linking: Linking, names: Mapping[str, str]
) -> Iterator[Remark]:
    for one in found.comments:
        tidy(one.content, found.page)
        linking.relink(one.content, page, names)
        made = convert(one.content.decode_contents(), base=f"/{quote(_folder(page))}")
        if made.markdown:
            yield Remark(one.key, made.markdown, author_name=one.author, at=one.at)


def _folder(name: str) -> str:
    folder = posixpath.dirname(name)
    return f"{folder}/" if folder else ""


def _key(name: str) -> str:
    """Numbers stay when a page is renamed; they are the same in all spaces of one Confluence."""
    return id_of(name) or name
