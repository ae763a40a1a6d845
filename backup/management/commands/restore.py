"""`manage.py restore FILE`: what `manage.py backup` wrote, on this database or the other."""

from __future__ import annotations

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backup.format import BackupRefused, Manifest
from backup.making import has_same_key
from backup.progress import Progress
from backup.reading import Archive
from backup.restoring import is_in_use, restore
from processes import integrity
from processes.attachments import StorageUnavailable

OTHER_KEY = (
    "SECRET_KEY is not the one it was made with. Secrets that were entered in the administration"
    " (of identity providers) cannot be read: enter them again. Addresses of feeds and links for"
    " unsubscribing in old e-mails have ended."
)
OTHER_SITE = (
    "It was made at {there}, and this is {here}: old links with the full address lead there."
)
AFTERWARDS = (
    "Everybody signs in again. What was changed since the backup is as it was then, so look at it:"
    " people who were deactivated, access tokens that were revoked. Start the web processes and"
    " workers, and run housekeeping once."
)


class Command(BaseCommand):
    help = (
        "Puts in place what “backup” wrote: the database in one transaction, and the files. The"
        " archive is checked wholly before anything is touched. Stop web processes and workers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the archive; - reads it from standard input")
        parser.add_argument("--check", action="store_true", help="only check it, change nothing")
        parser.add_argument(
            "--replace", action="store_true", help="all that is in this wiki now is lost"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, file: str, verbosity: int, **options: bool) -> None:
        progress = Progress(self.stderr._out, is_quiet=verbosity < 1)
        try:
            with _on_disk(file) as path, Archive(path) as archive:
                self._told(archive.manifest)
                if options["check"]:
                    archive.check(progress)
                else:
                    if is_in_use() and options["replace"] and not options["yes"]:
                        self._ask()
                    restore(archive, progress, replace=options["replace"])
        except BackupRefused as error:
            progress.end()
            raise CommandError(str(error)) from error
        except StorageUnavailable as error:
            raise CommandError(
                "The storage of files does not answer or is full. The database was not touched."
            ) from error
        progress.end()
        if options["check"]:
            self.stdout.write(self.style.SUCCESS("It is whole, and can be restored."))
        else:
            self._after(archive.manifest)

    def _told(self, manifest: Manifest) -> None:
        self.stdout.write(
            f"Made {manifest.made_at[:16].replace('T', ' at ')} at {manifest.site}:"
            f" {manifest.rows} rows, {manifest.files} files."
        )

    def _ask(self) -> None:
        self.stdout.write(self.style.WARNING("All that is in this wiki now will be lost."))
        if input("Type “replace” to go on: ").strip() != "replace":
            raise BackupRefused("Nothing was changed.")

    def _after(self, manifest: Manifest) -> None:
        """What to know now; ends with an error where the wiki does not agree with itself."""
        self.stdout.write(self.style.SUCCESS("Restored."))
        for name in manifest.missing[:20]:
            self.stdout.write(f"Was missing when the backup was made: {name}")
        if not has_same_key(manifest):
            self.stdout.write(self.style.WARNING(OTHER_KEY))
        if manifest.site != settings.SITE_URL:
            self.stdout.write(OTHER_SITE.format(there=manifest.site, here=settings.SITE_URL))
        self.stdout.write(AFTERWARDS)
        findings = 0
        for sentence in integrity.check_all(fast=True):
            self.stdout.write(sentence)
            findings += 1
        if findings:
            raise CommandError(f"Restored, with {findings} findings as above.", returncode=1)
        self.stdout.write("All pages agree; manage.py check_integrity draws each anew as well.")


@contextmanager
def _on_disk(file: str) -> Iterator[Path]:
    """The archive as a file that can be sought in."""
    if file != "-":
        yield Path(file)
        return
    with tempfile.NamedTemporaryFile(dir=settings.VAR_DIR, suffix=".backup") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        yield Path(copy.name)
