// Quick find: Ctrl/⌘-K, “/” (keys.js), or a click on data-quick. The server draws the lines.
import { ask } from "./asking.js";

const PAUSE = 70; // milliseconds without a key before we ask
const dialog = document.getElementById("quick-find");
const [bar, list, , said] = dialog?.children ?? [];
const box = bar?.q;
// What was answered since it was opened, by what was typed.
const known = new Map();
let chosen, isMoved, isOpening, waiting, asking;

export function quickFind() {
  if (!dialog || document.querySelector("dialog[open]")) return;
  known.clear();
  list.replaceChildren();
  box.value = said.textContent = "";
  dialog.showModal();
  find();
}

// Old lines stay, marked busy, until there are new ones.
async function find() {
  clearTimeout(waiting);
  asking?.abort();
  isOpening = false;
  const q = box.value.trim();
  const { signal } = (asking = new AbortController());
  if (!known.has(q)) {
    list.ariaBusy = true;
    await new Promise((done) => (waiting = setTimeout(done, q && PAUSE)));
    const html = await fetched(`${bar.dataset.ask}?${new URLSearchParams({ fragment: 1, q })}`, signal);
    if (signal.aborted) return;
    if (html === undefined) return giveUp();
    known.set(q, html);
  }
  show(known.get(q));
  const more = list.querySelector("[data-more]");
  const rest = more && (await fetched(more.dataset.more, signal));
  if (!more || rest === undefined || signal.aborted) return;
  more.outerHTML = rest;
  known.set(q, list.innerHTML);
  tell();
}

async function fetched(address, signal) {
  const { status, html } = await ask(address, undefined, { signal });
  return status === 200 ? html : undefined;
}

function show(html) {
  list.innerHTML = html;
  if (!box.value.trim()) list.querySelector(`[href="${location.pathname}"]`)?.remove(); // we are there
  list.scrollTop = 0;
  isMoved = false;
  tell();
  if (isOpening) open(isOpening);
}

function giveUp() {
  list.textContent = said.textContent = "No answer. Enter searches all pages.";
  list.ariaBusy = false;
  mark();
}

const options = () => [...list.querySelectorAll("[role=option]")];

function tell() {
  list.ariaBusy = false;
  said.textContent = `${options().length} to choose from`;
  if (!isMoved) mark(options()[0]);
}

function mark(option) {
  chosen = option;
  for (const each of options()) each.ariaSelected = each === option;
  box.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function move(step) {
  isMoved = true;
  mark(options().at((options().indexOf(chosen) + step) % options().length));
}

// In another tab with Ctrl or ⌘.
function open({ ctrlKey, metaKey }) {
  if (ctrlKey || metaKey) window.open(chosen.href, "_blank", "noopener");
  else chosen.click();
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.shiftKey) return;
  if (event.key?.toLowerCase() !== "k" || event.ctrlKey === event.metaKey) return;
  event.preventDefault();
  quickFind();
});
addEventListener("click", ({ target }) => target.closest("[data-quick]") && !target.value && quickFind());
addEventListener("pagehide", () => dialog?.close());

dialog?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Enter" && event.target === box && list.ariaBusy === "true" && !isOpening) isOpening = event;
  else if (event.key === "Enter" && event.target === box && chosen && list.ariaBusy !== "true") open(event);
  else return;
  event.preventDefault();
});
dialog?.addEventListener("click", ({ target }) => (target === dialog || target.closest(".quick-close")) && dialog.close());
dialog?.addEventListener("input", find);
