// Keeps what is written: on the server every few seconds, and in this browser until it is there.
import { adopt } from "./adopting.js";
import { Copy } from "./copy.js";
import { fill, forget, same } from "./keeping.js";
import { watch } from "./leaving.js";
import { ask, renew, show, unite } from "./windows.js";

for (const form of document.querySelectorAll("[data-editor]:has([data-saving])")) {
  const place = form.querySelector("[data-saving]");
  const copy = new Copy(form, place);
  const { begin, token, together } = copy;
  let state, isSaving, isRenewed, timer, wait = 0;

  const tell = (now, facts) => show(place, state = now, facts);
  const say = (words) => { place.querySelector("[data-saved-line]").textContent = words; };
  const later = (pause = wait || Number(place.dataset.pace)) => { timer ??= setTimeout(save, pause); };

  async function save(options) {
    clearTimeout(timer);
    timer = undefined;
    if (isSaving || copy.isLeaving || state === "shut" || copy.theirs && !copy.merges) return;
    isSaving = true;
    const pause = copy.theirs ? await bring() : await attempt(options);
    isSaving = false;
    if (pause !== undefined) later(pause);
  }

  // One save. Resolves with the pause before the next one, if there has to be one.
  async function attempt(options) {
    if (copy.isSafe) return void forget(copy.slot);
    copy.count();
    copy.hold();
    const { values, key, known } = copy;
    const answer = await ask(form, known.value === "0" ? begin : `${begin}${key.value}/`, copy.body(values), options);
    if (answer.status === 200) return kept(answer, values);
    if (answer.values) return met(answer, values);
    if (answer.key) {
      copy.goOnFrom(answer);
      tell(answer.state, answer);
      return 0;
    }
    if (answer.state === "shut" || answer.error && answer.status === 413) return void tell(answer.state, answer);
    return falter([401, 403].includes(answer.status) ? await renew(form, token) : "offline");
  }

  function kept(answer, values) {
    [isRenewed, wait] = [false, 0];
    copy.saved(values, answer.revision);
    if ("others" in answer) form.querySelector("[data-others]").textContent = answer.others;
    if (/offline|nowhere|out|person|large/.test(state)) tell("");
    if (!copy.isSafe) return Number(place.dataset.pace);
    say(`Saved ${answer.at}`);
  }

  // Another window was first. The same words are no news.
  function met(answer, values) {
    if (same({ ...values, ...answer.values }, values)) copy.goOnFrom(answer);
    else copy.theirs = answer;
    if (!copy.theirs || copy.merges) return 0;
    say("Not saved yet");
    tell("newer", answer);
  }

  async function bring() {
    const values = await unite(form, together, copy.base, copy.theirs.values);
    if (!values) return falter(await renew(form, token));
    fill(form, values);
    copy.goOnFrom(copy.theirs);
    return 0;
  }

  function falter(why) {
    if (!why && !isRenewed) {
      isRenewed = true;
      return 0;
    }
    say("Not saved yet");
    tell(copy.hold() ? why || "offline" : "nowhere");
    wait = Math.min(wait * 2 || 2_000, 60_000);
    return wait;
  }

  place.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-do]")?.dataset.do;
    if (!act || !copy.theirs) return;
    if (act === "unite") copy.merges = true;
    else {
      copy.goOnFrom(copy.theirs);
      copy.takes = true;
    }
    tell(act);
    save();
  });

  const change = () => {
    if (!wait && !copy.theirs) say("Saving…");
    later();
  };
  watch(form, copy, { change, save, isWaiting: () => wait > 0 });

  const look = async () => {
    const at = await adopt(copy);
    if (at) tell("kept", { at: new Date(at).toTimeString().slice(0, 5) });
    if (!copy.isSafe && (at || copy.shows === "sent")) save();
  };
  look();
  setTimeout(look, 11_000); // for a window that broke down a moment ago
}
