"""Compares an old wiki with what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from urllib.parse import urlsplit

from django.test import Client
from PIL import Image, ImageChops, ImageStat

from accounts.models import User
from importing.models import Form, Import, ImportPage, PageState, Topic
from processes import attachments
from processes.models import Attachment
from tests.moving import counting
from tests.moving.counting import Seen
from tests.moving.wikis import OldPage, OldWiki

NOTICED = 2.0  # of 255: a JPEG is written anew without what a camera noted in it


@dataclass
class Row:
    """A line of the table: what there was, what came, and whether that is all right."""

    what: str
    there: int
    here: int
    detail: str = ""
    may_differ: int = 0

    @property
    def is_right(self) -> bool:
        return abs(self.there - self.here) <= self.may_differ


@dataclass
class Compared:
    before: Seen = field(default_factory=Seen)
    after: Seen = field(default_factory=Seen)
    lost: Counter[str] = field(default_factory=Counter)
    pages: list[str] = field(default_factory=list)


def rows(wiki: OldWiki, run: Import, reader: User) -> Iterator[Row]:
    pages = list(wiki.pages())
    staged = {page.key.rpartition(":")[2]: page for page in run.pages.select_related("article")}
    public = [page for page in pages if page.is_public]
    came = [page for page in public if _published(staged.get(page.key))]
    missing = {page.key for page in public} - {page.key for page in came}
    yield Row("pages", len(public), len(came), _names(missing))
    closed = [page for page in pages if not page.is_public]
    hidden = [page for page in closed if not _published(staged.get(page.key))]
    yield Row("not for everybody, not published", len(closed), len(hidden))
    yield from _texts(wiki, came, staged)
    yield from _links(wiki, run)
    yield from _addresses(run, came, staged, reader)
    yield from _pictures(wiki)


def _texts(wiki: OldWiki, pages: list[OldPage], staged: dict[str, ImportPage]) -> Iterator[Row]:
    all_of_it = Compared()
    for page in pages:
        article = staged[page.key].article
        assert article is not None
        after = counting.of_html(article.html)
        # The first heading may be the title now.
        title = counting.words_of(article.title)
        lost = page.seen.words - after.words - title
        all_of_it.before += page.seen
        all_of_it.after += after
        all_of_it.lost += lost
        if lost:
            all_of_it.pages.append(f"{page.key}: {_names(lost)}")
    before, after = all_of_it.before, all_of_it.after
    if wiki.format == "wordpress":
        # Of its texts WordPress itself makes paragraphs and galleries, which is the reader's to
        # know: what it understood is compared with what came of that.
        of_public = [staged[page.key] for page in pages]
        before = replace(before, **_understood(page.before for page in of_public))
        after = replace(after, **_understood(page.after for page in of_public))
    total = before.words.total()
    detail = "; ".join(all_of_it.pages[:12])
    yield Row("words", total, total - all_of_it.lost.total(), detail, total // 1000)
    yield Row("paragraphs", before.paragraphs, after.paragraphs, "", before.paragraphs // 50)
    yield Row("cells", before.cells, after.cells)
    yield Row("pictures", wiki.reach["pictures"], after.pictures)


def _understood(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    told: Counter[str] = Counter()
    for count in counts:
        told.update(count)
    return {"paragraphs": told["paragraphs"], "pictures": told["pictures"]}


def _links(wiki: OldWiki, run: Import) -> Iterator[Row]:
    told: Counter[str] = Counter()
    for links in run.pages.values_list("links", flat=True):
        told.update(links)
    told["page"] += told["redirected"]
    for what in ("page", "file", "broken"):
        if what in wiki.reach:
            yield Row(f"links: {what}", wiki.reach[what], told[what])


def _addresses(
    run: Import, pages: list[OldPage], staged: dict[str, ImportPage], reader: User
) -> Iterator[Row]:
    """Where the wiki has something of its own at an address, the report has to say so."""
    told = "\n".join(run.notes.filter(topic=Topic.ADDRESS).values_list("text", flat=True))
    client = Client()
    client.force_login(reader)
    wrong, tried = [], 0
    for page in pages:
        article = staged[page.key].article
        assert article is not None
        for address in page.addresses:
            tried += 1
            url = urlsplit(address)
            # A path that begins with two slashes would be a host to the test client.
            path = f"/{url.path.lstrip('/')}"
            response = client.get(f"{path}{'?' + url.query if url.query else ''}")
            place = urlsplit(response.headers.get("Location", "")).path
            leads_on = (response.status_code, place) == (301, article.get_absolute_url())
            is_our_own = response.status_code == 200 and (
                address == article.get_absolute_url() or f"{address} " in told or address == "/"
            )
            if not leads_on and not is_our_own:
                wrong.append(f"{address} ({response.status_code} {place})")
    yield Row("old addresses that lead on", tried, tried - len(wrong), _names(wrong))


def _pictures(wiki: OldWiki) -> Iterator[Row]:
    """Each file that came in has the bytes of one that was there, and as many frames."""
    there = wiki.pictures()
    kept = [each for each in Attachment.objects.all() if each.width]
    known = [each for each in kept if (each.source_sha256 or each.sha256) in there]
    yield Row("pictures with the bytes that were there", len(kept), len(known))
    frames = same = pixels = 0
    for each in known:
        source = Image.open(there[each.source_sha256 or each.sha256])
        stored = Image.open(BytesIO(attachments.blobs.read(each.file.name)))
        frames += getattr(source, "n_frames", 1)
        same += getattr(stored, "n_frames", 1)
        pixels += _differ(source, stored) <= NOTICED
    yield Row("frames", frames, same)
    yield Row("pictures that look the same", len(known), pixels)


def _differ(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of their first frames, of 255; 255 where they have not one size."""
    if one.size != other.size:
        return 255
    one.seek(0)
    other.seek(0)
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


def _published(page: ImportPage | None) -> bool:
    is_in = page is not None and page.state in (PageState.IMPORTED, PageState.SAME)
    return is_in and page is not None and page.form == Form.PUBLISHED and page.article is not None


def _names(words: object) -> str:
    return ", ".join(sorted(map(str, words)))[:300]  # type: ignore[call-overload]
