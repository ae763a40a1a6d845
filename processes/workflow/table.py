"""The one table of states: which verb leads from which state to which, and what the log calls it.

docs/workflow.md shows the same table to people; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass

from processes.models import OPEN_STATES, Action, State

EDITABLE = (State.DRAFT, State.RETURNED)
PENDING = (State.PENDING,)


@dataclass(frozen=True, slots=True)
class Transition:
    """`sources` is empty where the verb makes a proposal; `target` is None where the state stays.

    `actions` are the lines that it leaves in the log: none for writing alone.
    """

    sources: tuple[State, ...]
    target: State | None
    actions: tuple[Action, ...] = ()


TABLE: dict[str, Transition] = {
    "propose_new": Transition((), State.DRAFT),
    "save": Transition((), State.DRAFT),
    "bring_back": Transition((), State.DRAFT),
    "edit": Transition(EDITABLE, None),
    "submit": Transition(EDITABLE, State.PENDING, (Action.SUBMITTED,)),
    "take_back": Transition(PENDING, State.DRAFT, (Action.TAKEN_BACK,)),
    "withdraw": Transition(OPEN_STATES, State.WITHDRAWN, (Action.WITHDRAWN,)),
    "approve": Transition(PENDING, State.APPROVED, (Action.APPROVED,)),
    "approve_corrected": Transition(PENDING, State.APPROVED, (Action.APPROVED,)),
    "approve_part": Transition(PENDING, State.RETURNED, (Action.APPROVED,)),
    "publish_directly": Transition(EDITABLE, State.APPROVED, (Action.SUBMITTED, Action.APPROVED)),
    "undo": Transition((), State.APPROVED, (Action.APPROVED,)),
    "return_to_author": Transition(PENDING, State.RETURNED, (Action.RETURNED,)),
    "decline": Transition(PENDING, State.DECLINED, (Action.DECLINED,)),
    "bring_up_to_date": Transition(PENDING, State.PENDING, (Action.OVERTAKEN,)),
    "overtake": Transition(PENDING, State.RETURNED, (Action.OVERTAKEN,)),
}


def find(action: Action, target: State | None = None) -> tuple[frozenset[State], State]:
    """The states from which an action leads to `target`, and that state.

    Without a target: to where the first verb of that action leads. Raises KeyError for what the
    table does not hold.
    """
    rows = [row for row in TABLE.values() if row.actions == (action,)]
    known = [row for row in rows if target in (None, row.target)]
    if not known or (to := known[0].target) is None:
        raise KeyError(f"No verb leads to {target} by {action}.")
    return frozenset(state for row in known if row.target == to for state in row.sources), to
