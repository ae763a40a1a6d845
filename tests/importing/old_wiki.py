"""An old wiki of the tests' own: whatever a reader may find, in the order that is said here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from importing import running
from importing.counting import count_html
from importing.files import Files
from importing.models import Choice, Import, ImportPage
from importing.readers import READERS
from importing.source import About, Asked, Author, Found, Page, Place
from tests.cast import Cast

SOURCE = "https://old.example.com"
FORMAT = "wordpress"


def page(key: str, body: str = "Text.\n", **told: Any) -> Page:
    """A published page at /<key>/, called as its key is."""
    facts = {"title": key.capitalize(), "addresses": (f"{SOURCE}/{key}/", f"{SOURCE}/?p={key}")}
    facts |= {"base": f"{SOURCE}/{key}/", "before": count_html(f"<p>{body}</p>"), **told}
    return Page(key=key, body=body, **facts)


class OldWiki:
    """Found anew at each reading; `found` may be changed between two imports."""

    def __init__(self, cast: Cast, *found: Found) -> None:
        self.cast, self.found = cast, list(found)
        self.fails_at: int | None = None

    def read(self, files: Files, asked: Asked) -> Iterator[Found]:
        yield About(SOURCE, "The old wiki", ("old.example.com",))
        for number, one in enumerate(self.found):
            if number == self.fails_at:
                raise RuntimeError("the disk is gone")
            yield one

    def begin(self, **told: Any) -> Import:
        facts = {"department": self.cast.operations, "owner": self.cast.head, "name": "Old", **told}
        run = running.begin(format=FORMAT, by=self.cast.admin, **facts)
        running.add_upload(run, "export.zip", zipped({"x.png": PNG}))
        return run

    def bring(self, **told: Any) -> Import:
        """All stages, with the mapping as it is proposed."""
        run = self.begin(**told)
        running.read(run)
        running.check(run)
        running.apply(run)
        return run


def wiki(cast: Cast, monkeypatch: Any, *found: Found) -> OldWiki:
    old = OldWiki(cast, *found)
    monkeypatch.setitem(READERS, FORMAT, old.read)
    return old


def changed(old: OldWiki, key: str, **told: Any) -> None:
    old.found = [
        replace(one, **told) if isinstance(one, Page) and one.key == key else one
        for one in old.found
    ]


def choices(run: Import) -> dict[str, tuple[str, str]]:
    rows = run.choices.filter(is_author=False)
    return {one.key: (Choice(one.choice).value, one.new_parent_key) for one in rows}


def states(run: Import) -> dict[str, str]:
    return dict(ImportPage.objects.filter(run=run).values_list("key", "state"))


def zipped(files: dict[str, bytes]) -> BytesIO:
    import zipfile

    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def _png() -> bytes:
    from PIL import Image

    stream = BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    return stream.getvalue()


PNG = _png()
__all__ = ["PNG", "SOURCE", "Author", "Place", "changed", "choices", "page", "states", "wiki"]
