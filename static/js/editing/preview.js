// The text as readers will see it, beside it or in its place: drawn anew when one stops typing.
import { placesOf } from "../caret.js";

const PAUSE = 600; // milliseconds
// What looks like a heading within a fence is none.
const HEADING = /^ {0,3}(?:(`{3,}|~{3,})[^]*?(?:^ {0,3}\1|$(?![^]))|#{1,6}[ \t]+\S)/gm;

const pane = document.querySelector("[data-preview]");
const [, note, page] = pane.children;
const form = pane.closest("form");
const box = form.querySelector("[data-text]");
const button = form.querySelector("[value=preview]");
let drawn, busy, waiting, from, to;

function later(pause = PAUSE) {
  clearTimeout(waiting);
  waiting = setTimeout(draw, pause);
}

async function draw() {
  const now = `${box.value}\n${form.elements.department?.value}`;
  if (pane.hidden || busy || now === drawn) return;
  busy = true;
  const answer = await fetch(pane.dataset.preview, { method: "POST", body: new FormData(form, button), redirect: "error" }).catch(() => undefined);
  const isShown = answer?.ok || answer?.status === 422;
  if (isShown) {
    page.innerHTML = await answer.text();
    for (const link of page.querySelectorAll("a:not([href^='#'])")) link.target = "_blank";
    drawn = now;
    compare();
  }
  note.textContent = isShown ? "" : "The preview waits a moment.";
  busy = false;
  later(isShown ? PAUSE : 1000 * (answer?.headers.get("Retry-After") ?? 5));
}

// Where the same headings stand in the text and in the preview.
function compare() {
  const found = [...box.value.matchAll(HEADING)].filter((match) => !match[1]).map((match) => match.index);
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

function show(on) {
  pane.hidden = !on;
  button.setAttribute("aria-expanded", on);
  sessionStorage.preview = on ? "on" : "";
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
show(!!sessionStorage.preview);
