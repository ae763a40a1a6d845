"""A wiki with something in every corner, and what is in it, to be compared."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Deputy, Portrait
from backup import migrating
from backup.making import make
from backup.tables import LEFT_OUT, all_tables_of
from importing.models import Import, ImportFile
from processes import attachments, workflow
from processes.models import Article, ProposalAttachment
from tests.cast import DAY, Cast
from tests.processes.samples import encoded, scene

DISK = "django.core.files.storage.FileSystemStorage"
# What a database's own formats would trip over.
AWKWARD = 'Tab\tslash\\N \\. quote\'" line\nfeed\r\n\x01 \u2028 naïve 日本 🦊 \\x00 {"a": 1}'


def build(cast: Cast) -> Article:
    """Pages with pictures, links and proposals in several states."""
    cast.article(
        "Desk", "## Height\n\nUp.", department=cast.board, owner=cast.insider, author=cast.insider
    )
    shown = attachments.store(
        encoded(scene((1200, 700)), "PNG"), "front.png", cast.fresh(cast.author)
    )
    attachments.make_renditions.func(shown.sha256)
    body = (
        f"See [[Desk]], [[Nothing yet]].\n\n![Front]({attachments.address_of(shown)})\n\n{AWKWARD}"
    )
    article = cast.article(body=body, summary="How to begin: \\N, \\t.")
    cast.approve(cast.pending(article, f"{body}\n\nMore."))
    returned = cast.pending(article, f"{body}\n\nLess.")
    workflow.return_to_author(returned, cast.fresh(cast.owner), AWKWARD)
    cast.pending(article, f"{body}\n\nOther.", author=cast.reader)
    today = timezone.localdate()
    Deputy.objects.create(manager=cast.owner, deputy=cast.reader, starts=today, ends=today + DAY)
    Portrait.objects.create(person=cast.reader, image=bytes(range(256)))
    run = Import.objects.create(
        name="Old wiki", format="wordpress", hosts=["a.example"], told={"b": None, "a": 1.50}
    )
    import_file(run, b"first")
    assert ProposalAttachment.objects.exists()
    return Article.objects.get(pk=article.pk)


def import_file(run: Import, content: bytes) -> ImportFile:
    from django.core.files.base import ContentFile

    file = ImportFile(run=run, position=1, name="wiki.xml", size=len(content))
    file.file.save("wiki.xml", ContentFile(content))
    return file


def contents() -> dict[str, list[str]]:
    """Every row of every table, as the database has it; the log of what was restored left out."""
    found = {}
    for table in all_tables_of(migrating.apps_at(migrating.applied())):
        if table.name in LEFT_OUT:
            continue
        where = "WHERE kind NOT IN ('restored', 'backed_up')" if "audit" in table.name else ""
        with connection.cursor() as cursor:
            columns = ", ".join(map(connection.ops.quote_name, table.columns))
            cursor.execute(f"SELECT {columns} FROM {table.name} {where}")  # noqa: S608
            rows = [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor]
        found[table.name] = sorted(map(repr, rows))
    return found


def files() -> dict[str, str]:
    """Every stored file, by the hash of its bytes."""
    root = Path(settings.MEDIA_ROOT)
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def archive_at(path: Path) -> Path:
    with path.open("wb") as file:
        make(file)
    return path


def rewritten(path: Path, **changed: bytes | None) -> Path:
    """The archive again, with other members: by their names with __ for a slash and _ for a dot.

    None leaves one out. Written whole, so that nothing but what was changed is wrong with it.
    """
    wanted = {name.replace("__", "/"): content for name, content in changed.items()}
    out = io.BytesIO()
    with ZipFile(path) as old, ZipFile(out, "w") as new:
        for member in old.namelist():
            content = wanted.pop(member.replace(".", "_"), old.read(member))
            if content is not None:
                new.writestr(member, content)
        for member, content in wanted.items():
            new.writestr(member, content or b"")
    copy = path.with_suffix(".other")
    copy.write_bytes(out.getvalue())
    return copy
