// Fills the list under a field with what the server suggests while one types.
const PAUSE = 180; // milliseconds without a key before we ask
const LEAST = 2; // letters

/**
 * `ask(typed)` gives the question, or nothing where there is none to ask; `options(answer, typed)`
 * makes the options of the answer.
 */
export function suggestWhileTyping(input, address, ask, options) {
  let waiting;
  let asking;

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    const typed = input.value.trim();
    const question = typed.length >= LEAST && !isChosen(input, typed) && ask(typed);
    if (!question) return;
    waiting = setTimeout(async () => {
      asking = new AbortController();
      const answer = await find(address, question, asking.signal);
      if (answer) input.list.replaceChildren(...options(answer, typed));
    }, PAUSE);
  });
}

// The browser shows only what contains the letters that were typed, accents included.
export function contains(text, typed) {
  return text.toLowerCase().includes(typed.toLowerCase());
}

function isChosen(input, typed) {
  return [...input.list.options].some((option) => option.value === typed);
}

async function find(address, question, signal) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams(question)}`, { signal, headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined; // aborted, or offline: one goes on typing
  }
}
