// What the form says: the texts of its fields by their names.
import { replaceRange } from "../insert.js";
import { keepPlace } from "./place.js";

const NOT_WRITTEN = /^(copy.*|csrfmiddlewaretoken|action)$/;

export const form = document.querySelector("[data-editor]");

export function read(from = form) {
  const sent = new FormData(from);
  const names = [...new Set(sent.keys())].filter((name) => !NOT_WRITTEN.test(name));
  return Object.fromEntries(names.map((name) => [name, sent.getAll(name)]));
}

// As the server sent it, whatever the browser put back into the boxes.
export function asSent() {
  const fresh = form.cloneNode(true);
  fresh.reset();
  return read(fresh);
}

// The server sends a single text by itself.
export function same(one, other) {
  return Object.keys({ ...one, ...other }).every((name) => `${one[name] ?? ""}` === `${other[name] ?? ""}`);
}

export function fill(values) {
  const held = document.activeElement;
  const left = Object.fromEntries(Object.entries(values).map(([name, texts]) => [name, [texts].flat()]));
  for (const box of form.elements) {
    const texts = left[box.name];
    if (!texts || NOT_WRITTEN.test(box.name)) continue;
    if (/radio|checkbox/.test(box.type)) box.checked = texts.includes(box.value);
    else if (box.options) for (const option of box.options) option.selected = texts.includes(option.value);
    else write(box, texts.shift() ?? "");
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  held.focus({ preventScroll: true });
}

function write(box, text) {
  if (box.selectionEnd === null) box.value = text; // one cannot type in it
  else if (box.value !== text) {
    const back = keepPlace(box);
    replaceRange(box, 0, box.value.length, text);
    back();
  }
}
