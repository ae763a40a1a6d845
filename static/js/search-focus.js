// “/” goes to the search box; the hint beside it appears only where that works.
const input = [...document.querySelectorAll("[data-search-focus]")].find((box) => box.checkVisibility());

function isTyping(target) {
  return target.isContentEditable || target.closest("input, textarea, select, dialog") !== null;
}

if (input) {
  const hint = input.parentElement.querySelector(".search-hint");
  if (hint) hint.hidden = window.matchMedia("(pointer: coarse)").matches;
  input.setAttribute("aria-keyshortcuts", "/");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
