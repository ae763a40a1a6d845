// Leaving a form with unsaved text asks first.
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  const before = snapshot(form);
  let isSending = false;

  form.addEventListener("submit", (event) => {
    isSending = event.submitter?.formTarget !== "_blank"; // a preview saves nothing
  });

  window.addEventListener("pageshow", () => { isSending = false; });

  window.addEventListener("beforeunload", (event) => {
    if (!isSending && snapshot(form) !== before) event.preventDefault();
  });
}

function snapshot(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
}
