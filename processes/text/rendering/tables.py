"""Tables as on GitHub: also right after a paragraph, and with links that have a label."""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions.tables import TableExtension, TableProcessor

_LABELLED_LINK = re.compile(r"(\[\[[^\[\]|\\]+)\|(?=[^\[\]|]*\]\])")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`]+)\1(?!`)")


class WikiTableProcessor(TableProcessor):
    """Find a table anywhere in a block; cut rows at the pipes that part cells."""

    start = 0

    def test(self, parent: etree.Element, block: str) -> bool:
        """Remember the line on which the table starts."""
        lines = block.split("\n")
        for index in range(len(lines) - 1):
            may_start = "|" in lines[index] and _may_be_separator(lines[index + 1])
            if may_start and super().test(parent, "\n".join(lines[index:])):
                self.start = index
                return True
        return False

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        start, separator, border = self.start, self.separator, self.border
        if before := "\n".join(lines[:start]):
            self.parser.parseBlocks(parent, [before])
            self.separator, self.border = separator, border
        super().run(parent, ["\n".join(lines[start:])])

    def _split_row(self, row: str) -> list[str]:
        """Cut a row. Outer pipes are optional row by row, as on GitHub."""
        row = self.RE_END_BORDER.sub("", row.strip().removeprefix("|"))
        return [_unescape_code(cell) for cell in self._split(_LABELLED_LINK.sub(r"\1\\|", row))]


def _may_be_separator(line: str) -> bool:
    return "-" in line and "|" in line and set(line) <= set("|:- ")


def _unescape_code(cell: str) -> str:
    r"""Inside code the only reason to write \| is the table."""
    if "\\|" not in cell:
        return cell
    return _CODE.sub(lambda match: match.group().replace("\\|", "|"), cell)


def register(md: Markdown) -> None:
    """Add tables to `md`."""
    md.registerExtensions([TableExtension()], {})
    processor = WikiTableProcessor(md.parser, {"use_align_attribute": True})
    md.parser.blockprocessors.register(processor, "table", 65)
