// Fills the list under a field with the names or titles that the server finds while one types.
import { ask } from "./asking.js";

const PAUSE = 180; // milliseconds without a key before we ask
const LEAST = 2; // letters

for (const input of document.querySelectorAll("[data-find]")) {
  let waiting, asking;

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    const q = input.value.trim();
    const isChosen = [...input.list.options].some((option) => option.value === q);
    if (q.length >= LEAST && !isChosen) waiting = setTimeout(fill, PAUSE, q);
  });

  async function fill(q) {
    asking = new AbortController();
    const query = new URLSearchParams({ q, department: input.form?.elements.department?.value ?? "" });
    const { found } = await ask(`${input.dataset.find}?${query}`, undefined, { signal: asking.signal });
    if (found) input.list.replaceChildren(...found.map(({ label, value }) => new Option(label, value)));
  }
}
