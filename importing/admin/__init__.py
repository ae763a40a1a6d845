"""An import in the administration: files, what goes where, a trial, and then it is applied."""

from importing.admin.imports import ImportAdmin

__all__ = ["ImportAdmin"]
