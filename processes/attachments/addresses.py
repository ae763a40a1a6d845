"""Where attachments are served from, and how such addresses are found in texts."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import reverse

from processes.models import Attachment

KEY = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
ADDRESS = re.compile(rf"/attachments/{KEY}/")
# The original, one of its smaller ones or its still; the name is whatever the author left there.
PICTURE = re.compile(rf"/attachments/{KEY}/(?:(?:\d+|still)/)?([^/?#]+)")

# Pixels across, of the smaller ones that are made of a picture.
WIDTHS = (480, 960, 1920)


class Named(NamedTuple):
    """What an address of a picture says: whose it is, and the name at its end, as written."""

    key: uuid.UUID
    name: str


def address_of(attachment: Attachment) -> str:
    """Where pages show it from, as it stands in their Markdown."""
    return reverse("attachment", args=[attachment.key, attachment.name])


def own_address(src: str) -> str:
    """Where pages show the original of a picture of this wiki; "" for any other address."""
    named = read(src)
    return reverse("attachment", args=[named.key, unquote(named.name)]) if named else ""


def keys_in(texts: Iterable[str]) -> set[uuid.UUID]:
    """The keys of all attachments whose addresses occur in the texts."""
    return {uuid.UUID(key) for text in texts for key in ADDRESS.findall(text)}


def read(src: str) -> Named | None:
    """The attachment that an image's address means; None for an address that is not ours."""
    try:
        parts = urlsplit(src)
    except ValueError:
        return None
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return None
    found = PICTURE.fullmatch(parts.path)
    return Named(uuid.UUID(found[1]), found[2]) if found else None
