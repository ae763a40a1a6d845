// The dialog in which one picture after another is seen as large as the window, or at full size
// (templates/components/viewer.html).
import { isMoving, label, setMoving, stillOf } from "./moving.js";
import { element } from "./parts.js";

const dialog = document.getElementById("viewer");
const part = (name) => dialog.querySelector(`.viewer-${name}, [value=${name}]`);
const picture = element("img", { className: "viewer-picture", decoding: "async" });
let images, index;

export function open(all, image) {
  images = all;
  part("stage").append(picture);
  show(all.indexOf(image));
  dialog.showModal();
}

function show(at) {
  index = (at + images.length) % images.length;
  const { alt } = images[index];
  setZoom(false);
  draw();
  picture.alt = part("caption").textContent = alt;
  part("count").textContent = images.length > 1 ? `${index + 1} of ${images.length}` : "";
  dialog.ariaLabel = alt || "Picture";
}

// What is paused on the page is paused here, and the other way round.
function draw() {
  const image = images[index];
  const still = stillOf(image);
  part("motion").hidden = !still;
  if (still) label(part("motion"), image);
  picture.src = still && !isMoving(image) ? still.srcset : image.src;
}

const isZoomed = () => part("zoom").ariaPressed === "true";

function setZoom(isOn) {
  part("zoom").ariaPressed = isOn;
  if (isOn) part("stage").focus();
}

// Only what does not fit the window has more to show.
function offerZoom() {
  if (dialog.open && !isZoomed()) part("zoom").hidden = picture.clientWidth >= picture.naturalWidth;
}

const acts = {
  previous: () => show(index - 1),
  next: () => show(index + 1),
  motion: () => {
    setMoving(images[index], !isMoving(images[index]));
    draw();
  },
  zoom: () => setZoom(!isZoomed()),
  close: () => dialog.close(),
};

dialog?.addEventListener("click", ({ target }) => {
  if (target === part("stage")) dialog.close();
  else if (target === picture && !part("zoom").hidden) acts.zoom();
  else acts[target.closest("button")?.value]?.();
});

// At full size the arrows scroll; otherwise they turn to the other pictures.
dialog?.addEventListener("keydown", (event) => {
  const act = { ArrowLeft: acts.previous, ArrowRight: acts.next }[event.key];
  if (!act || isZoomed() || images.length < 2) return;
  event.preventDefault();
  act();
});

dialog?.addEventListener("load", offerZoom, true);
dialog?.addEventListener("close", () => picture.removeAttribute("src"));
addEventListener("resize", () => dialog && offerZoom());
