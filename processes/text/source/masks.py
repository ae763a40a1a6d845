"""A text with what is no text blanked out, sign for sign, in the steps that readers need."""

from __future__ import annotations

from functools import cached_property

from processes.text.masking import mask_code, mask_comments
from processes.text.source.lines import Line, lines_of

# What the renderer takes for the end of a line, and what it drops.
_ENDS = {"\r": "\n", "\x0b": "\n", "\x0c": "\n"}
_CONTROLS = {chr(code): " " for code in range(32) if chr(code) not in "\t\n\r\x0b\x0c"}
_SIGNS = str.maketrans(_ENDS | _CONTROLS)


class Masks:
    """`text` is the source with one kind of line end; all have the same length."""

    def __init__(self, body: str) -> None:
        self.text = body.replace("\r\n", " \n").translate(_SIGNS)

    @cached_property
    def code_hidden(self) -> str:
        """Code is hidden; comments stand."""
        return mask_code(self.text)

    @cached_property
    def masked(self) -> str:
        """Without code and without comments."""
        return mask_comments(self.code_hidden)

    @cached_property
    def lines(self) -> tuple[Line | None, ...]:
        """The lines of `masked`, None for a blank one."""
        return tuple(lines_of(self.masked))

    @cached_property
    def shown(self) -> str:
        """What readers see something of: code is hidden, comments are gone."""
        if self.masked == self.code_hidden:
            return self.masked
        pairs = zip(self.code_hidden, self.masked, strict=True)
        return "".join(left if left == right else " " for left, right in pairs)
