"""The verbs of the approval workflow: the only place where a state changes.

Each verb is one transaction under the locks of the article and the proposal, always in that
order. It checks first (permission, state, what the caller had read), raises a named refusal that
changes nothing, and only then acts and writes its line of the log. What takes a while, drawing and
comparing, happens before anything is locked.

Which verb leads from which state to which is one table: `table.TABLE`, in docs/workflow.md too.

On the article as a whole: `archive` (which returns what is pending) and `restore`, `confirm`,
`move`, `set_tags`, `adopt` for imported text, and `change_details` for admins.

The optional `at` of a verb is the moment of the act: now, unless a loader replays a history.
"""

from processes.publishing import Content
from processes.workflow.archiving import archive, restore
from processes.workflow.authoring import Change, edit, propose_new, save
from processes.workflow.bringing_back import bring_back
from processes.workflow.confirming import confirm
from processes.workflow.correcting import approve_corrected
from processes.workflow.deciding import approve, decline, return_to_author
from processes.workflow.direct import publish_directly
from processes.workflow.filing import Details, adopt, change_details, move
from processes.workflow.partly import approve_part
from processes.workflow.readopting import Brought, readopt
from processes.workflow.refusals import (
    AlreadyOpen,
    Incomplete,
    NotAllowed,
    NotDrawnNow,
    PageMoved,
    Refused,
    RulesNotMet,
    TextMoved,
    TooMuchToDraw,
    WrongState,
)
from processes.workflow.submitting import submit, take_back, withdraw
from processes.workflow.table import TABLE, Transition
from processes.workflow.tags import set_tags
from processes.workflow.undoing import undo

__all__ = [
    "TABLE",
    "AlreadyOpen",
    "Brought",
    "Change",
    "Content",
    "Details",
    "Incomplete",
    "NotAllowed",
    "NotDrawnNow",
    "PageMoved",
    "Refused",
    "RulesNotMet",
    "TextMoved",
    "TooMuchToDraw",
    "Transition",
    "WrongState",
    "adopt",
    "approve",
    "approve_corrected",
    "approve_part",
    "archive",
    "bring_back",
    "change_details",
    "confirm",
    "decline",
    "edit",
    "move",
    "propose_new",
    "publish_directly",
    "readopt",
    "restore",
    "return_to_author",
    "save",
    "set_tags",
    "submit",
    "take_back",
    "undo",
    "withdraw",
]
