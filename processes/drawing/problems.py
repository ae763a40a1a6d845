"""Why a text was not drawn. `str()` is a sentence for its author."""

OUT_OF_MEMORY = 3  # the exit status of a child that has reached its limit


class NotDrawn(Exception):
    """A text that could not be drawn; nothing came of it."""


class TooMuch(NotDrawn):
    """The text takes longer, or more memory, than drawing one may take, or makes too large a page.

    `part` is the beginning of the paragraph, list or table that took most of it, as the author
    wrote it; "" where no single part did.
    """

    def __init__(self, part: str = "") -> None:
        super().__init__(
            f"This part of the text is too much to draw: “{part}” Write it more simply."
            if part
            else "This text is too much to draw on one page. Split it into several."
        )
        self.part = part


class Busy(NotDrawn):
    """All processes that draw were busy with other texts, for longer than anybody should wait."""

    def __init__(self) -> None:
        super().__init__("Many texts are being drawn right now. Try again in a moment.")


class RenderingError(NotDrawn):
    """Drawing failed for a reason that is ours to find: it is in the log."""

    def __init__(self) -> None:
        super().__init__("This text could not be drawn: something went wrong on our side.")
