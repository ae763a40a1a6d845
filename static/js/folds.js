// Whoever opens a folded form wants to write: the first box of it takes the focus.
for (const fold of document.querySelectorAll("details[data-fold-focus]")) {
  fold.firstElementChild.addEventListener("click", () => {
    // After this turn the fold is open, or closed.
    setTimeout(() => fold.open && fold.querySelector("textarea, input:not([type=hidden])")?.focus());
  });
}

// A link to something inside a fold opens the fold, also in browsers that do not do so themselves.
function openAround() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target?.closest("details:not([open])")) return;
  for (let fold; (fold = target.closest("details:not([open])")); ) fold.open = true;
  target.scrollIntoView();
  if (target.matches("input, textarea, select")) target.focus({ preventScroll: true });
}

addEventListener("hashchange", openAround);
addEventListener("click", ({ target }) => {
  const link = target.closest("a[href^='#']"); // followed a second time, the address stays as it is
  if (link && link.hash === location.hash) openAround();
});
openAround();
