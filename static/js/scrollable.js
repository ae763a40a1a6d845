// What scrolls sideways (wide tables, long code) must be reachable by keyboard.
const boxes = document.querySelectorAll(".table-scroll, .prose pre");

function update() {
  for (const box of boxes) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

if (boxes.length > 0) {
  update();
  window.addEventListener("resize", update);
}
