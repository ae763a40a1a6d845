"""What WordPress does with a text before it is HTML, and then as any HTML. Pure.

converting.py   the whole way
blocks.py       the editor's blocks: what their comments say, and texts between them
autop.py        lines become paragraphs
shortcodes.py   `[name key="value"]…[/name]` is found
known.py        what the usual ones stand for
"""

from importing.html.wordpress.autop import autop
from importing.html.wordpress.converting import Attached, convert

__all__ = ["Attached", "autop", "convert"]
