// The dialog in which one picture after another is seen as large as the window, or at full size.
import { isMoving, setMoving, stillOf } from "./moving.js";
import { element, iconButton, redraw, rename } from "./parts.js";

export class Viewer {
  constructor() {
    this.picture = element("img", { className: "viewer-picture", decoding: "async" });
    this.stage = element("div", { className: "viewer-stage", tabIndex: 0 }, this.picture);
    this.caption = element("p", { className: "viewer-caption" });
    this.count = element("p", { className: "viewer-count" });
    this.previous = this.control("previous", "Previous picture", () => this.step(-1));
    this.next = this.control("next", "Next picture", () => this.step(1));
    this.motion = this.control("pause", "Pause", () => this.toggleMotion());
    this.zoom = this.control("zoom", "Full size (100 %)", () => this.setZoom(!this.isZoomed));
    this.close = this.control("close", "Close", () => this.dialog.close());
    const bar = element("div", { className: "viewer-bar" }, this.count, this.previous, this.next, this.motion, this.zoom, this.close);
    this.dialog = element("dialog", { className: "viewer" }, bar, this.stage, this.caption);
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("close", () => this.closed());
    this.stage.addEventListener("click", (event) => this.clicked(event));
    this.picture.addEventListener("load", () => this.offerZoom());
    window.addEventListener("resize", () => this.offerZoom());
    document.body.append(this.dialog);
  }

  control(icon, name, act) {
    const button = iconButton(icon, name, "viewer-button");
    button.addEventListener("click", act);
    return button;
  }

  open(images, index) {
    this.images = images;
    this.opener = images[index];
    this.show(index);
    this.dialog.showModal();
    this.close.focus();
  }

  show(index) {
    this.index = index;
    const image = this.images[index];
    const many = this.images.length > 1;
    this.setZoom(false);
    this.picture.alt = image.alt;
    this.draw(image);
    this.caption.textContent = image.alt;
    this.caption.hidden = !image.alt;
    this.count.textContent = many ? `${index + 1} of ${this.images.length}` : "";
    this.previous.hidden = this.next.hidden = !many;
    this.dialog.setAttribute("aria-label", image.alt || "Picture");
  }

  // What is paused on the page is paused here, and the other way round.
  draw(image) {
    const still = stillOf(image);
    const moves = still !== undefined && isMoving(image);
    this.motion.hidden = still === undefined;
    rename(this.motion, moves ? "Pause" : "Play");
    redraw(this.motion, moves ? "pause" : "play");
    this.picture.src = still === undefined || moves ? image.src : still.srcset;
  }

  toggleMotion() {
    const image = this.images[this.index];
    setMoving(image, !isMoving(image));
    this.draw(image);
  }

  step(by) {
    this.show((this.index + by + this.images.length) % this.images.length);
  }

  get isZoomed() {
    return this.dialog.classList.contains("viewer-zoomed");
  }

  setZoom(zoomed) {
    this.dialog.classList.toggle("viewer-zoomed", zoomed);
    this.zoom.setAttribute("aria-pressed", String(zoomed));
    if (zoomed) this.stage.focus();
  }

  // Only what does not fit the window has more to show.
  offerZoom() {
    if (this.isZoomed || !this.dialog.open) return;
    this.zoom.hidden = this.picture.clientWidth >= this.picture.naturalWidth;
    this.dialog.classList.toggle("viewer-fits", this.zoom.hidden);
  }

  clicked(event) {
    if (event.target === this.stage) this.dialog.close();
    else if (!this.zoom.hidden) this.setZoom(!this.isZoomed);
  }

  // At full size the arrows scroll; otherwise they turn to the other pictures.
  key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || this.isZoomed || this.images.length < 2) return;
    event.preventDefault();
    this.step(by);
  }

  closed() {
    this.picture.removeAttribute("src");
    this.opener.focus({ preventScroll: true });
  }
}
