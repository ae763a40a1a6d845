"""The texts of some pages, ready to be rewritten: their links found, and asked for all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import Count

from importing.batches import in_batches
from importing.book import Book, Origin
from importing.departments import Departments
from importing.files import Files
from importing.markdown.wiki_links import left
from importing.models import Format, Import, ImportPage, PageState
from importing.rewriting import Rewriter, Titles, keys_of
from importing.scanning import scan
from importing.targets import ToPage
from processes.models import Article

AT_ONCE = 400
COMING = (PageState.READ, PageState.NEW)


class Texts:
    """Of one import and the state of its mapping."""

    def __init__(self, run: Import, departments: Departments, files: Files) -> None:
        self.run, self.departments, self.files = run, departments, files

    def of(self, pages: Sequence[ImportPage]) -> list[Rewriter]:
        """One for each page; some ten queries, however many links there are."""
        book = Book(self.run, self.departments, self.files)
        origins = [Origin.of(page) for page in pages]
        links = [scan(page.body) for page in pages]
        found = list(zip(pages, origins, links, strict=True))
        book.look_up((one.address, origin) for _, origin, some in found for one in some)
        known = [book.page(page) for page in pages]
        keys = {
            target.page.title_key
            for _, origin, some in found
            for one in some
            if isinstance(target := book.find(one.address, origin), ToPage)
        }
        is_markdown = self.run.format == Format.MARKDOWN
        names = {page.pk: left(page.body) if is_markdown else [] for page in pages}
        keys |= {key for some in names.values() for one in some for key in keys_of(one)}
        titles = self._titles(sorted(keys))
        return [
            Rewriter(book, titles, here, origin, page.body, some, names[page.pk])
            for here, (page, origin, some) in zip(known, found, strict=True)
        ]

    def _titles(self, keys: list[str]) -> Titles:
        """Pages that are here, and those that are coming."""
        own: Counter[tuple[str, str]] = Counter()
        planned = self.departments.planned
        for some in in_batches(keys, AT_ONCE):
            here = Article.objects.filter(title_key__in=some).order_by()
            rows = here.values_list("department__slug", "title_key").annotate(Count("pk"))
            for slug, key, count in rows:
                own[slug, key] += count
            coming = self.run.pages.filter(title_key__in=some, article=None, state__in=COMING)
            coming = coming.exclude(slug="").order_by()
            for place, key, count in coming.values_list("place_key", "title_key").annotate(
                Count("pk")
            ):
                if place in planned:
                    own[planned[place].slug, key] += count
        everywhere: Counter[str] = Counter()
        for (_, key), count in own.items():
            everywhere[key] += count
        return Titles(everywhere, own)
