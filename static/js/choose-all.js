// “All of them” ticks the boxes of a form that may be ticked together; the number stands beside it.
for (const form of document.querySelectorAll("form[data-choose]")) {
  const all = form.querySelector("[data-choose-all]");
  if (!all) continue;
  const count = form.querySelector("[data-choose-count]");
  const boxes = [...form.querySelectorAll("li input[type=checkbox]")];
  const together = boxes.filter((box) => !("chooseNot" in box.dataset));

  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    const rest = boxes.some((box) => box.checked && !together.includes(box));
    all.checked = !rest && together.length > 0 && together.every((box) => box.checked);
    all.indeterminate = ticked > 0 && !all.checked;
    count.textContent = ticked ? `${ticked} chosen` : "";
  };

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked && together.includes(box);
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  window.addEventListener("pageshow", show); // boxes that the browser ticks again by itself
  show();
}
