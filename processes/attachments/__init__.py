"""Images and files that pages show: kept once, private like the page."""

from processes.attachments.addresses import ADDRESS, WIDTHS, address_of, own_address
from processes.attachments.refusals import (
    Busy,
    QuotaExceeded,
    StorageUnavailable,
    TooLarge,
    Unsupported,
)
from processes.attachments.renditions import ask_for_missing, make_renditions
from processes.attachments.showing import Noted, noted_for, pictures_for
from processes.attachments.squares import square
from processes.attachments.storing import (
    FILE_BYTES,
    GIF_BYTES,
    IMAGE_BYTES,
    MEGABYTE,
    largest,
    store,
)
from processes.attachments.sweeping import Swept, sweep
from processes.attachments.uses import are_uses_recorded, record_proposal, record_uses

__all__ = [
    "ADDRESS",
    "FILE_BYTES",
    "GIF_BYTES",
    "IMAGE_BYTES",
    "MEGABYTE",
    "WIDTHS",
    "Busy",
    "Noted",
    "QuotaExceeded",
    "StorageUnavailable",
    "Swept",
    "TooLarge",
    "Unsupported",
    "address_of",
    "are_uses_recorded",
    "ask_for_missing",
    "largest",
    "make_renditions",
    "noted_for",
    "own_address",
    "pictures_for",
    "record_proposal",
    "record_uses",
    "square",
    "store",
    "sweep",
]
