// What a window left in this browser that was closed, signed out or cut off.
import { article, beginning, copy, hold, isSafe, key, known, mine, place, slot } from "./copy.js";
import { fill, read, same } from "./values.js";

const MONTH = 30 * 86_400_000; // the server knows for longer what was sent
const { ended, shows } = place.dataset;
// A window has a lock as long as it is open; without HTTPS there are none.
const locked = (name, act, options = {}) => navigator.locks?.request(name, options, act) ?? act();

locked(slot, () => new Promise(() => {}));

/** The text that the form shows now, if there was one; what else there is waits for another time. */
export async function adopt() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(mine));
  const texts = names.map((name) => ({ ...JSON.parse(localStorage[name]), name }));
  for (const text of texts.sort((one, other) => other.at - one.at)) {
    const act = async () => text.name in localStorage && takeUp(text);
    if (await locked(text.name, act, { signal: AbortSignal.timeout(3_000) }).catch(() => {})) return text;
  }
}

function takeUp(text) {
  const forget = () => delete localStorage[text.name];
  if (text.isSent && (ended.includes(text.key) || Date.now() - text.at > MONTH)) return !forget();
  if (!text.name.startsWith(beginning)) return false;
  const values = read();
  if (same(text.values, values)) {
    if (shows === "sent" && text.key === key.value && text.known === known.value) copy.base = text.base;
    return !forget();
  }
  const isOther = !article.value && text.key !== key.value;
  if (copy.takes || isOther && (known.value !== "0" || !isSafe())) return false;
  // What the form showed until now is put together with it, as if from another window.
  if (isOther) [key.value, known.value] = [text.key, text.known];
  else copy.theirs = { key: key.value, revision: known.value, values };
  Object.assign(copy, { base: text.base, merges: true });
  fill(text.values);
  if (hold()) forget();
  return true;
}
