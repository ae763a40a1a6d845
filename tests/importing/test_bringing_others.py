"""Exports of other wikis, all the way into this one."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from processes.models import Article, ArticleLink, Attachment, Decision
from tests.cast import Cast
from tests.importing import confluence_world, docx_world, notion_world
from tests.importing.zip_world import zipped


def bring(command: str, path: Path, **options: object) -> str:
    out = StringIO()
    call_command(command, str(path), department="Old wiki", stdout=out, **options)
    return out.getvalue()


def linked(title: str) -> set[str]:
    """The titles of pages that a page's links lead to."""
    links = ArticleLink.objects.filter(source__title=title, target__isnull=False)
    return set(links.values_list("target__title", flat=True))


@pytest.mark.parametrize(
    ("command", "content", "title", "leads_to", "pictures", "pages"),
    [
        ("import_confluence", confluence_world.export(), "Travel & costs",
         {"Hotels", "Übersicht"}, 1, 5),
        ("import_notion", notion_world.markdown_export(), "Handbook: welcome?",
         {"Leave / absence", "Tasks"}, 1, 5),
        ("import_notion", notion_world.html_export(), "Trip & plan", {"Day"}, 1, 2),
        ("import_word", zipped({"Guides/a.docx": docx_world.docx()}), "Travel & costs",
         set(), 1, 1),
    ],
)  # fmt: skip
def test_an_export_comes_in_with_its_links_and_pictures(
    cast: Cast, tmp_path: Path, command: str, content: bytes, title: str, leads_to: set[str],
    pictures: int, pages: int,
) -> None:  # fmt: skip
    path = tmp_path / "export.zip"
    path.write_bytes(content)
    before = Article.objects.count()
    told = bring(command, path, host=["wiki.example.com"])
    page = Article.objects.get(title=title)
    assert page.version == 1, told
    assert Article.objects.count() - before == pages, told
    assert linked(title) == leads_to, told
    assert page.html.count("<img") == pictures, told
    assert "Traceback" not in told
    if command == "import_confluence":  # where files are called by numbers
        names = set(Attachment.objects.values_list("name", flat=True))
        assert {"receipt-1.png", "Rules.pdf"} <= names

    rows = (Decision.objects.count(), Attachment.objects.count(), Article.objects.count())
    bring(command, path, host=["wiki.example.com"])
    assert rows == (Decision.objects.count(), Attachment.objects.count(), Article.objects.count())
