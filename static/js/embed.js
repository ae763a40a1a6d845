// A card opens in place what it stands for, once a reader asks: until then nothing comes from elsewhere.
for (const card of document.querySelectorAll(".prose figure[data-embed]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small embed-show";
  button.textContent = "Show it here";
  button.title = `Loads it from ${new URL(card.dataset.embed).hostname}`;
  button.setAttribute("aria-label", `Show it here: ${titleOf(card)}`);
  button.addEventListener("click", () => {
    const frame = frameFor(card);
    button.replaceWith(frame);
    frame.focus();
  });
  card.append(button);
}

function frameFor(card) {
  const frame = document.createElement("iframe");
  frame.title = titleOf(card);
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
  frame.referrerPolicy = "strict-origin-when-cross-origin"; // YouTube plays nothing without one
  frame.allowFullscreen = true;
  frame.src = card.dataset.embed;
  return frame;
}

function titleOf(card) {
  return card.querySelector("a")?.textContent.trim() || "Page of another site";
}
