// A picture that moves gets a button that stops it. Still first for people who prefer less motion.
import { element } from "./parts.js";

/** The still picture of one that moves; nothing for one that does not. */
export const stillOf = (image) => image.closest("picture")?.querySelector("source[srcset]");

export const isMoving = (image) => !matchMedia(stillOf(image).media).matches;

// The still stands in for the moving one wherever its condition holds: always, or never.
export function setMoving(image, moves) {
  stillOf(image).media = moves ? "not all" : "all";
  label(image.closest(".moving-frame").lastElementChild, image);
}

/** The button shows and says what it does. */
export function label(button, image) {
  const moves = isMoving(image);
  button.dataset.moves = moves;
  button.title = button.ariaLabel = `${moves ? "Pause" : "Play"} the moving picture${image.alt && `: ${image.alt}`}`;
}

for (const image of document.querySelectorAll(".prose img.moving")) {
  if (!stillOf(image)) continue;
  const picture = image.closest("picture");
  const frame = element("span", { className: "moving-frame" });
  const button = document.querySelector("#viewer [value=motion]").cloneNode(true);
  button.className = "moving-button";
  button.addEventListener("click", () => setMoving(image, !isMoving(image)));
  label(button, image);
  picture.replaceWith(frame);
  frame.append(picture, button);
}
