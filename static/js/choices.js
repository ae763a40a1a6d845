// Lists that search while one types: read aloud, each is called as its label, chosen or not.

function name() {
  for (const box of document.querySelectorAll(".select2-selection")) {
    const shown = box.querySelector(".select2-selection__rendered");
    const field = box.closest(".select2").previousElementSibling;
    const [label] = field?.labels ?? [];
    if (!shown || !label) continue;
    label.id ||= `${field.id}-label`;
    shown.setAttribute("aria-labelledby", label.id);
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
  }
}

// They are made by what jQuery calls when all is there, in the order in which it was asked to, and
// whenever a row is added.
window.django?.jQuery?.(name);
document.addEventListener("formset:added", () => setTimeout(name));
