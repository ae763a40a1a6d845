"""Whether a page says what an article says. Pure but for what it is given."""

from __future__ import annotations

import re

from importing.models import ImportPage
from processes.models import Article

# A link names its department only while another page has the same title, which may come later.
_NAMED_DEPARTMENT = re.compile(r"(?<=\[\[)[a-z0-9-]+/")
_LABEL_LIKE_TITLE = re.compile(r"\[\[([^\[\]|]+)\|\1\]\]")
_FILE = re.compile(r"/attachments/[0-9a-f-]{36}/[^\s)\"'<>]*")


def is_same(page: ImportPage, article: Article, text: str) -> bool:
    """The same title, summary and text, however links are written; which file a picture is is not
    compared."""
    told = (page.title, page.summary, _plain(text))
    return told == (article.title, article.summary, _plain(article.body))


def _plain(text: str) -> str:
    text = _FILE.sub("", _NAMED_DEPARTMENT.sub("", text))
    return _LABEL_LIKE_TITLE.sub(r"[[\1]]", text).strip()
