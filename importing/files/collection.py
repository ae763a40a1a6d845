"""All files of an import under one set of names."""

from __future__ import annotations


class Files:
    """Names are relative, with `/` between parts, NFC, never hidden, never leading out."""
