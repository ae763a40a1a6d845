// What a window left in this browser when it was closed, signed out or cut off.
import { fill, forget, left, same } from "./keeping.js";
import { unite } from "./windows.js";

// What was sent is known to the server for longer than this.
const MONTH = 30 * 86_400_000;

// Resolves with when the latest was written, if there was any.
export async function adopt(copy) {
  let latest;
  for (const text of left(copy.mine)) {
    if (text.isSent && (copy.ended.includes(text.key) || Date.now() - text.at > MONTH)) {
      forget(text.place);
      continue;
    }
    if (!text.place.startsWith(copy.beginning)) continue;
    const isShown = same(text.values, copy.values);
    if (isShown && copy.fits(text) && copy.shows === "sent") copy.base = text.base;
    if (isShown) forget(text.place);
    else if (!copy.takes && await takeUp(copy, text)) latest ??= text.at;
  }
  return latest;
}

async function takeUp(copy, text) {
  const isOther = copy.isNew && text.key !== copy.key.value;
  if (isOther && (copy.known.value !== "0" || !copy.isSafe)) return false;
  const values = await inside(copy, text, isOther);
  if (!values) return false;
  fill(copy.form, values);
  copy.merges = true;
  if (copy.hold()) forget(text.place);
  return true;
}

// The text that belongs into the form: as it was left, or together with what was saved since.
async function inside(copy, text, isOther) {
  const { form, together, known } = copy;
  if (isOther) [copy.key.value, known.value] = [text.key, text.known];
  if (copy.isSafe && (isOther || copy.fits(text) || text.known + known.value === "00" && same(text.base, copy.base))) {
    copy.base = text.base;
    return text.values;
  }
  const shown = copy.values;
  const both = await unite(form, together, text.base, shown, () => text.values);
  return both && unite(form, together, shown, both);
}
