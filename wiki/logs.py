"""What is not for any log: addresses that open something to whoever knows them."""

from __future__ import annotations

import logging
import re

TOKENS = re.compile(r"(/(?:feeds|unsubscribe)/)[^/\s?\"']+")


def without_tokens(text: str) -> str:
    """The text with a star in place of each token."""
    return TOKENS.sub(r"\1*", text)


class WithoutTokens(logging.Filter):
    """Takes the tokens out of whatever a handler writes."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.getMessage()
        if (safe := without_tokens(told)) != told:
            record.msg, record.args = safe, ()
        return True
