"""Markdown with `[[links]]` in, safe HTML and what was found in it out."""

from processes.text.rendering.model import (
    FoundImage,
    FoundLink,
    Heading,
    LinkRequest,
    Picture,
    Pictures,
    Rendered,
    ResolvedLink,
    Resolver,
    Site,
)
from processes.text.rendering.pipeline import render
from processes.text.rendering.titles import fold, heading_id, plain_slug, slugify

__all__ = [
    "FoundImage",
    "FoundLink",
    "Heading",
    "LinkRequest",
    "Picture",
    "Pictures",
    "Rendered",
    "ResolvedLink",
    "Resolver",
    "Site",
    "fold",
    "heading_id",
    "plain_slug",
    "render",
    "slugify",
]
