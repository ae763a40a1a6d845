"""The files of an import, wherever they lie: folders, archives, archives in archives.

Nothing is ever unpacked onto a disk by the name that an archive gives it.
"""

from importing.files.collection import Files

__all__ = ["Files"]
