// Puts text where the writer stands, as if typed: one undo takes it out again.
export function insertParagraph(box, text) {
  const before = box.value.slice(0, box.selectionStart);
  const after = box.value.slice(box.selectionEnd);
  const gapBefore = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const gapAfter = after === "" || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  insert(box, gapBefore + text + gapAfter, gapAfter.length);
}

// At the beginning of a line the words would swallow what makes it a heading or a list.
export function insertWords(box, text) {
  const before = box.value.slice(0, box.selectionStart);
  const after = box.value.slice(box.selectionEnd);
  if (before === "" || before.endsWith("\n")) insertParagraph(box, text);
  else insert(box, (/\s$/.test(before) ? "" : " ") + text + (/^\w/.test(after) ? " " : ""), 0);
}

// Only the editing command goes on the browser's list of what can be undone; where a browser has
// none, the text itself still arrives.
function insert(box, text, back) {
  box.focus();
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
  }
  box.selectionStart = box.selectionEnd = box.selectionEnd - back;
}
