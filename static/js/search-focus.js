// “/” goes to the search box; the hint beside it appears only where that works.
import { isShortcut } from "./typing.js";

const input = [...document.querySelectorAll("[data-search-focus]")].find((box) => box.checkVisibility());

if (input) {
  const hint = input.parentElement.querySelector(".search-hint");
  if (hint) hint.hidden = window.matchMedia("(pointer: coarse)").matches;
  input.setAttribute("aria-keyshortcuts", "/");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !isShortcut(event)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
