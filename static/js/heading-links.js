// The link beside each heading copies its address; without script it only leads there.
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("aria-live", "polite");

if (document.querySelector("[data-heading-links]")) {
  document.body.append(said);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-heading-links] a.permalink");
    if (link) copy(link);
  });
}

async function copy(link) {
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(link.href);
    tell(link, "Link copied");
  } catch {
    tell(link, "The link is in the address bar");
  }
}

// Beside the heading for who sees it, and to screen readers.
function tell(link, words) {
  said.textContent = words;
  link.dataset.said = words;
  setTimeout(() => delete link.dataset.said, 2000);
}
