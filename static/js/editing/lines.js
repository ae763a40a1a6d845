// The signs lines begin with: headings, lists, tasks and quotes.
import { replaceRange } from "../insert.js";

const SIGN = /^([ \t]*(?:>[ \t]?)*)((?:#{1,6}|[-*+]|\d+[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?/;
const OF_LIST = /^[^#]/;

// Where the lines of the selection begin and end.
export function linesOf({ value, selectionStart, selectionEnd }) {
  return [value.slice(0, selectionStart).lastIndexOf("\n") + 1, `${value}\n`.indexOf("\n", selectionEnd)];
}

// Puts them through `change`, of a quote all its lines.
function changeLines(box, change, isQuote) {
  const { value, selectionStart: from, selectionEnd: to } = box;
  let [start, end] = linesOf(box);
  if (isQuote && value[start] === ">") {
    start -= /(?:(?<![^\n])>.*\n)*$/.exec(value.slice(0, start))[0].length;
    end += /^(?:\n>.*)*/.exec(value.slice(end))[0].length;
  }
  const text = change(value.slice(start, end).split("\n")).join("\n");
  if (from < to) replaceRange(box, start, end, text, 0, text.length);
  else replaceRange(box, start, end, text, Math.max(0, text.length - (end - to)));
}

// Before each line; where all have it already, away. A list is the same at any number.
export function sign(box, wanted) {
  const has = (line) => SIGN.exec(line)[2]?.replace(/\d+./, "1.").replace(/[*+]/, "-").replace(/x/i, " ") === wanted;
  changeLines(box, (all) => {
    const lines = all.filter((line) => line.trim() || all.length < 2);
    const on = lines.every(has);
    return lines.map((line, at) => line.replace(SIGN, (_, lead) => lead + (on ? "" : wanted.replace("1", at + 1))));
  });
}

// `first` is the line that makes a box of a quote: [!NOTE].
export function quote(box, first) {
  changeLines(box, (all) => {
    const words = all.map((line) => line.replace(/^> ?/, "")).filter((line) => !/^\[!\w+\]$/.test(line));
    if (first ? all[0] === `> ${first}` : all[0][0] === ">") return words;
    return [first, ...words].slice(first ? 0 : 1).map((line) => `> ${line}`);
  }, true);
}

// Round the words of each line, or away.
export function wrap(box, mark) {
  const { value, selectionStart: start, selectionEnd: end } = box;
  const size = mark.length;
  const words = value.slice(start, end);
  if (value.startsWith(mark, end)) {
    if (value.endsWith(mark, start)) return replaceRange(box, start - size, end + size, words, 0, words.length);
    if (!words) return box.setSelectionRange(end + size, end + size);
  }
  if (!words.trim()) return replaceRange(box, start, end, mark + mark, size);
  const isBlock = mark === "`" && words.includes("\n");
  const text = isBlock ? `\`\`\`\n${words}\n\`\`\`` : words.replace(new RegExp(`${SIGN.source}(\\S.*?)(\\s*)$`, "gm"), (_, lead, own = "", inner, rest) => {
    const [before, bare, after, ...more] = inner.split(mark);
    return lead + own + (before === "" && after === "" && !more.length ? bare : mark + inner + mark) + rest;
  });
  replaceRange(box, start, end, text, 0, text.length);
}

// Enter: the next item, one number on; an empty one ends the list.
export function goOn(box) {
  const { value, selectionStart: at, selectionEnd } = box;
  const [start, end] = linesOf(box);
  const [whole, lead, own = ""] = SIGN.exec(value.slice(start, at));
  if (at < selectionEnd || !(own ? OF_LIST.test(own) : lead.includes(">"))) return false;
  if (whole.trim() !== value.slice(start, end).trim()) {
    replaceRange(box, at, at, `\n${lead}${own.replace(/\d+/, (number) => ++number).replace(/x/i, " ")}`);
  } else if (/^[ \t]/.test(lead)) indent(box, true);
  else replaceRange(box, start, end, own && lead);
  return true;
}

// Tab in a list: at most one step deeper than the line above.
export function indent(box, out) {
  const [start, end] = linesOf(box);
  const [, lead, own] = SIGN.exec(box.value.slice(start, end));
  if (!OF_LIST.test(own ?? "")) return false;
  const [, above, item] = SIGN.exec(box.value.slice(0, Math.max(0, start - 1)).split("\n").at(-1));
  const outward = (line) => line.replace(/^((?:> ?)*)( {1,4}|\t)/, "$1");
  const inward = (line) => line.replace(/^((?:> ?)*)(\s*)(\d*)/, (_, quoted, gap, number) => `${quoted}    ${gap}${number && 1}`);
  if (out || (lead.length <= above.length && (item || above))) changeLines(box, (all) => all.map(out ? outward : inward));
  return true;
}
