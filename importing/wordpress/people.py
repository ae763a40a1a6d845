"""Who wrote, by the login that the old site knew them by."""

from __future__ import annotations

from collections.abc import Iterator

from importing.source import Author
from importing.wordpress import words
from importing.wordpress.elements import Element
from importing.wordpress.index import Index

_LONGEST = 200


def declare(element: Element, index: Index) -> None:
    """Notes somebody whom the export lists before its items."""
    login = _login(element.value("author_login"))
    if not login:
        return
    full = f"{element.value('author_first_name')} {element.value('author_last_name')}"
    name = element.value("author_display_name") or full.strip() or login
    index.write(
        "insert into person (login, key, number, name, email, is_declared) values (?,?,?,?,?,1)"
        " on conflict do nothing",
        login.casefold(),
        login,
        element.value("author_id"),
        words.shorten(words.name(name), _LONGEST),
        _email(element.value("author_email")),
    )


def note_use(item: Element, index: Index) -> None:
    """Somebody wrote a page; the export may not have declared them."""
    if login := _login(item.value("creator")):
        index.write(
            "insert into person (login, key, number, name, email, is_declared)"
            " values (?,?,'',?,?,0) on conflict do nothing",
            login.casefold(),
            login,
            login,
            _email(login),
        )


def author_of(item: Element, index: Index) -> str:
    """The key of an item's author; logins differ in case without meaning another person."""
    login = _login(item.value("creator"))
    row = index.one("select key from person where login = ?", login.casefold())
    return row[0] if row else login


def said_by(comment: Element, index: Index) -> str:
    """The key of a comment's author if they are one of the site's people, else ""."""
    number = comment.value("comment_user_id")
    row = None
    if number not in ("", "0"):
        row = index.one("select key from person where number = ?", number)
    email = _email(comment.value("comment_author_email"))
    if row is None and email:
        row = index.one("select key from person where email = ? and is_declared", email)
    return row[0] if row else ""


def authors(index: Index) -> Iterator[Author]:
    """Of the whole export, those that it declares first."""
    rows = index.all("select key, name, email from person order by is_declared desc, rowid")
    return (Author(key, name, email) for key, name, email in rows)


def undeclared(index: Index) -> Iterator[str]:
    """Keys of those who wrote something and are not declared."""
    rows = index.all("select key from person where not is_declared order by rowid")
    return (key for (key,) in rows)


def _login(text: str) -> str:
    return words.shorten(words.name(text), _LONGEST)


def _email(text: str) -> str:
    text = text.strip().lower()
    name, _, host = text.rpartition("@")
    is_one = name and "." in host and len(text) <= 254 and " " not in text
    return text if is_one else ""
