// How many lines of a list are ticked; “All of them” ticks those that may be ticked together.
for (const said of document.querySelectorAll("[data-ticked]")) {
  const form = said.closest("form");
  const all = form.querySelector("[data-tick-all]");
  const boxes = [...form.querySelectorAll("li input[type=checkbox]:enabled")];
  const together = boxes.filter((box) => !("tickAlone" in box.dataset));
  const invitation = said.textContent;

  const show = () => {
    const ticked = boxes.filter((box) => box.checked);
    said.textContent = ticked.length ? `${ticked.length} ${said.dataset.ticked}` : invitation;
    if (!all) return;
    all.checked = ticked.length > 0 && ticked.length === together.length && ticked.every((box) => together.includes(box));
    all.indeterminate = ticked.length > 0 && !all.checked;
  };

  form.addEventListener("change", ({ target }) => {
    if (target === all) for (const box of boxes) box.checked = all.checked && together.includes(box);
    show();
  });
  addEventListener("pageshow", show); // boxes that the browser ticks again by itself
  show();
}
