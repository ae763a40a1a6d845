// Suggests titles of the chosen department's pages while one types.
const PAUSE = 180; // milliseconds without a key before we ask

for (const input of document.querySelectorAll("[data-titles]")) {
  let waiting;
  let asking;

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    const typed = input.value.trim();
    const department = input.form.elements.department?.value;
    if (typed.length < 2 || !department || isChosen(input)) return;
    waiting = setTimeout(async () => {
      asking = new AbortController();
      const titles = await find(input.dataset.titles, { q: typed, department }, asking.signal);
      if (titles) suggest(input, titles, typed);
    }, PAUSE);
  });
}

function isChosen(input) {
  return [...input.list.options].some((option) => option.value === input.value);
}

async function find(address, question, signal) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams(question)}`, { signal, headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).titles : undefined;
  } catch {
    return undefined; // aborted, or offline: one goes on typing
  }
}

// The browser shows only what contains the typed letters: without accents, they stand beside it.
function suggest(input, titles, typed) {
  input.list.replaceChildren(...titles.map((page) => {
    const contains = page.value.toLowerCase().includes(typed.toLowerCase());
    return new Option(contains ? page.value : page.plain, page.value);
  }));
}
