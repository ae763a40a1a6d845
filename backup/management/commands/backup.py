"""`manage.py backup FILE`: the database and all files in one archive, while people work."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import IO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from accounts.auditing import record
from backup.format import BackupRefused, Manifest
from backup.making import make
from backup.progress import Progress
from backup.writing import whole_file
from processes.attachments import StorageUnavailable

MEGABYTE = 1 << 20


class Command(BaseCommand):
    help = (
        "Writes the database, as it is at one moment, and all uploaded files into one archive."
        " People may go on working. Whoever has the archive has all that is in the wiki."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="where to; - writes to standard output")

    def handle(self, *, file: str, verbosity: int, **options: object) -> None:
        progress = Progress(self.stderr._out, is_quiet=verbosity < 1)
        try:
            manifest = self._made(file, progress)
            record("backed_up", tables=len(manifest.tables), files=manifest.files)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        except StorageUnavailable as error:
            raise CommandError("The storage of files does not answer. Nothing was kept.") from error
        except BrokenPipeError as error:
            raise CommandError("Nobody reads what is written. The archive is not whole.") from error
        except (OSError, DatabaseError) as error:
            raise CommandError(f"{file} could not be written: {error}") from error
        self._tell(manifest)

    def _made(self, file: str, progress: Progress) -> Manifest:
        if file == "-":
            return _written(sys.stdout.buffer, progress)
        with whole_file(Path(file)) as stream:
            return _written(stream, progress)

    def _tell(self, manifest: Manifest) -> None:
        """On standard error: the archive may go to the other."""
        for name in manifest.missing[:20]:
            self.stderr.write(f"Not there, so not in it: {name}", self.style.WARNING)
        for name in manifest.damaged[:20]:
            self.stderr.write(f"Broken in the storage, and as broken in it: {name}")
        if len(manifest.missing) > 20 or len(manifest.damaged) > 20:
            self.stderr.write("… and more of that.")
        megabytes = manifest.file_bytes / MEGABYTE
        told = f"{manifest.rows} rows and {manifest.files} files ({megabytes:.1f} MB) backed up."
        self.stderr.write(told, self.style.SUCCESS)


def _written(stream: IO[bytes], progress: Progress) -> Manifest:
    try:
        manifest = make(stream, progress)
        stream.flush()
        return manifest
    finally:
        progress.end()
