// What scrolls sideways (wide tables, long code) is reachable by keyboard and named; what fits is no stop.
const boxes = document.querySelectorAll(".table-scroll, .prose pre");

function update() {
  for (const box of boxes) {
    const scrolls = box.scrollWidth > box.clientWidth;
    if (scrolls) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", name(box));
    } else {
      for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
    }
  }
}

// “Table 2: Typical dates”, by the last heading before it.
function name(box) {
  const kind = box.matches("pre") ? "Code" : "Table";
  const number = [...boxes].filter((other) => other.matches("pre") === box.matches("pre")).indexOf(box) + 1;
  const before = [...document.querySelectorAll(".prose :is(h1, h2, h3, h4)")].filter(
    (heading) => heading.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const heading = before.at(-1)?.firstChild?.textContent.trim();
  return heading ? `${kind} ${number}: ${heading}` : `${kind} ${number}`;
}

if (boxes.length > 0) {
  update();
  window.addEventListener("resize", update);
}
