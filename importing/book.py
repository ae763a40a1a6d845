"""Knows where addresses of the old wiki lead: asked of the database for many links at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from importing.addresses import Itself, Meant, Reader
from importing.batches import in_batches
from importing.departments import ROOT, Departments
from importing.files import Files
from importing.models import Form, Import, ImportAddress, ImportPage
from importing.targets import Broken, Known, Target, ToFile, ToFolder, ToPage, ToUrl
from processes.models import Article
from processes.models.provenance import OldAddress
from processes.text.rendering import Heading
from processes.text.tags import tag_key

AT_ONCE = 400
MOST_REDIRECTS = 10
# What is worth reading of a page that links lead to.
FIELDS = (
    "run_id position key form title title_key leads_to base addresses headings anchors place_key"
    " slug state article_id"
).split()
LEADS_TO = ("article__department", "attachment", "department", "tag")
OF_ARTICLES = ("page__article__slug", "page__article__department__slug")


@dataclass(frozen=True, slots=True)
class Origin:
    """The page that a link stands on."""

    pk: int
    base: str
    address: str

    @classmethod
    def of(cls, page: ImportPage) -> Origin:
        return cls(page.pk, page.base, page.addresses[0] if page.addresses else "/")


class Book:
    """For one batch of pages. `look_up` first, then `find` asks nothing more but for redirects."""

    def __init__(self, run: Import, departments: Departments, files: Files) -> None:
        self.run, self.departments, self.files = run, departments, files
        self.reader = Reader([*run.hosts, *run.told.get("hosts", [])])
        self.rows: dict[str, list[ImportAddress]] = {}
        self.here: dict[str, list[OldAddress]] = {}
        self.known: dict[int, Known] = {}

    def look_up(self, links: Iterable[tuple[str, Origin]]) -> None:
        """Has all these addresses ready: some three queries for each four hundred."""
        digests: dict[str, None] = {}
        for address, origin in links:
            meant = self.reader.read(address, origin.base, origin.address)
            if isinstance(meant, Meant):
                digests |= dict.fromkeys(meant.digests)
        self._ask([digest for digest in digests if digest not in self.rows])

    def find(self, address: str, origin: Origin) -> Target | None:
        """Where a link leads; None for what is no business of ours."""
        return self._follow(address, origin, MOST_REDIRECTS, "")

    def to_fetch(self, address: str, origin: Origin) -> ToFile | None:
        """A picture of the old wiki that is in none of the files, where it may be fetched."""
        meant = self.reader.read(address, origin.base, origin.address)
        if not self.run.fetch_from or not isinstance(meant, Meant) or meant.is_elsewhere:
            return None
        near = origin.base if "://" in origin.base else origin.address
        return ToFile(url=self._where_to_fetch(urljoin(near, meant.url)))

    def page(self, page: ImportPage) -> Known:
        """A page of the import as links see it."""
        if page.pk not in self.known:
            self.known[page.pk] = self._known(page)
        return self.known[page.pk]

    def _follow(self, address: str, origin: Origin, hops: int, fragment: str) -> Target | None:
        meant = self.reader.read(address, origin.base, origin.address)
        if meant is None or isinstance(meant, Broken):
            return meant
        if isinstance(meant, Itself):
            page = self.known.get(origin.pk)
            return ToPage(page, meant.fragment) if page else Broken("It is empty.")
        self._ask([digest for digest in meant.digests if digest not in self.rows])
        fragment = fragment or meant.fragment
        row = self._row(meant)
        if row is None:
            return None if meant.is_elsewhere else self._elsewhere(meant, fragment)
        if row.page is None:
            return self._place_or_file(row)
        if row.page.form != Form.REDIRECT:
            return ToPage(self.page(row.page), fragment)
        if not hops:
            return Broken("It is redirected in a circle.")
        onward = row.page.leads_to
        if self.reader.is_elsewhere(onward):
            return ToUrl(onward)
        return self._follow(onward, Origin.of(row.page), hops - 1, fragment)

    def _row(self, meant: Meant) -> ImportAddress | None:
        """Of the likeliest key that anything has: on the host that is meant, else on any."""
        for digest, key in zip(meant.digests, meant.keys, strict=True):
            rows = self.rows.get(digest, [])
            if meant.is_elsewhere:
                return next((row for row in rows if row.host == meant.host), None)
            if not rows and (name := self.files.find(key, "")) and meant.path:
                return ImportAddress(file=name)
            for host in (meant.host, ""):
                if found := next((row for row in rows if row.host == host), None):
                    return found
            if rows:
                return rows[0]
        return None

    def _place_or_file(self, row: ImportAddress) -> Target:
        if row.file:
            return ToFile(row.file, row=row.pk or 0, title=row.name)
        if row.url:
            url = self._where_to_fetch(row.url)
            return ToFile(url=url, row=row.pk) if url else Broken("It is in none of the files.")
        return self._to_place(row.place_key)

    def _where_to_fetch(self, address: str) -> str:
        """The same path at the one place that an admin named; "" where none is."""
        url = urlsplit(address)
        query = f"?{url.query}" if url.query else ""
        root = self.run.fetch_from.rstrip("/")
        return f"{root}/{url.path.lstrip('/')}{query}" if root else ""

    def _to_place(self, place: str) -> Target:
        if planned := self.departments.planned.get(place):
            return ToFolder(f"/{planned.slug}/")
        if tag := self.departments.tag_of(place):
            return ToFolder(f"/tags/{tag_key(tag)}/")
        return Broken("What it leads to was left out.")

    def _elsewhere(self, meant: Meant, fragment: str) -> Target:
        if name := self.files.find(meant.path, meant.folder):
            return ToFile(name)
        if "" in meant.keys and ROOT in self.departments.planned:
            return self._to_place(ROOT)
        for digest in meant.digests:
            if target := self._in_the_wiki(digest, fragment):
                return target
        return Broken("No such page or file.")

    def _in_the_wiki(self, digest: str, fragment: str) -> Target | None:
        """What an import before this one brought."""
        for row in self.here.get(digest, []):
            if row.host and row.host not in self.reader.hosts:
                continue
            if row.article is not None:
                return ToPage(_of_the_wiki(row.article), fragment)
            if row.attachment is not None:
                return ToFolder(row.attachment.get_absolute_url())
            if row.department is not None:
                return ToFolder(f"/{row.department.slug}/")
            if row.tag is not None:
                return ToFolder(row.tag.get_absolute_url())
        return None

    def _ask(self, digests: Sequence[str]) -> None:
        for some in in_batches(digests, AT_ONCE):
            self.rows |= {digest: [] for digest in some}
            rows = ImportAddress.objects.filter(run=self.run, digest__in=some)
            for row in rows.select_related("page__article__department").only(
                "run_id", "digest", "host", "place_key", "file", "url", "name",
                *(f"page__{name}" for name in FIELDS), *OF_ARTICLES,
            ).order_by("pk"):  # fmt: skip
                self.rows[row.digest].append(row)
            missing = [digest for digest in some if not self.rows[digest]]
            old = OldAddress.objects.filter(digest__in=missing).order_by("host", "pk")
            for found in old.select_related(*LEADS_TO):
                self.here.setdefault(found.digest, []).append(found)

    def _known(self, page: ImportPage) -> Known:
        known = Known(
            page.pk,
            page.title,
            page.title_key,
            headings=tuple(Heading(**heading) for heading in page.headings),
            anchors=page.anchors,
            article=page.article_id,
        )
        if page.article is not None:
            known.department, known.slug = page.article.department.slug, page.article.slug
        elif page.slug and (planned := self.departments.planned.get(page.place_key)):
            known.department, known.slug = planned.slug, page.slug
        return known


def _of_the_wiki(article: Article) -> Known:
    headings = tuple(Heading(**heading) for heading in article.contents)
    return Known(
        0,
        article.title,
        article.title_key,
        article.department.slug,
        article.slug,
        article.pk,
        headings,
    )
