// A text as this window has it, and what the server and this browser have of it.
import { asSent, forget, keep, read, same } from "./keeping.js";

export class Copy {
  merges = false; // puts itself together with what other windows write
  theirs = null; // what another window wrote, until somebody says what to do with it
  marks = {}; // isLeft: the page is closed; isSent: with the form

  constructor(form, place) {
    const { copy: key, copy_article: article, copy_known: known, copy_person: person, copy_revision: revision, copy_window: window } = form.elements;
    Object.assign(this, { form, key, article, known, revision, ...place.dataset });
    window.value = [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36).padStart(7, "0")).join("");
    this.mine = `writing:${person.value}:`;
    this.beginning = `${this.mine}${article.value || "new"}:`;
    this.slot = this.beginning + window.value;
    this.base = this.shows === "sent" ? {} : asSent(form);
    this.takes = this.shows === "else"; // the first save sets aside what is there
  }

  get values() { return read(this.form); }

  get isSafe() { return same(this.values, this.base); }

  get isNew() { return !this.article.value; }

  fits(text) { return text.key === this.key.value && text.known === this.known.value; }

  // Whether this browser has it now.
  hold(marks = this.marks) {
    this.marks = marks;
    return this.isSafe || keep(this.slot, { key: this.key.value, known: this.known.value, base: this.base, values: this.values, ...marks });
  }

  count() { this.revision.value = Math.max(this.revision.value, this.known.value) + 1; }

  body(values) {
    const body = new FormData();
    for (const [name, texts] of Object.entries(values)) for (const text of [texts].flat()) body.append(name, text);
    for (const box of this.form.elements) if (/^copy/.test(box.name)) body.append(box.name, box.value);
    if (this.takes) body.append("copy_take", "yes");
    return body;
  }

  saved(values, revision) {
    [this.base, this.known.value, this.takes] = [values, revision, false];
    if (this.isNew) history.replaceState(null, "", `?copy=${this.key.value}`);
    if (!this.isSafe) return;
    forget(this.slot);
    if (this.elsewhere) location.assign(this.elsewhere);
  }

  // From what another window wrote, or from what became of the text there.
  goOnFrom({ key, revision, values, article, url }) {
    [this.key.value, this.known.value, this.base, this.theirs] = [key, revision, { ...this.base, ...values }, null];
    if (article && this.isNew) [this.article.value, this.elsewhere] = [article, url];
  }
}
