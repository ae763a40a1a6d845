from importing.models.address import ImportAddress
from importing.models.choice import Choice, ImportChoice
from importing.models.item import Form, ImportComment, ImportPage, PageState
from importing.models.note import ImportNote, Topic
from importing.models.run import Format, Import, ImportFile, Stage

__all__ = [
    "Choice",
    "Form",
    "Format",
    "Import",
    "ImportAddress",
    "ImportChoice",
    "ImportComment",
    "ImportFile",
    "ImportNote",
    "ImportPage",
    "PageState",
    "Stage",
    "Topic",
]
