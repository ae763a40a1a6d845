// Suggests titles of the chosen department's pages while one types.
import { contains, suggestWhileTyping } from "./suggest.js";

for (const input of document.querySelectorAll("[data-titles]")) {
  const department = () => input.form.elements.department?.value;
  suggestWhileTyping(
    input,
    input.dataset.titles,
    (typed) => department() && { q: typed, department: department() },
    (answer, typed) => answer.titles.map((page) => suggestion(page, typed)),
  );
}

// Where the title does not contain what was typed, its plain letters do.
function suggestion(page, typed) {
  return new Option(contains(page.value, typed) ? page.value : page.plain, page.value);
}
