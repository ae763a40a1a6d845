"""What was uploaded to the old site, and every address by which its texts speak of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from importing.files import Files
from importing.source import File
from importing.wordpress import media, words
from importing.wordpress.elements import Element
from importing.wordpress.index import Index

_MOST_MADE = 60
_MOST_ADDRESSES = 200
_BATCH = 1000
_NOWHERE = 0  # an upload that no item of the export is about


@dataclass(frozen=True, slots=True)
class Upload:
    """`address` is where the file itself stood."""

    address: str
    title: str
    alt: str
    caption: str


def note(item: Element, number: str, prefix: str, base: str, index: Index) -> None:
    """Notes an attachment and the paths it is known by. One without an address is passed over."""
    address = _address(item, base)
    if not address:
        return
    alt = next(iter(item.meta("_wp_attachment_image_alt")), "")
    metadata = next(iter(item.meta("_wp_attachment_metadata")), "")
    made = media.made_from(metadata)[:_MOST_MADE]
    row = index.add(
        "insert into file values (?,?,?,?,?,?,?,?,?)",
        prefix + number,
        prefix + item.value("post_parent").lstrip("0"),
        int(order) if (order := item.value("menu_order")[:9]).isdecimal() else 0,
        address,
        item.plain("link"),
        words.shorten(words.title(item.plain("title")), 300),
        words.shorten(words.name(alt), 500),
        words.summary(item.value("encoded", "excerpt")),
        "\n".join(made),
    )
    _, path = media.split(address)
    attached = next(iter(item.meta("_wp_attached_file")), "")
    paths = [path] if path else []
    if attached and "://" not in attached:
        paths.append(attached.strip("/").casefold())
    folder = paths[0].rpartition("/")[0] if paths else ""
    paths += [f"{folder}/{name}".lstrip("/").casefold() for name in made]
    for one in paths:
        index.write("insert or ignore into path values (?, ?)", one, row)
    if host := media.split(address)[0]:
        index.write("insert or ignore into host (name, what) values (?, 'file')", host)


def settle(index: Index, hosts: Iterable[str]) -> None:
    """Finds which file each address in the texts is about, once all are known; forgets those of
    other sites."""
    ours = {"", *hosts, *(row[0] for row in index.all("select name from host where what = 'file'"))}
    for row, path in _remade(index):
        index.write("insert or ignore into path values (?, ?)", path, row)
    last = 0
    question = "select rowid, address from used where rowid > ? order by rowid limit ?"
    while batch := list(index.all(question, last, _BATCH)):
        for row, address in batch:
            host, path = media.split(address)
            if path and (host in ours or host.removeprefix("www.") in ours):
                file = _file(path, index)
                index.write("update used set file = ? where rowid = ?", file, row)
            else:
                index.write("delete from used where rowid = ?", row)
        last = batch[-1][0]


def attached(number: str, index: Index) -> Upload | None:
    """The attachment with this number."""
    row = index.one("select address, title, alt, caption from file where id = ?", number)
    return Upload(*row) if row else None


def attached_to(number: str, index: Index) -> Iterator[Upload]:
    """Those that were uploaded for the page with this number, in their order."""
    rows = index.all(
        "select address, title, alt, caption from file where parent = ? order by place, rowid",
        number,
    )
    return (Upload(*row) for row in rows)


def shows(content: str, address: str, index: Index) -> bool:
    """Whether a text has this upload in it, in any size."""
    path = media.split(address)[1]
    file = _file(path, index) if path else _NOWHERE
    for one in media.used(content):
        other = media.split(one)[1]
        if one == address or (other and (other == path or (file and _file(other, index) == file))):
            return True
    return False


def found_files(index: Index, files: Files, base: str) -> Iterator[File]:
    """All uploads: those that the export lists, then those that only texts speak of."""
    rows = index.all("select rowid, id, address, link, title, alt, made from file order by rowid")
    for row, number, address, link, title, alt, made in rows:
        used = [one for (one,) in index.all(
            "select address from used where file = ? limit ?", row, _MOST_ADDRESSES
        )]  # fmt: skip
        path = media.own_path(address)
        addresses = [address, *_elsewhere(base, path), *_beside(address, made.split("\n"))]
        addresses += [link] if link.startswith("http") else []
        plain = number.rpartition(":")[2]
        addresses += [f"{base}/?attachment_id={plain}"] if plain and base else []
        name = files.find(path) or ""
        yield File(tuple(dict.fromkeys(addresses + used)), name, address, title, alt)
    for (address,) in index.all("select address from used where file = ?", _NOWHERE):
        yield _unlisted(address, files, base)


def _address(item: Element, base: str) -> str:
    """Where the file stood; some programs' exports only have it as the `guid`, or as a path."""
    address = item.value("attachment_url")
    if not address and media.split(guid := item.plain("guid"))[1]:
        address = guid
    if not address and base and (path := next(iter(item.meta("_wp_attached_file")), "")):
        address = f"{base}/wp-content/uploads/{quote(path)}"
    try:
        return urljoin(f"{base}/", address)[:2000] if address else ""
    except ValueError:
        return ""


def _remade(index: Index) -> Iterator[tuple[int, str]]:
    """A file too large was made smaller (`x-scaled.jpg`); what it was made from is the same."""
    last = 0
    question = "select rowid, path, file from path where rowid > ? order by rowid limit ?"
    while batch := list(index.all(question, last, _BATCH)):
        for _, path, file in batch:
            if media.is_remade(path):
                yield file, list(media.originals(path))[-1]
        last = batch[-1][0]


def _file(path: str, index: Index) -> int:
    for one in media.originals(path):
        if row := index.one("select file from path where path = ?", one):
            return row[0]
    return _NOWHERE


def _elsewhere(base: str, path: str) -> list[str]:
    if not base or not path:
        return []
    return [f"{base}/wp-content/uploads/{quote(path)}", f"{base}/files/{quote(path)}"]


def _beside(address: str, names: list[str]) -> list[str]:
    folder = address.rpartition("/")[0]
    return [f"{folder}/{quote(name)}" for name in names if name]


def _unlisted(address: str, files: Files, base: str) -> File:
    url = urljoin(f"{base}/", address) if base else address
    path = media.own_path(address)
    names = (files.find(one) for one in reversed(list(media.originals(path))))
    return File((address,), next((name for name in names if name), ""), url)
