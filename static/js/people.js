// Suggests colleagues while one types a name.
import { contains, suggestWhileTyping } from "./suggest.js";

for (const input of document.querySelectorAll("[data-people]")) {
  suggestWhileTyping(
    input,
    input.dataset.people,
    (typed) => ({ q: typed }),
    (answer, typed) => answer.people.map((person) => suggestion(person, typed)),
  );
}

// Where the name does not contain what was typed, its plain letters stand beside it.
function suggestion(person, typed) {
  const option = new Option("", person.value);
  option.label = contains(person.value, typed) ? person.about : person.plain;
  return option;
}
