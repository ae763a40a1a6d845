// A card opens in place what it stands for, once a reader asks: until then nothing comes from elsewhere.
import { element } from "./parts.js";

for (const card of document.querySelectorAll(".prose figure[data-embed]")) {
  const { embed: src } = card.dataset;
  const title = card.querySelector("a")?.textContent.trim() || "Page of another site";
  const button = element("button", {
    type: "button",
    className: "button button-small embed-show",
    textContent: "Show it here",
    title: `Loads it from ${new URL(src).hostname}`,
    ariaLabel: `Show it here: ${title}`,
  });
  button.addEventListener("click", () => {
    const frame = element("iframe", {
      title,
      sandbox: "allow-scripts allow-same-origin allow-popups allow-presentation",
      referrerPolicy: "strict-origin-when-cross-origin", // YouTube plays nothing without one
      allowFullscreen: true,
      src,
    });
    button.replaceWith(frame);
    frame.focus();
  });
  card.append(button);
}
