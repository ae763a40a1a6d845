// Behind [[, @ or : a list to choose from: with the arrow keys and Enter or Tab, or a click.
import { ask } from "./asking.js";
import { placesOf } from "./caret.js";
import { replaceRange } from "./insert.js";
import { element } from "./parts.js";

const PAUSE = 120; // milliseconds without a key before we ask
const NAME = /(?:\[\[)?(?<![\p{L}\p{N}_@.+-])@([\p{L}\p{N}][^\n@[\]|]{1,40})$/u;
const BEHIND = {
  page: /\[\[(?![@ ])([^[\]|#\n]{0,100})$/,
  person: NAME,
  mention: NAME,
  emoji: /(?<![\p{L}\p{N}_:]):([a-z0-9+-][a-z0-9_+-]+)$/iu,
};
// What follows in a link that was there already: its end, or a label or section before that.
const REST = /^[^[\]|#\n]*(\]\]|(?=[|#][^[\]\n]*\]\]))/;

const list = element("ul", { id: "suggested", className: "suggested", role: "listbox", ariaLabel: "Suggestions", hidden: true });
const said = element("p", { className: "visually-hidden", role: "status" });
let box, chosen, start, waiting, asking, settled; // settled: nothing more is offered there

addEventListener("focusin", ({ target }) => {
  if (!target.matches("[data-suggest]")) return;
  box = target;
  box.after(list, said);
  Object.assign(box, { ariaAutoComplete: "list", ariaHasPopup: "listbox" }).setAttribute("aria-controls", list.id);
});
addEventListener("focusout", () => box && close());

addEventListener("input", ({ target }) => {
  if (target !== box) return;
  forget();
  const before = box.value.slice(0, box.selectionStart);
  const what = box.dataset.suggestWhat.split(" ").find((kind) => BEHIND[kind].test(before));
  const found = BEHIND[what]?.exec(before);
  if (found && found.index !== settled) waiting = setTimeout(offer, PAUSE, what, found);
  else close(found?.index);
});

async function offer(what, { 1: q, index }) {
  asking = new AbortController();
  const { signal } = asking;
  const query = new URLSearchParams({ what, q, department: box.form.elements.department?.value ?? "" });
  const { options = [] } = await ask(`${box.dataset.suggest}?${query}`, undefined, { signal });
  if (signal.aborted) return;
  if (!options.length) return close();
  start = index;
  list.replaceChildren(...options.map(drawn));
  list.hidden = false;
  said.textContent = `${options.length} to choose from`;
  place();
  mark(list.firstChild);
}

function drawn({ label, about, kind, insert }, number) {
  const facts = { id: `suggested-${number}`, role: "option", className: `suggested-${kind}`, insert };
  return element("li", facts, element("strong", { textContent: label }), " ", element("small", { textContent: about }));
}

// Below the line, or above where there is more room.
function place() {
  const [{ top, left, height }] = placesOf(box, [start]);
  const line = box.getBoundingClientRect().top + top;
  const below = visualViewport.height - line - height;
  const isAbove = below < list.offsetHeight && line > below;
  list.style.top = `${box.offsetTop + top + (isAbove ? -list.offsetHeight : height)}px`;
  list.style.left = `${box.offsetLeft + Math.max(0, Math.min(left, box.offsetWidth - list.offsetWidth))}px`;
}

function mark(item) {
  chosen = item;
  for (const each of list.children) each.ariaSelected = each === item;
  item.scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", item.id);
}

function choose({ insert }) {
  const end = box.selectionStart;
  const rest = insert.endsWith("]]") && REST.exec(box.value.slice(end));
  close(start);
  replaceRange(box, start, end + (rest ? rest[0].length : 0), rest && !rest[1] ? insert.slice(0, -2) : insert);
}

function forget() {
  clearTimeout(waiting);
  asking?.abort();
}

function close(place) {
  forget();
  settled = place;
  list.hidden = true;
  said.textContent = "";
  box.removeAttribute("aria-activedescendant");
}

list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
list.addEventListener("click", ({ target }) => choose(target.closest("li")));

// Before anybody else hears of the key, whatever it does in a box.
addEventListener("keydown", (event) => {
  if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const to = { ArrowDown: chosen.nextSibling ?? list.firstChild, ArrowUp: chosen.previousSibling ?? list.lastChild }[event.key];
  if (to) mark(to);
  else if (event.key === "Enter" || event.key === "Tab") choose(chosen);
  else if (event.key === "Escape") close(start);
  else return /^(Arrow|Home|End|Page)/.test(event.key) && close(); // the caret goes elsewhere
  event.preventDefault();
  event.stopPropagation();
}, true);
