// In a table, Tab goes from cell to cell and Enter from row to row; behind the last is one more.
import { replaceRange } from "../insert.js";
import { linesOf } from "./lines.js";

// `by` cells on or back; 0 is the next row. An empty last row ends the table.
export function move(box, by) {
  const { value, selectionStart: at } = box;
  const [start, end] = linesOf(box);
  if (!/^[ \t]*\|.*\|/.test(value.slice(start, end))) return false;
  const from = value.lastIndexOf("\n\n", at - 1) + 1;
  const last = at + value.slice(at).search(/\n[ \t]*(\n|$)|$/);
  const cells = [...value.slice(from, last).matchAll(/\|( ?)((?:\\.|[^|\n\\])*?)[ \t]*(?=\|)/g)]
    .filter(([, , words]) => !/^:?-+:?$/.test(words))
    .map(({ 1: gap, 2: words, index }) => [from + index + 1 + gap.length, from + index + 1 + gap.length + words.length]);
  const next = by ? cells[cells.findLastIndex(([place]) => place <= at) + by] : cells.find(([place]) => place > end);
  if (next) box.setSelectionRange(...next);
  else if (by < 0) return false;
  else if (!by && !/[^|\s]/.test(value.slice(start, end))) replaceRange(box, start, end, "");
  else replaceRange(box, last, last, `\n|${cells.filter(([place]) => place > start && place <= end).map(() => "  |").join("")}`, 3);
  return true;
}
