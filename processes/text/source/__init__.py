"""Markdown as its author sees it: what stands where in the source. Pure, light, linear.

The renderer says what a text becomes and takes its time; this says at which sign of the text
something stands, while somebody types.
"""

from processes.text.source.headings import heading_offset, headings
from processes.text.source.model import Block, Heading, Link, Picture, Sentence
from processes.text.source.requesting import requests
from processes.text.source.whole import Source

__all__ = [
    "Block",
    "Heading",
    "Link",
    "Picture",
    "Sentence",
    "Source",
    "heading_offset",
    "headings",
    "requests",
]
