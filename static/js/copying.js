// What is there to be copied: a line, by the button beside it, and the address of a heading, by
// the link beside it. Where one may propose a change, one more link opens the editor there.
import { element } from "./parts.js";

const said = element("p", { className: "visually-hidden", role: "status" });
const prose = document.querySelector("[data-heading-links]");
const edit = document.getElementById("edit-section")?.content.firstElementChild;

// Beside what was pressed for who sees it, and to screen readers.
async function copy(source, text, words, otherwise) {
  said.textContent = "";
  const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  said.textContent = source.dataset.said = isCopied ? words : otherwise;
  setTimeout(() => delete source.dataset.said, 2500);
  return isCopied;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const line = button.previousElementSibling;
  const { copy: address } = button.dataset; // else the line before the button
  button.addEventListener("click", async () => {
    if (address) return copy(button, new URL(address, location).href, "Copied", "Copy it from the address bar");
    const isCopied = await copy(button, line.textContent, "Copied", "Selected: copy it now");
    if (!isCopied) getSelection().selectAllChildren(line);
  });
}

document.querySelector("[data-print]")?.addEventListener("click", () => print());

prose?.addEventListener("click", ({ target }) => {
  const link = target.closest("a.permalink:not(.permalink-edit)");
  if (link) copy(link, link.href, "Link copied", "The link is in the address bar");
});

for (const link of edit ? prose.querySelectorAll("a.permalink") : []) {
  const { id, textContent } = link.parentElement;
  const own = edit.cloneNode(true);
  own.href += encodeURIComponent(id);
  own.ariaLabel = `${own.title}: ${textContent}`;
  link.after(own);
}

document.body.append(said);
