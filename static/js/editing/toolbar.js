// The buttons above the text, and the keys that press them; what each does stands on it.
import { insertParagraph } from "../insert.js";
import { goOn, indent, quote, sign, wrap } from "./lines.js";
import { move } from "./tables.js";

const ACTS = {
  sign,
  quote,
  wrap,
  block(box, text) {
    insertParagraph(box, text);
    const [word] = /\w[\w ]*\w/.exec(text);
    const at = box.value.lastIndexOf(word, box.selectionStart);
    box.setSelectionRange(at, at + word.length);
  },
  command(box, name) {
    box.focus();
    document.execCommand(name);
  },
  press: (_, place) => document.querySelector(place).click(),
};

const bar = document.querySelector("[data-toolbar]");
const box = document.querySelector("[data-text]");
const buttons = [...bar.querySelectorAll("button")];
const around = bar.parentElement; // with the menus of some buttons
let leaves; // after Escape, Tab goes on to the next field

around.addEventListener("click", ({ target }) => {
  for (const [name, value] of Object.entries(target.closest("button")?.dataset ?? {})) ACTS[name]?.(box, value);
});

// The text keeps the focus, and a phone its keyboard.
around.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());

bar.addEventListener("keydown", (event) => {
  const at = buttons.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  buttons[at].tabIndex = -1;
  const next = buttons.at(to % buttons.length);
  next.tabIndex = 0;
  next.focus();
});

box.addEventListener("keydown", (event) => {
  const { key, code, shiftKey, altKey } = event;
  if (event.defaultPrevented || event.isComposing || key === "Shift") return;
  const free = leaves;
  leaves = key === "Escape";
  let done;
  if (event.ctrlKey || event.metaKey) {
    const name = (altKey ? "Alt+" : "") + (shiftKey ? "Shift+" : "") + (/^Digit/.test(code) ? code.at(-1) : key.toUpperCase());
    done = !event.getModifierState("AltGraph") && buttons.find((button) => button.ariaKeyShortcuts?.endsWith(`Meta+${name}`));
    if (done) done.click();
  } else if (key === "Enter") done = !shiftKey && (move(box, 0) || goOn(box));
  else if (key === "Tab") done = !free && (move(box, shiftKey ? -1 : 1) || indent(box, shiftKey));
  if (done) event.preventDefault();
});
