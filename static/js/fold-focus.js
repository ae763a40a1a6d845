// Whoever opens a folded form wants to write: the first box of it takes the focus.
for (const fold of document.querySelectorAll("details[data-fold-focus]")) {
  fold.querySelector("summary").addEventListener("click", () => {
    if (fold.open) return; // it is about to be closed
    fold.addEventListener("toggle", () => fold.querySelector("textarea, input:not([type=hidden])")?.focus(), { once: true });
  });
}
