// The text as readers will see it, drawn anew when one stops typing.
import { ask } from "../asking.js";
import { placesOf } from "../caret.js";

const PAUSE = 600; // milliseconds
// What looks like a heading within a fence is none.
const HEADING = /^ {0,3}(?:(`{3,}|~{3,})[^]*?(?:^ {0,3}\1|$(?![^]))|#{1,6}[ \t]+\S)/gm;

const pane = document.querySelector("[data-preview]");
const [, note, page] = pane.children;
const form = pane.closest("form");
const box = form.querySelector("[data-text]");
const button = form.querySelector("[value=preview]");
let drawn, isBusy, waiting, from, to;

function later(pause = PAUSE) {
  clearTimeout(waiting);
  waiting = setTimeout(draw, pause);
}

async function draw() {
  const now = `${box.value}\n${form.elements.department?.value}`;
  if (pane.hidden || isBusy || now === drawn) return;
  isBusy = true;
  const { html, status, retry } = await ask(pane.dataset.preview, new FormData(form, button));
  isBusy = false;
  const isDrawn = status === 200 || status === 422;
  note.textContent = isDrawn ? "" : "The preview waits a moment.";
  later(isDrawn ? PAUSE : 1_000 * (retry ?? 5));
  if (!isDrawn) return;
  drawn = now;
  page.innerHTML = html;
  for (const link of page.querySelectorAll("a:not([href^='#'])")) link.target = "_blank";
  compare();
}

// Where the same headings stand in the text and in the preview.
function compare() {
  const found = [...box.value.matchAll(HEADING)].filter((match) => !match[1]).map(({ index }) => index);
  const heads = [...page.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const places = found.length === heads.length ? placesOf(box, found) : [];
  from = [0, ...places.map(({ top }) => top), box.scrollHeight];
  to = [0, ...places.map((_, index) => heads[index].offsetTop), pane.scrollHeight];
  follow();
}

// Goes evenly between two headings; both ends meet.
function follow() {
  if (pane.hidden || !from) return;
  const room = box.scrollHeight - pane.clientHeight;
  const gone = pane.getBoundingClientRect().top - box.getBoundingClientRect().top;
  const part = room > 0 ? Math.max(0, Math.min(1, gone / room)) : box.selectionEnd / box.value.length || 0;
  const at = part * box.scrollHeight;
  const next = from.findIndex((top, index) => index && top >= at);
  const share = (at - from[next - 1]) / (from[next] - from[next - 1] || 1);
  pane.scrollTop = to[next - 1] + share * (to[next] - to[next - 1]) - part * pane.clientHeight;
}

function show(isOn) {
  pane.hidden = !isOn;
  button.ariaExpanded = isOn;
  sessionStorage.preview = isOn ? "on" : "";
  later(0);
}

button.addEventListener("click", (event) => {
  event.preventDefault();
  show(pane.hidden);
});
// On a phone, where it hides the text: who goes there wants to write.
box.addEventListener("focus", () => box.parentNode.offsetWidth < 2 && show(false));
form.addEventListener("input", () => later());
addEventListener("scroll", follow, { passive: true });
show(Boolean(sessionStorage.preview));
