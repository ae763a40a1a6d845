"""Whether the wiki would take a picture or a file, without keeping it."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from importing.files import Broken, Files
from importing.targets import ToFile
from processes import attachments
from processes.attachments import documents

BEGINNING = 32
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
MOST_REMEMBERED = 50_000


class Looker:
    """Looks at each file once: its size, and how it begins. What only shows while a picture is
    worked on shows when it is brought in."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._said: dict[str, str] = {}

    def why_not(self, file: ToFile) -> str:
        """ "" where nothing speaks against it; one to be fetched is not asked for."""
        if not file.name:
            return ""
        if file.name not in self._said:
            if len(self._said) >= MOST_REMEMBERED:
                self._said.clear()
            self._said[file.name] = self._look(file)
        return self._said[file.name]

    def _look(self, file: ToFile) -> str:
        name = file.name
        try:
            with self.files.open(name) as stream:
                start = stream.read(BEGINNING)
            limit = _limit(start)
            if limit is None:
                content = self.files.read(name, attachments.FILE_BYTES)
                documents.recognise(content, file.called)
            elif self.files.size(name) > limit:
                raise attachments.TooLarge(
                    f"The file is larger than {limit // attachments.MEGABYTE} MB."
                )
        except ValidationError as error:
            return " ".join(error.messages)
        except (Broken, OSError) as error:
            return str(error)
        return ""


def _limit(start: bytes) -> int | None:
    """The most bytes of a picture that begins so; None for what is none."""
    if start.startswith(b"GIF8"):
        return attachments.GIF_BYTES
    is_webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
    if start.startswith(_IMAGES) or is_webp or start[4:12] == b"ftypavif":
        return attachments.IMAGE_BYTES
    return None
