"""Links between articles: from `[[Title]]`, `[[@Person]]` or an address to what is meant by it,
whatever it was or is called, and back."""

from processes.links.around import (
    Affected,
    affected,
    leading_to,
    speaking_of,
    standing_in_for,
    touching,
)
from processes.links.drafts import resolver_for_draft
from processes.links.for_readers import for_reader
from processes.links.keys import keys_for
from processes.links.recording import check_sections, is_recorded, record, section_ids
from processes.links.resolving import LinkResolver, resolver_for

__all__ = [
    "Affected",
    "LinkResolver",
    "affected",
    "check_sections",
    "for_reader",
    "is_recorded",
    "keys_for",
    "leading_to",
    "record",
    "resolver_for",
    "resolver_for_draft",
    "section_ids",
    "speaking_of",
    "standing_in_for",
    "touching",
]
