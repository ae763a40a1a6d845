"""The bytes, wherever they are kept: on a disk, or in S3-compatible storage.

Everything is named by its content, so writing it twice does no harm. What goes wrong over there
comes back as StorageUnavailable.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import zlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection

from processes.attachments.refusals import StorageUnavailable

try:
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    FAILURES: tuple[type[Exception], ...] = (OSError, Boto3Error, BotoCoreError, ClientError)
except ImportError:  # without the extra “s3”
    FAILURES = (OSError,)

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
FOLDERS = ("attachments", "renditions")


def put(name: str, content: bytes | File) -> None:
    """Keeps bytes under a name, wholly or not at all. Raises StorageUnavailable."""
    with _told():
        default_storage.save(name, ContentFile(content) if isinstance(content, bytes) else content)


def exists(name: str) -> bool:
    """Raises StorageUnavailable."""
    with _told():
        return default_storage.exists(name)


def open_file(name: str) -> File:
    """For reading. Raises FileNotFoundError, StorageUnavailable."""
    with _told():
        return default_storage.open(name, "rb")


def read(name: str) -> bytes:
    """Raises FileNotFoundError, StorageUnavailable."""
    with _told(), default_storage.open(name, "rb") as file:
        return file.read()


def signed_address(name: str, content_type: str, disposition: str) -> str:
    """Where a browser may fetch a file for S3_ADDRESS_SECONDS, without asking anybody again.

    Made by calculation alone: it works while the storage is down.
    """
    told = {
        "ResponseContentType": content_type,
        "ResponseContentDisposition": disposition,
        "ResponseCacheControl": f"private, max-age={settings.S3_ADDRESS_SECONDS}",
    }
    storage: Any = default_storage
    return storage.url(name, parameters=told, expire=settings.S3_ADDRESS_SECONDS)


def delete(name: str) -> None:
    """What is not there is deleted already. Raises StorageUnavailable."""
    with _told():
        default_storage.delete(name)


def folders() -> Iterator[str]:
    """All folders that hold files of ours, some hundreds. Raises StorageUnavailable."""
    for top in FOLDERS:
        below: list[str] = []
        with _told(), contextlib.suppress(FileNotFoundError):
            below = sorted(default_storage.listdir(top)[0])
        yield from (f"{top}/{folder}" for folder in below)


def names_in(folder: str) -> list[str]:
    """Raises StorageUnavailable."""
    with _told():
        return [f"{folder}/{file}" for file in default_storage.listdir(folder)[1]]


def is_older(name: str, moment: datetime.datetime) -> bool:
    """Whether a file was written before; False for one that is gone. Raises StorageUnavailable."""
    try:
        with _told():
            return default_storage.get_modified_time(name) < moment
    except FileNotFoundError:
        return False


def hold(sha256: str) -> None:
    """Until the transaction ends, nobody else adds or removes what has these bytes.

    One lock for all whose first two digits are the same: a long import must not take thousands.
    SQLite needs none, as one transaction writes at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            folder = zlib.crc32(sha256[:2].encode()) % 1_000_000
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, folder])


# Sets our locks apart from those of anybody else in this database.
LOCKS = 0x696D7072


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except FAILURES as error:
        full = isinstance(error, OSError) and error.errno in NO_ROOM
        raise StorageUnavailable(full=full) from error
