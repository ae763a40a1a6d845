"""How facts name people, departments, tools and templates, in the wiki and in an export. Pure."""

PERSON, DEPARTMENT, TOOL, TEMPLATE = "person", "department", "tool", "template"
# The format, as it is noted where a page came from.
FORMAT = "imprimatur"
