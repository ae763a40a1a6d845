// The text of this window, and what the server and this browser have of it.
import { asSent, form, read, same } from "./values.js";

export const place = form.querySelector("[data-saving]");
export const { copy: key, copy_article: article, copy_known: known, copy_person: person, copy_window: name } = form.elements;
name.value = Date.now().toString(36) + Math.random().toString(36).slice(2, 10);

const { shows } = place.dataset;
export const mine = `writing:${person.value}:`;
export const beginning = `${mine}${article.value || "new"}:`;
export const slot = beginning + name.value;

// `base` is what the server has, `theirs` what another window wrote, which is set aside (`takes`)
// or put together with this text (`merges`).
export const copy = { base: shows === "sent" ? {} : asSent(), takes: shows === "else", theirs: null, merges: false };

export const isSafe = () => same(read(), copy.base);

// Whether this browser has it now; storage may be full. `isSent`: with the form.
export function hold(isSent) {
  try {
    if (!isSafe()) localStorage[slot] = JSON.stringify({ key: key.value, known: known.value, base: copy.base, values: read(), at: Date.now(), isSent });
    return true;
  } catch {
    return false;
  }
}

// From what another window wrote, or from what became of the text there.
export function goOnFrom({ key: next, revision, values, article: page, url }) {
  [key.value, known.value] = [next, revision];
  Object.assign(copy, { base: { ...copy.base, ...values }, theirs: null });
  if (page && !article.value) [article.value, copy.elsewhere] = [page, url];
}
