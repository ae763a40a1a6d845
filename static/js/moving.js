// A picture that moves gets a button that stops it. Still first for people who prefer less motion.
import { element, iconButton, redraw, rename } from "./parts.js";

const stills = new WeakMap();

// The element that holds the still picture of one that moves; undefined for one that does not.
export function stillOf(image) {
  return stills.get(image);
}

// The still stands in for the moving one wherever its condition holds: always, or never.
export function setMoving(image, moves) {
  stills.get(image).media = moves ? "not all" : "all";
  image.dispatchEvent(new CustomEvent("moving", { detail: moves }));
}

export function isMoving(image) {
  return !window.matchMedia(stills.get(image).media).matches;
}

for (const image of document.querySelectorAll(".prose img.moving")) {
  const picture = image.closest("picture");
  const still = picture?.querySelector("source[srcset]");
  if (!still) continue;
  stills.set(image, still);
  addButton(image, picture);
}

function addButton(image, picture) {
  const button = iconButton("pause", "", "moving-button");
  const told = image.alt ? `: ${image.alt}` : "";
  const show = (moves) => {
    redraw(button, moves ? "pause" : "play");
    rename(button, (moves ? "Pause the moving picture" : "Play the moving picture") + told);
  };
  button.addEventListener("click", () => setMoving(image, !isMoving(image)));
  image.addEventListener("moving", (event) => show(event.detail));
  const frame = element("span", { className: "moving-frame" });
  picture.replaceWith(frame);
  frame.append(picture, button);
  show(isMoving(image));
}
