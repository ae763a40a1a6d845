// One chosen file below the text: waiting, on its way, asking for words, inserted, or refused.
import { insertParagraph, insertWords } from "./insert.js";
import { element } from "./parts.js";
import { send } from "./sending.js";

const ALT_LENGTH = 300;

export class UploadRow {
  constructor(file, control) {
    this.file = file;
    this.control = control;
    this.head = element("p", { className: "upload-head" },
      element("strong", { className: "upload-name", textContent: file.name }),
      element("span", { className: "upload-size", textContent: inWords(file.size) }));
    this.rest = element("div", { className: "upload-rest" });
    this.item = element("li", { className: "upload-row" }, this.head, this.rest);
    this.wait();
  }

  // Whether leaving now would lose something.
  get isPending() {
    return ["waiting", "sending", "asking"].includes(this.item.dataset.state);
  }

  wait() {
    this.show("waiting", status("Waiting for the one before."), action("Remove", () => this.remove()));
  }

  async send() {
    const giveUp = new AbortController();
    const bar = element("progress", { max: 1, ariaLabel: `Uploading ${this.file.name}` });
    const percent = element("span", { className: "upload-percent", textContent: "0 %" });
    this.show("sending", bar, percent, action("Cancel", () => giveUp.abort()));
    const progress = (share) => {
      if (share === undefined) return;
      bar.value = share;
      percent.textContent = share < 1 ? `${Math.floor(share * 100)} %` : "Checking…";
    };
    try {
      this.kept = await send(this.file, { ...this.control.target(), progress, signal: giveUp.signal });
      if (this.kept.content_type.startsWith("image/")) this.ask();
      else this.insertFile();
    } catch (problem) {
      if (giveUp.signal.aborted) this.remove();
      else this.refuse(problem);
    }
  }

  ask() {
    const id = `upload-alt-${this.control.number()}`;
    this.alt = element("input", { id, className: "control", type: "text", maxLength: ALT_LENGTH, autocomplete: "off" });
    this.alt.setAttribute("aria-describedby", `${id}-help`);
    this.problem = element("p", { className: "upload-problem", id: `${id}-problem`, role: "alert" });
    this.decorates = element("input", { type: "checkbox" });
    this.decorates.addEventListener("change", () => { this.alt.disabled = this.decorates.checked; this.problem.textContent = ""; });
    this.alt.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.insertPicture();
    });
    this.show("asking",
      element("img", { className: "upload-thumb", src: this.kept.address, alt: "" }),
      element("div", { className: "upload-words" },
        element("label", { className: "label", htmlFor: id, textContent: "What does the picture show?" }),
        element("p", { className: "field-help", id: `${id}-help`, textContent: "Read out to people who cannot see it, and found by search." }),
        this.alt, this.problem,
        element("label", { className: "upload-check" }, this.decorates, "It only decorates, and needs no description"),
        element("div", { className: "row" },
          action("Insert into the text", () => this.insertPicture(), "button-primary"),
          action("Remove", () => this.remove()))));
    if (!this.control.isTyping()) this.alt.focus();
  }

  insertPicture() {
    const words = this.alt.value.trim().replace(/\s+/g, " ");
    if (!words && !this.decorates.checked) {
      this.problem.textContent = "Say in a few words what it shows, or that it only decorates.";
      this.alt.setAttribute("aria-invalid", "true");
      this.alt.focus();
      return;
    }
    const alt = this.decorates.checked ? "" : words.replace(/[\\[\]`*_<>]/g, "\\$&");
    insertParagraph(this.control.box, `![${alt}](${this.kept.address})`);
    this.done();
  }

  insertFile() {
    const insert = this.control.hasWritten ? insertWords : insertParagraph;
    insert(this.control.box, this.kept.markdown);
    this.done();
  }

  done() {
    this.show("done", status("In the text now."), action("Hide", () => this.remove()));
  }

  refuse(problem) {
    const again = action("Try again", () => { this.wait(); this.control.next(); });
    this.show("refused",
      element("p", { className: "upload-problem", role: "alert", textContent: problem.message }),
      ...(problem.mayWork ? [again] : []),
      action("Remove", () => this.remove()));
  }

  remove() {
    const had = this.item.contains(document.activeElement);
    this.item.remove();
    this.control.forget(this);
    if (had) this.control.chooser.focus();
  }

  show(state, ...parts) {
    this.item.dataset.state = state;
    this.rest.replaceChildren(...parts);
  }
}

function action(words, act, look = "") {
  const button = element("button", { type: "button", className: `button button-small ${look}`, textContent: words });
  button.addEventListener("click", act);
  return button;
}

function status(words) {
  return element("p", { className: "upload-status", role: "status", textContent: words });
}

function inWords(bytes) {
  const kilobytes = bytes / 1024;
  if (kilobytes < 1000) return `${Math.max(1, Math.round(kilobytes))} KB`;
  return `${(kilobytes / 1024).toFixed(1)} MB`;
}
