// Puts text into a box as if typed: one undo takes it out again, and `input` is told.

/** What is selected then is counted from where the text begins; else the caret stands behind it. */
export function replaceRange(box, start, end, text, from = text.length, to = from) {
  box.focus({ preventScroll: true });
  box.setSelectionRange(start, end);
  if (text || start < end) type(box, text);
  box.setSelectionRange(start + from, start + to);
}

export function insertParagraph(box, text) {
  const { value, selectionStart, selectionEnd } = box;
  const start = value.slice(0, selectionStart).replace(/\n+$/, "").length;
  const end = selectionEnd + /^\n*/.exec(value.slice(selectionEnd))[0].length;
  const whole = (start ? "\n\n" : "") + text;
  replaceRange(box, start, end, whole + (end < value.length ? "\n\n" : ""), whole.length);
}

// At the beginning of a line the words would swallow what makes it a heading or a list.
export function insertWords(box, text) {
  const { value, selectionStart: start, selectionEnd: end } = box;
  const before = value[start - 1] ?? "\n";
  if (before === "\n") insertParagraph(box, text);
  else replaceRange(box, start, end, (/\s/.test(before) ? "" : " ") + text + (/\w/.test(value[end] ?? "") ? " " : ""));
}

// A box that takes the focus shows what is selected in it.
export function goTo(box, start, end = start) {
  box.blur();
  box.setSelectionRange(start, end);
  box.focus();
}

// Only an editing command goes on the browser's list of what can be undone. Chromium takes seconds
// for a long text, but not as HTML; where there is no command, the text itself still arrives.
function type(box, text) {
  const does = (command, value) => document.execCommand(command, false, value);
  if (text.length > 999 && does("insertHTML", text.replace(/&/g, "&amp;").replace(/</g, "&lt;"))) return;
  if (does(text ? "insertText" : "delete", text)) return;
  box.setRangeText(text);
  box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}
