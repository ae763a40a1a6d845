// Pages are ordered by dragging, arrows, or Alt and an arrow key; each step is saved.
import { ask } from "./asking.js";

const STEPS = { up: -1, down: 1, ArrowUp: -1, ArrowDown: 1, top: -Infinity };
const said = document.querySelector(".ordering-said");
let saved = Promise.resolve();

for (const list of document.querySelectorAll("[data-ordering]")) {
  const placeOf = (row) => [...list.children].indexOf(row);

  function put(row, to) {
    const { activeElement } = document;
    row.remove();
    list.insertBefore(row, list.children[Math.max(0, to)]);
    activeElement.focus();
  }

  function save(row, from) {
    const to = placeOf(row);
    const body = new URLSearchParams({ do: `to-${row.dataset.page}`, to });
    if (to !== from) saved = saved.then(async () => {
      const isSaved = (await ask(list.closest("form").action, body)).status === 200;
      if (!isSaved) put(row, from);
      said.textContent = isSaved ? `${row.dataset.title} is number ${to + 1} now` : "Not saved";
    });
  }

  function step(event, by) {
    if (!by) return;
    const row = event.target.closest("li");
    const from = placeOf(row);
    event.preventDefault();
    put(row, from + by);
    save(row, from);
  }

  list.onclick = (event) => step(event, STEPS[event.target.closest("button")?.value.split("-")[0]]);
  list.onkeydown = (event) => step(event, event.altKey && STEPS[event.key]);

  list.onpointerdown = (event) => {
    const row = event.target.closest("[data-grip]")?.parentElement;
    if (!row) return;
    const from = placeOf(row);
    event.preventDefault();
    row.focus();
    list.setPointerCapture(event.pointerId);
    list.onpointermove = ({ clientY }) => {
      const above = (li) => li !== row && li.getBoundingClientRect().bottom - 20 < clientY;
      const to = [...list.children].filter(above).length;
      if (to !== placeOf(row)) put(row, to);
      row.scrollIntoView({ block: "nearest" });
    };
    list.onlostpointercapture = () => {
      list.onpointermove = null;
      save(row, from);
    };
  };
}
