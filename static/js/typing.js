// Whether somebody writes where a key was pressed: then it is theirs, and no shortcut of ours.
const PRESSED = ["button", "checkbox", "image", "radio", "reset", "submit"];

export function isTyping(target) {
  if (target.isContentEditable || target.closest("textarea, select, dialog")) return true;
  const input = target.closest("input");
  return input !== null && !PRESSED.includes(input.type);
}

export function isShortcut(event) {
  return !(event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target));
}
