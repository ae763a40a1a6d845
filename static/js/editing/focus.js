// Nothing but the text, until Escape; kept for the tab. The section to begin at. A title is one line.
import { goTo } from "../insert.js";

const page = document.documentElement.classList;
const button = document.querySelector("[data-alone]");
const section = document.querySelector("[data-at]");

function set(alone) {
  button.ariaPressed = page.toggle("alone", alone);
  sessionStorage.alone = alone ? "yes" : "";
}

button.addEventListener("click", () => set(!page.contains("alone")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && "oneLine" in event.target.dataset) event.preventDefault();
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open], :popover-open")) set(false);
});
set(Boolean(sessionStorage.alone));
if (section) goTo(section, section.dataset.at);
