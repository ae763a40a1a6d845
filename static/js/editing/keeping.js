// What a form says, and the place in this browser for what the server does not have yet.
import { replaceRange } from "../insert.js";

const NOT_WRITTEN = /^(copy.*|csrfmiddlewaretoken|action)$/;

export function read(form) {
  const said = {};
  const sent = new FormData(form);
  for (const name of new Set(sent.keys())) {
    const texts = sent.getAll(name).filter((value) => typeof value === "string");
    if (texts.length && !NOT_WRITTEN.test(name)) said[name] = texts.length > 1 ? texts : texts[0];
  }
  return said;
}

// As the server sent it, whatever the browser put back into the boxes.
export function asSent(form) {
  const fresh = form.cloneNode(true);
  fresh.reset();
  return read(fresh);
}

export function same(one, other) {
  return Object.keys({ ...one, ...other }).every((name) => `${one[name] ?? ""}` === `${other[name] ?? ""}`);
}

export function fill(form, values) {
  const held = document.activeElement;
  const seen = {};
  for (const box of form.elements) {
    if (!(box.name in values) || NOT_WRITTEN.test(box.name)) continue;
    const texts = [values[box.name]].flat();
    const text = texts[seen[box.name] = (seen[box.name] ?? -1) + 1] ?? "";
    if (/^(radio|checkbox)$/.test(box.type)) box.checked = texts.includes(box.value);
    else if (box.options) for (const option of box.options) option.selected = texts.includes(option.value);
    else if (box.type === "hidden") box.value = text;
    else if (box.value !== text) write(box, text);
    else continue;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  held?.focus({ preventScroll: true });
}

// The caret stays where it is in the text, whatever came before it or after it.
function write(box, text) {
  const old = box.value;
  const moved = (at) => {
    if (text.startsWith(old.slice(0, at))) return at;
    if (text.endsWith(old.slice(at))) return text.length - old.length + at;
    const near = old.slice(Math.max(0, at - 40), at);
    return Math.max(0, text.indexOf(near)) + near.length;
  };
  replaceRange(box, 0, old.length, text, { select: [moved(box.selectionStart), moved(box.selectionEnd)] });
}

// Storage may be full, or not allowed at all: `keep` says whether it holds the text.
export function keep(place, text) {
  try {
    localStorage.setItem(place, JSON.stringify({ ...text, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function forget(place) {
  try { localStorage.removeItem(place); } catch { /* nothing is kept there */ }
}

// Texts that windows left behind: those that are closed, or were silent for ten seconds.
export function left(beginning) {
  try {
    const places = Object.keys(localStorage).filter((place) => place.startsWith(beginning));
    const found = places.map((place) => ({ ...JSON.parse(localStorage.getItem(place)), place }));
    return found.filter((text) => text.isLeft || Date.now() - text.at > 10_000).sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}
