"""The verbs of the approval workflow: the only place where a state changes.

Each verb is one transaction under the locks of the article and the proposal, always in that
order. It checks first (permission, state, what the caller had read), raises a named refusal that
changes nothing, and only then acts and writes its line of the log.

    verb               from                       to
    propose_new, save  (none)                     draft
    edit               draft, returned            (as it was)
    submit             draft, returned            pending
    take_back          pending                    draft
    withdraw           draft, pending, returned   withdrawn
    approve            pending                    approved, and the article has a new version
    return_to_author   pending                    returned
    decline            pending                    declined

On the article as a whole: `archive` (which returns what is pending) and `restore`, `move`,
`adopt` for imported text, and `change_details` for admins.

The optional `at` of a verb is the moment of the act: now, unless a loader replays a history.
"""

from processes.publishing import Content
from processes.workflow.archiving import archive, restore
from processes.workflow.authoring import Change, edit, propose_new, save
from processes.workflow.deciding import approve, decline, return_to_author
from processes.workflow.filing import Details, adopt, change_details, move
from processes.workflow.refusals import (
    AlreadyOpen,
    Incomplete,
    NotAllowed,
    NotDrawnNow,
    PageMoved,
    Refused,
    TextMoved,
    TooMuchToDraw,
    WrongState,
)
from processes.workflow.submitting import submit, take_back, withdraw

__all__ = [
    "AlreadyOpen",
    "Change",
    "Content",
    "Details",
    "Incomplete",
    "NotAllowed",
    "NotDrawnNow",
    "PageMoved",
    "Refused",
    "TextMoved",
    "TooMuchToDraw",
    "WrongState",
    "adopt",
    "approve",
    "archive",
    "change_details",
    "decline",
    "edit",
    "move",
    "propose_new",
    "restore",
    "return_to_author",
    "save",
    "submit",
    "take_back",
    "withdraw",
]
