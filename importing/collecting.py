"""An import begins: what is said of it, and its files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from accounts.models import Department, User
from importing.files import Files, Source
from importing.models import Import, ImportFile, Stage
from importing.readers import READERS
from importing.refusals import Refused
from processes.models import Kind
from processes.models import Topic as About

NAME_LENGTH, FILE_NAME_LENGTH, PATH_LENGTH = 200, 255, 1000
PIECE = 1024 * 1024
OPEN = (Stage.COLLECTING, Stage.READ, Stage.CHECKED, Stage.FAILED)
SAID = ("name", "department", "owner", "kind", "topic", "hosts", "fetch_from")


def begin(
    *,
    format: str,
    name: str,
    by: User,
    source: str = "",
    department: Department | None = None,
    owner: User | None = None,
    kind: str = Kind.EXPERTISE,
    topic: str = About.COMPANY,
    hosts: Iterable[str] = (),
    fetch_from: str = "",
    told: Mapping[str, Any] | None = None,
) -> Import:
    """A new import, without files yet.

    `source` names the old wiki where the files do not tell it well; `told` is what only some
    formats ask for, and `new_department`, the name of a department to be made for all of it.
    Raises Refused for a format that is not read.
    """
    if format not in READERS:
        raise Refused("This format is not read.")
    return Import.objects.create(
        format=format,
        name=name.strip()[:NAME_LENGTH] or "Import",
        source=source,
        department=department,
        owner=owner,
        kind=kind,
        topic=topic if kind == Kind.EXPERTISE else "",
        hosts=list(hosts),
        fetch_from=fetch_from,
        told={"asked": {**(told or {}), "source": source}},
        made_by=by,
    )


def say(run: Import, **said: Any) -> None:
    """Says anew what holds for all of it (see SAID). What a trial had found is forgotten.

    Raises Refused while it is worked on, or once it has been applied.
    """
    if unknown := said.keys() - set(SAID):
        raise TypeError(f"not to be said of an import: {unknown}")
    with _open(run) as row:
        if "hosts" in said:
            said["hosts"] = list(said["hosts"])
        for name, value in said.items():
            setattr(row, name, value)
            setattr(run, name, value)
        row.stage = run.stage = Stage.READ if row.stage == Stage.CHECKED else row.stage
        row.save(update_fields=[*said, "stage"])


def add_upload(
    run: Import, name: str, fileobj: IO[bytes] | File, is_assets: bool = False
) -> ImportFile:
    """Keeps a file in the private storage; what was read of the others has to be read anew.

    Never the whole file in memory. Raises Refused for an empty one, for the same bytes a second
    time, and where the storage does not take it.
    """
    digest, size, kept = _spool(fileobj)
    with kept, _open(run) as row:
        if not size:
            raise Refused(f"“{name[:100]}” is empty.")
        if same := row.files.filter(sha256=digest, is_assets=is_assets).first():
            raise Refused(f"“{name[:100]}” is there already, as “{same.name}”.")
        file = ImportFile(run=row, name=_name(name), size=size, sha256=digest, is_assets=is_assets)
        _add(row, file, kept)
        _take(run, row)
    return file


def add_path(run: Import, path: Path | str, is_assets: bool = False) -> ImportFile:
    """Names a file or folder on this machine's disk: for commands. Raises Refused."""
    real = Path(path).resolve()
    if not real.exists():
        raise Refused(f"There is no file or folder {path}.")
    with _open(run) as row:
        if row.files.filter(path=str(real), is_assets=is_assets).exists():
            raise Refused(f"{path} is there already.")
        file = ImportFile(run=row, name=_name(real.name), path=str(real), is_assets=is_assets)
        _add(row, file, None)
        _take(run, row)
    return file


def add_made(run: Import, stream: BinaryIO, size: int) -> None:
    """Keeps what a reader took out of other files."""
    file = ImportFile(run=run, name="Taken out of the files", size=size, is_made=True)
    _save(run, file, stream)


def remove_file(run: Import, file: ImportFile) -> None:
    """One file less; what was read has to be read anew. Raises Refused."""
    with _open(run) as row:
        drop(row.files.filter(pk=file.pk))
        row.stage = Stage.COLLECTING
        row.save(update_fields=["stage"])
        _take(run, row)


def drop(files: Iterable[ImportFile]) -> None:
    """Rows and bytes."""
    for file in files:
        if file.file:
            transaction.on_commit(partial(default_storage.delete, file.file.name))
        file.delete()


def open_files(run: Import) -> Files:
    """All its files, to be entered."""
    return Files([_source(file) for file in run.files.all()])


def _source(file: ImportFile) -> Source:
    if file.path:
        return Source(file.name, path=Path(file.path), is_assets=file.is_assets)
    stored = partial(default_storage.open, file.file.name, "rb")
    return Source(file.name, open=stored, is_assets=file.is_assets, is_made=file.is_made)


@contextmanager
def _open(run: Import) -> Iterator[Import]:
    """The row, locked, for as long as its files and facts may be changed."""
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=run.pk)
        if row.stage not in OPEN or row.applied_at or row.emptied_at:
            raise Refused("This import takes no changes: it is at work, or has been applied.")
        yield row


def _add(row: Import, file: ImportFile, content: IO[bytes] | None) -> None:
    _save(row, file, content)
    row.stage = Stage.COLLECTING
    row.save(update_fields=["stage"])


def _save(run: Import, file: ImportFile, content: IO[bytes] | None) -> None:
    last = run.files.aggregate(last=Max("position"))["last"]
    file.run, file.position = run, 0 if last is None else last + 1
    if content is not None:
        content.seek(0)
        file.file.save(file.name, File(content), save=False)
    file.save()


def _take(run: Import, row: Import) -> None:
    run.stage = row.stage


def _name(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2].replace("\x00", "")
    return base[-FILE_NAME_LENGTH:] or "file"


def _spool(stream: IO[bytes] | File) -> tuple[str, int, IO[bytes]]:
    """(SHA-256, bytes, a copy on the disk)."""
    digest, size = hashlib.sha256(), 0
    copy = TemporaryFile()  # noqa: SIM115 - the caller closes it
    stream.seek(0)
    while piece := stream.read(PIECE):
        digest.update(piece)
        size += len(piece)
        copy.write(piece)
    return digest.hexdigest(), size, copy
