"""What a page of some kind should hold, and the text that a new one begins with.

Which template a page follows is one of its facts (`Article.facts["template"]`). A page without one
owes no sections.
"""

from processes.page_templates.keeping import keep_version
from processes.page_templates.offering import UNNAMED, Choice, choices, offered, template_of
from processes.page_templates.sections import sections_of, starter_text

__all__ = [
    "UNNAMED",
    "Choice",
    "choices",
    "keep_version",
    "offered",
    "sections_of",
    "starter_text",
    "template_of",
]
