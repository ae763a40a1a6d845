// When a text is saved: while it changes, and when its window is left or comes back.
const SMALL = 20_000; // characters: a page that is being left sends no more

export function watch(form, copy, { change, save, isWaiting }) {
  let soon;
  const stay = () => { copy.isLeaving = false; copy.marks = {}; };

  for (const kind of ["input", "change"]) form.addEventListener(kind, () => {
    stay();
    change();
    soon ??= setTimeout(() => { soon = undefined; copy.hold(); }, 400);
  });

  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return; // a preview saves nothing
    copy.count();
    copy.hold({ isSent: true, isLeft: true });
    copy.isLeaving = true;
    setTimeout(() => { if (event.defaultPrevented) stay(); });
  });
  window.addEventListener("beforeunload", (event) => {
    if (!copy.isLeaving && !copy.hold({ isLeft: true })) event.preventDefault();
  });
  window.addEventListener("pagehide", () => { if (!copy.isLeaving) copy.hold({ isLeft: true }); });
  window.addEventListener("pageshow", stay);

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || isWaiting()) save({ keepalive: form.elements.body.value.length < SMALL });
  });
  for (const kind of ["online", "focus"]) window.addEventListener(kind, () => { if (isWaiting()) save(); });
}
