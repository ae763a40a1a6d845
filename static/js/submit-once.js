// A double click must not send a form twice. Coming back to the page makes its buttons usable again.
function mark(form, isSent) {
  form.toggleAttribute("data-sent", isSent);
  for (const button of form.elements) if (button.type === "submit") button.ariaDisabled = isSent;
}

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const stays = event.defaultPrevented || submitter?.formTarget === "_blank"; // refused here, or a preview
  if (stays || !form.matches("[data-submit-once]")) return;
  if (form.matches("[data-sent]")) event.preventDefault();
  else mark(form, true);
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) mark(form, false);
});
