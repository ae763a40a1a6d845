// Suggests colleagues while one types a name.
const PAUSE = 180; // milliseconds without a key before we ask

for (const input of document.querySelectorAll("[data-people]")) {
  let waiting;
  let asking;

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    const typed = input.value.trim();
    if (typed.length < 2 || [...input.list.options].some((option) => option.value === typed)) return;
    waiting = setTimeout(async () => {
      asking = new AbortController();
      const people = await find(input.dataset.people, typed, asking.signal);
      if (people) input.list.replaceChildren(...people.map((person) => suggestion(person, typed)));
    }, PAUSE);
  });
}

async function find(address, typed, signal) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ q: typed })}`, { signal, headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).people : undefined;
  } catch {
    return undefined; // aborted, or offline: one goes on typing
  }
}

// The browser shows only options that contain what was typed, accents included: where the name
// does not, its plain letters stand beside it.
function suggestion(person, typed) {
  const option = new Option("", person.value);
  option.label = person.value.toLowerCase().includes(typed.toLowerCase()) ? person.about : person.plain;
  return option;
}
