// A picture shown smaller than it is opens at its full size, by click or by Enter.
import { Viewer } from "./viewer.js";

const pictures = [...document.querySelectorAll(".prose img[src]")].filter((image) => !image.closest("a, button, summary"));
let viewer;

// The width and height of an image that a page shows are those of the full picture.
function isShownSmaller(image) {
  const full = Number(image.getAttribute("width")) || image.naturalWidth;
  return image.offsetWidth > 0 && full > image.offsetWidth + 1;
}

function update() {
  for (const image of pictures) {
    if (isShownSmaller(image)) bind(image);
    else unbind(image);
  }
}

function bind(image) {
  if (image.dataset.enlarge) return;
  image.dataset.enlarge = "yes";
  image.tabIndex = 0;
  image.setAttribute("role", "button");
  image.setAttribute("aria-haspopup", "dialog");
  image.setAttribute("aria-label", image.alt ? `Enlarge: ${image.alt}` : "Enlarge the picture");
  image.addEventListener("click", open);
  image.addEventListener("keydown", openByKey);
}

function unbind(image) {
  if (!image.dataset.enlarge) return;
  delete image.dataset.enlarge;
  for (const name of ["tabindex", "role", "aria-haspopup", "aria-label"]) image.removeAttribute(name);
  image.removeEventListener("click", open);
  image.removeEventListener("keydown", openByKey);
}

function openByKey(event) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  open(event);
}

function open(event) {
  const shown = pictures.filter((image) => image.dataset.enlarge);
  viewer ??= new Viewer();
  viewer.open(shown, shown.indexOf(event.currentTarget));
}

if (pictures.length > 0) {
  update();
  for (const image of pictures) image.addEventListener("load", update);
  window.addEventListener("resize", update);
}
