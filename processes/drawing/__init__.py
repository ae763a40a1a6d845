"""Rendering under a hard limit: in processes of our own, which can be killed.

Markdown has short texts that take minutes, within single calls that no thread and no signal handler
can interrupt. So nothing outside `processes.text` renders by itself; it calls `draw`. Each web
process, worker or command keeps a few child processes (RENDER_PROCESSES), starts them when they are
first needed, and replaces those that had to be killed. They end with it.

    remembering.py  what was drawn lately is not drawn again
    pool.py      who gets which process, and what happens when one dies
    worker.py    the parent's side of one process
    child.py     the process itself: python -m processes.drawing.child
    watching.py  within the process: notes which part of the text is being worked on
    notes.py     where it is noted, so that it outlives the process
"""

from processes.drawing.pool import close, draw
from processes.drawing.problems import Busy, NotDrawn, RenderingError, TooMuch
from processes.drawing.remembering import drawn, forget

__all__ = ["Busy", "NotDrawn", "RenderingError", "TooMuch", "close", "draw", "drawn", "forget"]
