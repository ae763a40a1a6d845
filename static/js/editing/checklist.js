// What the rules say of the text, asked anew when typing stops; each finding leads to its place.
import { ask } from "../asking.js";
import { goTo } from "../insert.js";

const list = document.querySelector("[data-checklist]");
const count = document.querySelector("[data-checklist-count]");
const form = list.closest("form");
let timer;

async function check() {
  const mine = timer;
  const { html, status } = await ask(list.dataset.checklist, new FormData(form));
  if (status !== 200 || mine !== timer || list.contains(document.activeElement)) return;
  list.lastElementChild.innerHTML = html;
  const { said } = list.querySelector("[data-said]").dataset;
  count.hidden = false;
  if (count.textContent !== said) count.lastElementChild.textContent = said;
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(check, 1_200);
});
form.addEventListener("click", (event) => {
  const spot = event.target.closest("[data-from]")?.dataset;
  if (!spot) return;
  event.preventDefault();
  goTo(form.elements[spot.field], spot.from, spot.to);
});
if (!list.querySelector("[data-said]")) check();
