// When a text is kept: while it changes, and when its window is left or comes back.
import { adopt } from "./adopting.js";
import { copy, goOnFrom, hold, isSafe, place } from "./copy.js";
import { later, save, say, tell, wait } from "./saving.js";
import { form } from "./values.js";

let soon;

for (const kind of ["input", "change"]) form.addEventListener(kind, () => {
  copy.isLeaving = false;
  if (!wait && !copy.theirs) say("Saving…");
  later();
  soon ||= setTimeout(() => { soon = 0; hold(); }, 400);
});

form.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return; // a preview saves nothing
  hold(true);
  copy.isLeaving = true;
});
addEventListener("pageshow", () => { copy.isLeaving = false; });
addEventListener("beforeunload", (event) => { if (!copy.isLeaving && !hold()) event.preventDefault(); });
document.addEventListener("visibilitychange", () => {
  if (copy.isLeaving) return;
  hold();
  if (document.hidden || wait) save();
});
for (const kind of ["online", "focus"]) addEventListener(kind, () => { if (wait) save(); });

place.addEventListener("click", ({ target: { dataset } }) => {
  if (!dataset.do) return;
  if (dataset.do === "unite") copy.merges = true;
  else {
    goOnFrom(copy.theirs);
    copy.takes = true;
  }
  tell(dataset.do);
  save();
});

adopt().then((text) => {
  if (text) tell("kept", { at: new Date(text.at).toTimeString().slice(0, 5) });
  if (text || place.dataset.shows === "sent" && !isSafe()) save();
});
