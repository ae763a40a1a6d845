// A link to something inside a fold opens the fold, also in browsers that do not do so themselves.
function openAround() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (!target) return;
  const folds = [];
  for (let fold = target.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) folds.push(fold);
  if (folds.length === 0) return;
  for (const fold of folds) fold.open = true;
  target.scrollIntoView();
  if (target.matches("input, textarea, select")) target.focus({ preventScroll: true });
}

window.addEventListener("hashchange", openAround);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']"); // followed a second time, the address stays as it is
  if (link && link.getAttribute("href") === location.hash) openAround();
});
openAround();
