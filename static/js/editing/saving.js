// Saves to the server, one after the other, and says what stands in the way.
import { ask } from "../asking.js";
import { article, copy, goOnFrom, hold, isSafe, key, known, person, place, slot } from "./copy.js";
import { fill, form, read, same } from "./values.js";

const SMALL = 20_000; // characters: a page that is being left sends no more
const { begin, together, token: tokens } = place.dataset;
const revision = form.elements.copy_revision;
let state, isSaving, timer;
export let wait = 0;

export const say = (words) => { place.querySelector("[data-saved-line]").textContent = words; };

export function tell(now, { at = "", error = "", url = "" } = {}) {
  state = now;
  for (const notice of place.querySelectorAll("[data-when]")) notice.hidden = notice.dataset.when !== now;
  for (const moment of place.querySelectorAll("[data-moment]")) moment.textContent = at;
  place.querySelector("[data-error]").textContent = error;
  place.querySelector("[data-there]").href = url;
}

export function later() {
  timer ??= setTimeout(save, wait || Number(place.dataset.pace));
}

export async function save() {
  clearTimeout(timer);
  timer = undefined;
  if (isSaving || copy.isLeaving || state === "shut" || copy.theirs && !copy.merges) return;
  isSaving = true;
  const isDone = copy.theirs ? await bring() : await attempt();
  isSaving = false;
  if (!isDone) later();
}

// Whether nothing is left to do until somebody does something.
async function attempt(isSecond) {
  if (isSafe()) return delete localStorage[slot];
  hold();
  revision.value = Math.max(revision.value, known.value) + 1;
  const values = read();
  const body = new FormData(form);
  if (copy.takes) body.append("copy_take", "yes");
  const keepalive = document.hidden && form.elements.body.value.length < SMALL;
  const answer = await ask(known.value === "0" ? begin : `${begin}${key.value}/`, body, { keepalive });
  if (answer.revision && answer.status === 200) return kept(answer, values);
  if (answer.values) return met(answer, values);
  if (/gone|sent|shut|large/.test(answer.state)) {
    tell(answer.state, answer);
    return !answer.key || goOnFrom(answer);
  }
  const why = await problem();
  return why || isSecond ? falter(why) : attempt(true);
}

function kept({ revision: now, others, at }, values) {
  wait = 0;
  known.value = now;
  Object.assign(copy, { base: values, takes: false });
  if (others !== undefined) form.querySelector("[data-others]").textContent = others;
  if (!article.value) history.replaceState(null, "", `?copy=${key.value}`);
  if (/offline|nowhere|out|person|large/.test(state)) tell("");
  if (!isSafe()) return false;
  delete localStorage[slot];
  say(`Saved ${at}`);
  if (copy.elsewhere) location.assign(copy.elsewhere);
  return true;
}

// Another window was first. The same words are no news.
function met(answer, values) {
  if (same({ ...values, ...answer.values }, values)) return goOnFrom(answer);
  copy.theirs = answer;
  if (copy.merges) return false;
  say("Not saved yet");
  tell("newer", answer);
  return true;
}

// Both texts in one; anew for what is typed while the server puts them together.
async function bring() {
  let mine, both;
  do {
    mine = read();
    both = await ask(together, JSON.stringify({ base: copy.base, theirs: copy.theirs.values, mine }));
    if (!both.values) return falter(await problem());
  } while (!same(mine, read()));
  fill(both.values);
  goOnFrom(copy.theirs);
}

// Who signed in again has another token, in every form.
async function problem() {
  const { status, person: now, token } = await ask(tokens);
  if (!token) return status === 401 ? "out" : "offline";
  if (`${now}` !== person.value) return "person";
  for (const box of document.querySelectorAll("[name=csrfmiddlewaretoken]")) box.value = token;
}

function falter(why = "offline") {
  say("Not saved yet");
  tell(hold() ? why : "nowhere");
  wait = Math.min(wait * 2 || 2_000, 60_000);
}
