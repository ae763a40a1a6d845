// By key alone: “/” opens quick find, n or j to the next line of a queue or change of a
// text, p or k to the one before, x ticks. The buttons beside changes do the same and say where one is.
import { quickFind } from "./quick-find.js";

const STEPS = { n: 1, j: 1, p: -1, k: -1 };
const EDGE = 24; // pixels below the place where a change comes to lie

const place = document.querySelector("[data-queue], :has(> [data-change-nav])");
const stops = [...(place?.querySelectorAll("[data-queue-item], [data-change]") ?? [])];
const steps = place?.querySelectorAll("[data-step]");
const count = place?.querySelector("[data-count]");
const total = count?.textContent;

addEventListener("keydown", (event) => {
  const { key, target } = event;
  const isModified = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (isModified || event.defaultPrevented || target.closest("select, dialog, :read-write")) return;
  if (key === "/") quickFind();
  else if (key in STEPS && stops.length) go(STEPS[key]);
  else if (key === "x") target.closest("[data-queue-item]")?.querySelector("[name=choice]")?.click();
  else return;
  event.preventDefault();
});

if (count && stops.length) {
  count.parentElement.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]")?.dataset.step;
    if (!step || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(Number(step));
  });
  addEventListener("scroll", say, { passive: true });
  say();
}

function go(step) {
  const stop = stops[Math.min(Math.max(current() + step, 0), stops.length - 1)];
  const link = stop.querySelector(".list-title");
  stop.scrollIntoView({ block: link ? "nearest" : "start" });
  (link ?? stop).focus({ preventScroll: true });
  if (count) say();
}

// What has the focus, else the last whose top has reached the place that changes are scrolled to;
// -1 before the first.
function current() {
  const focused = stops.findLastIndex((stop) => stop.contains(document.activeElement));
  if (focused >= 0 && isInView(stops[focused])) return focused;
  const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBlockStart) || 0;
  return stops.findLastIndex((stop) => stop.getBoundingClientRect().top <= top + EDGE);
}

function isInView(stop) {
  const { top, bottom } = stop.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function say() {
  const index = current();
  count.textContent = index < 0 ? total : `${index + 1} of ${stops.length}`;
  for (const link of steps) link.ariaDisabled = link.dataset.step === "1" ? index === stops.length - 1 : index <= 0;
}
