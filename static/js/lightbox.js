// A picture shown smaller than it is opens at its full size, by click or by key.
import { setAll } from "./parts.js";
import { open } from "./viewer.js";

const pictures = [...document.querySelectorAll(".prose img[src]")].filter((image) => !image.closest("a, button, summary"));

const sizes = new ResizeObserver((seen) => {
  for (const { target: image } of seen) {
    const name = image.alt ? `Enlarge: ${image.alt}` : "Enlarge the picture";
    const button = { "data-enlarge": "", tabindex: 0, role: "button", "aria-haspopup": "dialog", "aria-label": name };
    setAll(image, button, isShownSmaller(image));
  }
});

// The width and height of an image that a page shows are those of the full picture.
function isShownSmaller(image) {
  const full = Number(image.getAttribute("width")) || image.naturalWidth;
  return image.offsetWidth > 0 && full > image.offsetWidth + 1;
}

function enlarge(event) {
  if (!("enlarge" in event.target.dataset)) return;
  event.preventDefault();
  open(pictures.filter((image) => "enlarge" in image.dataset), event.target);
}

for (const image of pictures) {
  sizes.observe(image);
  image.addEventListener("click", enlarge);
  image.addEventListener("keydown", (event) => [" ", "Enter"].includes(event.key) && enlarge(event));
}
