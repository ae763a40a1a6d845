// A long menu beside the page opens where the reader stands.
const menu = document.getElementById("menu");
const current = menu?.querySelector(".tree [aria-current]");

if (current) {
  const { top, bottom } = current.getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  if (bottom > box.bottom) menu.scrollTop += top - box.top - box.height / 3;
}
