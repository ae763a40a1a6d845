// Leaving a form with unsaved text asks first; the editor keeps its text by itself.
const written = (form) => JSON.stringify([...new FormData(form)]);

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  const before = written(form);
  let isSending = false;

  form.addEventListener("submit", ({ submitter }) => {
    isSending = submitter?.formTarget !== "_blank"; // a preview saves nothing
  });
  addEventListener("pageshow", () => { isSending = false; });
  addEventListener("beforeunload", (event) => {
    if (!isSending && written(form) !== before) event.preventDefault();
  });
}

// Signing out leaves nothing behind for whoever sits down next. What the server does not have is
// asked about first; only a session that ends by itself leaves it for later.
document.getElementById("sign-out")?.addEventListener("submit", (event) => {
  const kept = Object.keys(localStorage).filter((place) => place.startsWith("writing:"));
  if (kept.length && !confirm("This browser keeps a text that is not saved yet. Signing out throws it away. Sign out?")) event.preventDefault();
  else for (const place of kept) localStorage.removeItem(place);
});
