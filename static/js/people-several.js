// In a field for several people, each one chosen moves out of the way of the next. What is sent is
// the same as without script: all of them, separated by commas.
import { element } from "./parts.js";

for (const input of document.querySelectorAll("[data-people-several]")) {
  const all = element("input", { type: "hidden", name: input.name, value: input.value });
  const list = element("ul", { className: "people-chosen" });
  input.removeAttribute("name");
  input.required = false;
  input.before(list);
  input.after(all);

  const chosen = () => [...list.children].map((item) => item.firstChild.textContent);
  const named = () => [...chosen(), input.value.trim()].filter(Boolean).join(", ");
  // As if typed: whoever keeps the text hears of it.
  const tell = () => input.dispatchEvent(new Event("input", { bubbles: true }));

  const choose = (text) => {
    const person = text.trim();
    input.value = "";
    if (!person || chosen().includes(person)) return;
    const remove = element("button", { type: "button", className: "people-remove", title: `Remove ${person}`, ariaLabel: `Remove ${person}` });
    const item = element("li", {}, element("span", { textContent: person }), remove);
    remove.addEventListener("click", () => {
      item.remove();
      input.focus();
      tell();
    });
    list.append(item);
  };

  const show = () => {
    list.replaceChildren();
    all.value.split(/[,;\n]/).forEach(choose);
  };

  input.addEventListener("input", () => {
    const isSuggested = [...input.list.options].some((option) => option.value === input.value);
    const person = input.value.replace(/[,;]\s*$/, "");
    if (isSuggested || person !== input.value) choose(person);
    all.value = named();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && input.value.trim()) {
      event.preventDefault(); // another may follow
      choose(input.value);
      tell();
    } else if (event.key === "Backspace" && !input.value && list.lastChild) {
      list.lastChild.remove();
      tell();
    }
  });
  all.addEventListener("change", () => all.value !== named() && show()); // what another window wrote
  show();
}
