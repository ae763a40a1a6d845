// In a table too wide for the page, the first changed cell is scrolled into sight.
for (const box of document.querySelectorAll(".page-diff .table-scroll")) {
  const cell = box.querySelector("ins, del")?.closest("td, th");
  if (!cell) continue;
  const beyond = cell.getBoundingClientRect().right - box.getBoundingClientRect().right;
  if (beyond > 0) box.scrollLeft = beyond + box.clientWidth / 4;
}
