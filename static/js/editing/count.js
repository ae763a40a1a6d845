// How long the text is, told while one writes.
const place = document.querySelector("[data-count]");
const box = document.querySelector("[data-text]");

function show() {
  const words = box.value.match(/(?<![/(]\S*)[\p{L}\p{N}]\S*/gu)?.length ?? 0;
  place.textContent = `${words} ${words === 1 ? "word" : "words"} · ${Math.max(1, Math.round(words / 220))} min to read`;
}

box.addEventListener("input", show);
show();
