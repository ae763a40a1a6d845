// A double click must not send a form twice. Coming back to the page makes its buttons usable again.
const forms = document.querySelectorAll("form[data-submit-once]");

function buttonsOf(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return; // a preview: the form stays
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // After this turn: a disabled button's own name and value would not be sent.
    setTimeout(() => buttonsOf(form).forEach((button) => button.setAttribute("aria-disabled", "true")));
  });
}

window.addEventListener("pageshow", () => {
  for (const form of forms) {
    delete form.dataset.sent;
    buttonsOf(form).forEach((button) => button.removeAttribute("aria-disabled"));
  }
});
