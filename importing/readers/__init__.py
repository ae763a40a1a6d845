"""Which reader reads which format."""

from __future__ import annotations

from importing import confluence, imprimatur, markdown, notion, wordpress
from importing.models import Format
from importing.source import Reader
from importing.word import reading as word

READERS: dict[str, Reader] = {
    Format.CONFLUENCE: confluence.read,
    Format.IMPRIMATUR: imprimatur.read,
    Format.MARKDOWN: markdown.read,
    Format.NOTION: notion.read,
    Format.WORD: word.read,
    Format.WORDPRESS: wordpress.read,
}
