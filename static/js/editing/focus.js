// Nothing but the text, until Escape, kept for the tab; how long it is, and the section to begin at.
import { goTo } from "../insert.js";

const page = document.documentElement.classList;
const button = document.querySelector("[data-alone]");
const box = document.querySelector("[data-text]");

function set(alone) {
  button.ariaPressed = page.toggle("alone", alone);
  sessionStorage.alone = alone ? "yes" : "";
}

function count() {
  const words = box.value.match(/(?<![/(]\S*)[\p{L}\p{N}]\S*/gu)?.length ?? 0;
  document.querySelector("[data-count]").textContent = words ? `${words} ${words === 1 ? "word" : "words"} · ${Math.max(1, Math.round(words / 220))} min to read` : "";
}

button.addEventListener("click", () => set(!page.contains("alone")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && "oneLine" in event.target.dataset) event.preventDefault(); // a title
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open], :popover-open")) set(false);
});
box.addEventListener("input", count);
count();
set(Boolean(sessionStorage.alone));
if (box.dataset.at) goTo(box, box.dataset.at);
