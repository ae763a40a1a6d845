// What the rules say of the text, asked anew when typing stops; each finding leads to its place.
import { goTo } from "../insert.js";

const list = document.querySelector("[data-checklist]");
const form = list?.closest("form");
let timer;

async function ask() {
  const mine = timer;
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => !value.name));
  const answer = await fetch(list.dataset.checklist, { method: "POST", body }).catch(() => ({}));
  const html = answer.ok && !answer.redirected && (await answer.text());
  if (html && mine === timer && !list.contains(document.activeElement)) show(html);
}

function show(html) {
  list.lastElementChild.innerHTML = html;
  const count = document.querySelector("[data-checklist-count]");
  const { said } = list.querySelector("[data-said]").dataset;
  count.hidden = false;
  if (count.textContent !== said) count.lastElementChild.textContent = said;
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 1200);
  });
  form.addEventListener("click", (event) => {
    const spot = event.target.closest("[data-from]")?.dataset;
    if (!spot) return;
    event.preventDefault();
    goTo(form.elements[spot.field], spot.from, spot.to);
  });
  if (!list.querySelector("[data-said]")) ask();
}
