"""What must be known of a whole export before the first page can be read, outside of memory.

A database in a temporary file of its own that vanishes with the connection: an export may have
millions of items, comments and addresses.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

_TABLES = """
create table page (id text, type text, guid text, slug text, title text, key text,
                   is_coming int, form text);
create index page_id on page (id);
create unique index page_key on page (key);
create table file (id text, parent text, place int, address text, link text, title text, alt text,
                   caption text, made text);
create index file_id on file (id);
create index file_parent on file (parent);
create table block (id text primary key, content text);
create table answer (topic text, number text, author text, at text, answer text, content text);
create index answer_topic on answer (topic);
create table path (path text primary key, file int);
create table used (address text primary key, file int);
create index used_file on used (file);
create table term (taxonomy text, slug text, name text, parent text, number text, is_declared int,
                   uses int default 0, primary key (taxonomy, slug));
create index term_name on term (taxonomy, name);
create index term_number on term (taxonomy, number);
create table person (login text primary key, key text, number text, name text, email text,
                     is_declared int);
create index person_number on person (number);
create index person_email on person (email);
create table root (taxonomy text, name text, primary key (taxonomy, name));
create table link (key text primary key);
create table creator (name text primary key);
create table host (name text, what text, uses int default 1, primary key (name, what));
"""


class Index:
    """Asked by SQL from the modules beside it. `close` forgets all."""

    def __init__(self) -> None:
        # "" is a database on disk that nobody else can open; 16 MB of it may be in memory.
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._base.execute("pragma journal_mode = off")
        self._base.execute("pragma synchronous = off")
        self._base.execute("pragma temp_store = file")
        self._base.execute("pragma cache_size = -16000")
        self._base.executescript(_TABLES)
        self._base.execute("begin")

    def close(self) -> None:
        self._base.close()

    def write(self, statement: str, *values: Any) -> int:
        """How many rows it changed."""
        return self._base.execute(statement, values).rowcount

    def add(self, statement: str, *values: Any) -> int:
        """The number of the row it added."""
        return self._base.execute(statement, values).lastrowid or 0

    def one(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        return self._base.execute(statement, values).fetchone()

    def all(self, statement: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Row by row; others may be read or written meanwhile, if not those of the same table."""
        return iter(self._base.execute(statement, values))
