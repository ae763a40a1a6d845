// Between this window, the server, and other windows on the same text.
import { read, same } from "./keeping.js";

const JSON_TYPE = "application/json";

// Resolves with the answer and its status; 0 where there was none that could be read.
export async function ask(form, address, body, more) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const headers = { Accept: JSON_TYPE, ...(body && { "X-CSRFToken": token }) };
  try {
    const answer = await fetch(address, { method: body ? "POST" : "GET", body, headers, signal: AbortSignal.timeout(20_000), ...more });
    return { ...await answer.json(), status: answer.status };
  } catch {
    return { status: 0 };
  }
}

// Who signed in again has another token, in every form of the page.
export async function renew(form, address) {
  const answer = await ask(form, address);
  if (answer.status !== 200) return answer.status === 401 ? "out" : "offline";
  if (`${answer.person}` !== form.elements.copy_person.value) return "person";
  for (const box of document.querySelectorAll("[name=csrfmiddlewaretoken]")) box.value = answer.token;
  return "";
}

// Both texts in one, with what was typed while the server put them together.
export async function unite(form, address, base, theirs, now = () => read(form)) {
  for (;;) {
    const mine = now();
    const { values } = await ask(form, address, JSON.stringify({ base, theirs, mine }));
    if (!values || same(mine, now())) return values;
    [base, theirs] = [mine, values];
  }
}

// What stands in the way, of all that may; "" for nothing.
export function show(place, state, { at = "", url = "", error = "" } = {}) {
  for (const notice of place.querySelectorAll("[data-when]")) {
    const fits = state !== "" && notice.dataset.when.split(" ").includes(state);
    if (fits) {
      for (const moment of notice.querySelectorAll("[data-moment]")) moment.textContent = at;
      for (const words of notice.querySelectorAll("[data-error]")) words.textContent = error;
      for (const link of notice.querySelectorAll("a[data-there]")) link.href = url;
    }
    notice.hidden = !fits;
  }
}
