// A button beside each heading copies its address.
for (const article of document.querySelectorAll("[data-heading-links]")) {
  for (const heading of article.querySelectorAll(":is(h1, h2, h3, h4)[id]")) {
    heading.append(copyButton(heading));
  }
}

function copyButton(heading) {
  const button = document.createElement("button");
  const name = heading.textContent.trim();
  button.type = "button";
  button.className = "heading-link";
  button.textContent = "#";
  label(button, `Copy the link to “${name}”`);
  button.addEventListener("click", async () => {
    const address = new URL(`#${heading.id}`, window.location.href).href;
    history.replaceState(history.state, "", address);
    try {
      await navigator.clipboard.writeText(address);
      label(button, "Link copied");
    } catch {
      label(button, "The link is in the address bar");
    }
    setTimeout(() => label(button, `Copy the link to “${name}”`), 2000);
  });
  return button;
}

function label(button, words) {
  button.setAttribute("aria-label", words);
  button.title = words;
}
