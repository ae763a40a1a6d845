// The link beside each heading copies its address; without script it only leads there. Where one
// may propose a change, one more opens the editor at this section.
import { drawn, element } from "./parts.js";

const prose = document.querySelector("[data-heading-links]");
const said = element("p", { className: "visually-hidden", ariaLive: "polite" });

prose?.append(said);
prose?.addEventListener("click", async ({ target }) => {
  const link = target.closest("a.permalink:not(.permalink-edit)");
  if (!link) return;
  said.textContent = "";
  const copied = await navigator.clipboard?.writeText(link.href).then(() => true, () => false);
  // Beside the heading for who sees it, and to screen readers.
  said.textContent = link.dataset.said = copied ? "Link copied" : "The link is in the address bar";
  setTimeout(() => delete link.dataset.said, 2000);
});

if (prose?.dataset.edit) {
  for (const link of prose.querySelectorAll("a.permalink")) {
    const { id, textContent } = link.parentElement;
    const title = "Propose a change to this section";
    link.after(element("a", { className: "permalink permalink-edit", href: `${prose.dataset.edit}?section=${encodeURIComponent(id)}`, title, ariaLabel: `${title}: ${textContent}` }, drawn("pencil")));
  }
}
