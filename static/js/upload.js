// Pictures and files for the text of a proposal: sent one after the other, inserted where one writes.
import { UploadRow } from "./upload-row.js";

class Control {
  constructor(root) {
    this.root = root;
    this.box = document.getElementById(root.dataset.upload);
    this.form = this.box.form;
    this.chooser = root.querySelector("input[type=file]");
    this.list = root.querySelector("ul");
    this.rows = [];
    this.made = 0;
    // Whoever has not written yet adds at the end; a browser would begin at the top.
    this.hasWritten = document.activeElement === this.box;
    if (!this.hasWritten) this.box.setSelectionRange(this.box.value.length, this.box.value.length);
    this.box.addEventListener("focus", () => { this.hasWritten = true; }, { once: true });
    this.chooser.addEventListener("change", () => this.take([...this.chooser.files]));
    this.form.addEventListener("submit", (event) => this.hold(event), true);
    window.addEventListener("beforeunload", (event) => { if (this.pending) event.preventDefault(); });
    for (const part of root.querySelectorAll("[data-upload-script]")) part.hidden = false;
    for (const part of root.querySelectorAll("[data-upload-plain]")) part.hidden = true;
  }

  take(files) {
    this.chooser.value = "";
    for (const file of files) {
      const row = new UploadRow(file, this);
      this.rows.push(row);
      this.list.append(row.item);
    }
    this.next();
  }

  async next() {
    if (this.isSending) return;
    this.isSending = true;
    for (let row; (row = this.rows.find((one) => one.item.dataset.state === "waiting")); ) await row.send();
    this.isSending = false;
  }

  // Where to, and for which page: a page that does not exist yet is for the department chosen.
  target() {
    const fields = { csrfmiddlewaretoken: this.form.elements.csrfmiddlewaretoken.value };
    const { article, chooser, slugs } = this.root.dataset;
    const department = chooser && JSON.parse(slugs)[document.getElementById(chooser).value];
    if (article) fields.article = article;
    else if (department) fields.department = department;
    return { address: this.root.dataset.address, fields };
  }

  get pending() {
    return this.rows.find((row) => row.isPending);
  }

  // A picture that still waits for its words would not be in the text that is saved; one that has
  // them already goes in first.
  hold(event) {
    if (event.submitter?.name !== "action" || !["save", "submit"].includes(event.submitter.value)) return;
    for (const row of this.rows) if (row.item.dataset.state === "asking") row.insertPicture();
    const row = this.pending;
    if (!row) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    row.item.scrollIntoView({ block: "center" });
    (row.item.querySelector("input") ?? this.chooser).focus();
  }

  isTyping() {
    return document.activeElement?.matches("textarea, input:not([type=file])") ?? false;
  }

  number() {
    this.made += 1;
    return this.made;
  }

  forget(row) {
    this.rows = this.rows.filter((one) => one !== row);
  }
}

for (const root of document.querySelectorAll("[data-upload]")) new Control(root);
