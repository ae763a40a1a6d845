"""Brings the files that pages show into the wiki."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User
from importing.files import Broken, Files
from importing.rewriting import Rewriter
from importing.targets import Asset, ToFile
from importing.working import Beat
from processes import attachments
from processes.models import Attachment
from processes.outside import Fetcher, NoAnswer, NotFetched

SECONDS_TO_FETCH = 30
# Without an answer, one after the other, until nobody is asked any more: ten thousand pictures of
# a site that is down would take days.
SILENCES = 10
TRIES = 3
SECONDS_BETWEEN_TRIES = 2


@dataclass
class Filled:
    """The text of a page with the addresses of its files; `refused` are (as written, why)."""

    text: str
    shown: dict[ToFile, Attachment] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Pictures:
    """Keeps each file once, as uploaded by `by`; one that is in the wiki already is used again."""

    files: Files
    by: User
    beat: Beat
    stored: int = 0
    fetcher: Fetcher = field(default_factory=lambda: Fetcher())
    _silences: int = 0
    _known: dict[tuple[str, str], Attachment | str] = field(default_factory=dict)

    def fill(self, rewriter: Rewriter) -> Filled:
        """The text; what is refused stays as it was. Each file is a transaction of its own: what a
        page that fails then has left behind is used the next time, or swept as any upload. Raises
        Stopped and TakenOver: fetching many may take hours."""
        filled = Filled("")
        pieces = []
        for piece in rewriter.rewrite():
            pieces.append(piece if isinstance(piece, str) else self._address(piece, filled))
        filled.text = "".join(pieces)
        return filled

    def _address(self, asset: Asset, filled: Filled) -> str:
        key = (asset.file.name, asset.file.url)
        if key not in self._known:
            self.beat.step(0)
            self._known[key] = self._keep(asset.file)
        kept = self._known[key]
        if isinstance(kept, str):
            filled.refused.append((asset.written, kept))
            return asset.written
        filled.shown[asset.file] = kept
        return attachments.address_of(kept)

    def _keep(self, file: ToFile) -> Attachment | str:
        """Or why not."""
        try:
            content = self._content(file)
            return self._same(content) or self._store(content, file)
        except ValidationError as error:
            return " ".join(error.messages)
        except NotFetched as error:
            return f"It could not be fetched: {error}."
        except (Broken, OSError) as error:
            return str(error)

    def _content(self, file: ToFile) -> bytes:
        if file.name:
            if self.files.size(file.name) > attachments.largest():
                raise attachments.TooLarge("The file is too large.")
            return self.files.read(file.name, attachments.largest())
        return self._fetched(file.url)

    def _fetched(self, url: str) -> bytes:
        """Over https, unless it is an address without it that an admin named."""
        if self._silences >= SILENCES:
            raise NotFetched("The old wiki does not answer, and is not asked any more")
        in_secret = not url.startswith("http://")
        end = time.monotonic() + SECONDS_TO_FETCH
        try:
            content = self.fetcher.picture(url, attachments.largest(), end, in_secret=in_secret)
        except NotFetched as error:
            self._silences = self._silences + 1 if isinstance(error, NoAnswer) else 0
            raise
        self._silences = 0
        return content

    def _same(self, content: bytes) -> Attachment | None:
        digest = hashlib.sha256(content).hexdigest()
        same = Q(source_sha256=digest) | Q(source_sha256="", sha256=digest)
        return Attachment.objects.visible_to(self.by).filter(same).order_by("pk").first()

    def _store(self, content: bytes, file: ToFile) -> Attachment:
        for left in range(TRIES, 0, -1):
            try:
                stored = attachments.store(content, file.called, self.by, counted=False)
                break
            except attachments.Busy:
                if left == 1:
                    raise
                time.sleep(SECONDS_BETWEEN_TRIES)
        self.stored += 1
        return stored
