"""The texts of a page that are searched as they stand: code and comments, too."""

from __future__ import annotations

from collections.abc import Iterator

from processes.text.writing_rules.model import Field, Page

Found = tuple[str, int, int]  # what it is, start, end


def every_field(page: Page) -> Iterator[tuple[Field, str]]:
    yield "title", page.text.title
    yield "summary", page.text.summary
    yield "body", page.text.body
