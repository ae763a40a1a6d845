// From change to change, by button or by key (n and j on, p and k back); it says where one is.
const nav = document.querySelector("[data-change-nav]");
const changes = [...(nav?.parentElement.querySelectorAll("[data-change]") ?? [])];
const EDGE = 24; // pixels below the place where a change comes to lie

if (nav && changes.length > 0) {
  nav.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]")?.dataset.step;
    if (!step || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(Number(step));
  });
  document.addEventListener("keydown", (event) => {
    const step = { n: 1, j: 1, p: -1, k: -1 }[event.key];
    const isTaken = event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable], dialog");
    if (!step || isTaken) return;
    event.preventDefault();
    go(step);
  });
  window.addEventListener("scroll", () => requestAnimationFrame(say), { passive: true });
  say();
}

// The last change whose top has reached the place that changes are scrolled to; -1 before the first.
function current() {
  const focused = changes.indexOf(document.activeElement?.closest("[data-change]"));
  if (focused >= 0 && isInView(changes[focused])) return focused;
  const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBlockStart) || 0;
  return changes.findLastIndex((change) => change.getBoundingClientRect().top <= top + EDGE);
}

function isInView(change) {
  const box = change.getBoundingClientRect();
  return box.bottom > 0 && box.top < window.innerHeight;
}

function go(step) {
  const index = Math.min(Math.max(current() + step, 0), changes.length - 1);
  const change = changes[index];
  change.scrollIntoView({ block: "start" });
  change.focus({ preventScroll: true });
  say();
}

function say() {
  const index = current();
  const total = changes.length;
  for (const link of nav.querySelectorAll("[data-step]")) {
    const isEnd = link.dataset.step === "1" ? index === total - 1 : index <= 0;
    if (isEnd) link.setAttribute("aria-disabled", "true");
    else link.removeAttribute("aria-disabled");
  }
  nav.querySelector("[data-count]").textContent = index < 0 ? `${total} ${total === 1 ? "change" : "changes"}` : `${index + 1} of ${total}`;
}
