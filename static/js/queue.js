// The list of what waits, by keyboard: j and k go from line to line, Enter opens, x ticks.
import { isShortcut } from "./typing.js";

for (const form of document.querySelectorAll("[data-queue]")) {
  const lines = [...form.querySelectorAll("[data-queue-item]")];
  const boxes = [...form.querySelectorAll("[name=choice]")];
  const said = form.querySelector("[data-queue-said]");
  const invitation = said?.textContent;
  const keys = form.querySelector("[data-queue-keys]");
  const actions = { j: () => go(1), k: () => go(-1), x: tick };
  if (keys) keys.hidden = window.matchMedia("(pointer: coarse)").matches;

  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event) || event.shiftKey || !(event.key in actions)) return;
    event.preventDefault();
    actions[event.key]();
  });
  form.addEventListener("change", count);
  window.addEventListener("pageshow", count); // coming back, the browser ticks them again
  count();

  function here() {
    return lines.findIndex((line) => line.contains(document.activeElement));
  }

  function go(step) {
    const next = Math.min(Math.max(here() + step, 0), lines.length - 1);
    lines[next].querySelector("a").focus();
    lines[next].scrollIntoView({ block: "nearest" });
  }

  function tick() {
    lines[here()]?.querySelector("[name=choice]")?.click();
  }

  function count() {
    if (!said) return;
    const ticked = boxes.filter((box) => box.checked).length;
    said.textContent = ticked ? `${ticked} ticked` : invitation;
  }
}
