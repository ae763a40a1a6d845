// In a field for several people, each one chosen moves out of the way of the next. What is sent is
// the same as without script: all of them, separated by commas.
import { element, iconButton } from "./parts.js";

for (const input of document.querySelectorAll("[data-people-several]")) {
  const all = element("input", { type: "hidden", name: input.name });
  const list = element("ul", { className: "people-chosen" });
  input.removeAttribute("name");
  input.before(list);
  input.after(all);

  const note = () => {
    const chosen = [...list.children].map((item) => item.dataset.person);
    all.value = [...chosen, input.value.trim()].filter(Boolean).join(", ");
    input.required = false;
    list.hidden = chosen.length === 0;
  };

  const choose = (text) => {
    const person = text.trim();
    const isNew = person && ![...list.children].some((item) => item.dataset.person === person);
    if (isNew) list.append(chosen(person));
    input.value = "";
    note();
  };

  const chosen = (person) => {
    const item = element("li", {}, element("span", { textContent: person }), iconButton("close", `Remove ${person}`, "people-remove"));
    item.dataset.person = person;
    item.lastChild.addEventListener("click", () => {
      item.remove();
      note();
      input.focus();
    });
    return item;
  };

  input.addEventListener("input", () => {
    const isSuggested = [...input.list.options].some((option) => option.value === input.value);
    if (isSuggested || /[,;]\s*$/.test(input.value)) choose(input.value.replace(/[,;]\s*$/, ""));
    else note();
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && input.value.trim()) {
      event.preventDefault(); // another may follow
      choose(input.value);
    } else if (event.key === "Backspace" && !input.value && list.lastChild) {
      list.lastChild.remove();
      note();
    }
  });

  for (const person of input.value.split(/[,;\n]/)) choose(person);
}
