// What scrolls within the page: named and reachable by keyboard, and open where it matters.
import { setAll } from "./parts.js";

const HEADINGS = ".prose :is(h1, h2, h3, h4)";
const names = new Map();
const count = { Code: 0, Table: 0 };
let heading = "";

// “Table 2: Typical dates”, by the last heading before it.
for (const part of document.querySelectorAll(`${HEADINGS}, .table-scroll, .prose pre`)) {
  if (part.matches(HEADINGS)) {
    heading = part.firstChild?.textContent.trim();
    continue;
  }
  const kind = part.matches("pre") ? "Code" : "Table";
  count[kind] += 1;
  names.set(part, `${kind} ${count[kind]}${heading && `: ${heading}`}`);
}

// What fits is no stop for who goes by keyboard.
const sizes = new ResizeObserver((seen) => {
  for (const { target: box } of seen) {
    const region = { tabindex: 0, role: "region", "aria-label": names.get(box) };
    setAll(box, region, box.scrollWidth > box.clientWidth);
  }
});
for (const box of names.keys()) sizes.observe(box);

// In a table too wide for the page one sees the first changed cell,
for (const box of document.querySelectorAll(".page-diff .table-scroll")) {
  const cell = box.querySelector("ins, del")?.closest("td, th");
  if (!cell) continue;
  const beyond = cell.getBoundingClientRect().right - box.getBoundingClientRect().right;
  if (beyond > 0) box.scrollLeft = beyond + box.clientWidth / 4;
}

// and in a long menu beside the page where one stands.
const menu = document.getElementById("menu");
const current = menu?.querySelector(".tree [aria-current]");
if (current) {
  const { top, bottom } = current.getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  if (bottom > box.bottom) menu.scrollTop += top - box.top - box.height / 3;
}
