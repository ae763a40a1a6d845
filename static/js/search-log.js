// Tells which page, at which place, a search led to. A beacon: the page is opened at once, whatever becomes of it.
const results = document.querySelector("[data-search]");

function tell({ target, button }) {
  const link = target.closest("[data-opened]");
  if (!link || button > 1) return;
  const [place, article] = link.dataset.opened.split(" ");
  const csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]").value;
  navigator.sendBeacon("/search/opened/", new URLSearchParams({ csrfmiddlewaretoken, search: results.dataset.search, place, article }));
}

for (const kind of ["click", "auxclick"]) results?.addEventListener(kind, tell);
