// The dialog before a picture is sent: cut it, hide parts, point at something, say what it shows.
// Only what is seen then is sent; what was cut off or hidden never leaves the browser.
import { area, draw } from "./canvas.js";

const dialog = document.querySelector("[data-picture]");
const form = dialog.querySelector("form");
const { tool, alt, decorates, undo } = form.elements;
const canvas = dialog.querySelector("canvas");
const problem = dialog.querySelector("[role=alert]");
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Enter: [0, 0] };
let image;
let shapes;
let dragged;

const words = () => alt.value.trim().replace(/\s+/g, " ");
const place = ({ offsetX, offsetY }) => [offsetX, offsetY].map((at) => (at * image.width) / canvas.clientWidth);

// Whether to go on; then `row.file` is what to send and `row.alt` what to say of it. What is no
// picture, or none that browsers show, goes on as it is.
export async function prepare(row) {
  const { name, type } = row.file;
  image = type.startsWith("image/") && (await createImageBitmap(row.file).catch(() => undefined));
  if (!image) return true;
  canvas.inert = type === "image/gif"; // drawn on, it would stand still
  dialog.querySelector("strong").textContent = name;
  problem.textContent = dialog.returnValue = "";
  form.reset();
  alt.disabled = false;
  shapes = [];
  show();
  dialog.showModal();
  await new Promise((closed) => { dialog.onclose = closed; });
  if (dialog.returnValue !== "put") return false;
  row.alt = decorates.checked ? "" : words().replace(/[\\[\]`*_<>]/g, "\\$&");
  if (!shapes.length) return true;
  draw(canvas, image, shapes, true);
  const kind = { type: type === "image/jpeg" ? type : "image/png" };
  row.file = new File([await new Promise((made) => canvas.toBlob(made, kind.type, 0.92))], name, kind);
  return true;
}

function show() {
  draw(canvas, image, shapes);
  const last = shapes.at(-1);
  const { x, y, width, height } = area(last ?? {}, image);
  dialog.querySelector("[role=status]").textContent = last ? `${last.tool}: ${width} × ${height} pixels at ${x}, ${y}` : "";
  undo.disabled = !last;
}

function add(x, y, width, height) {
  shapes.push({ tool: tool.value, x, y, width, height });
  return shapes.at(-1);
}

undo.onclick = () => {
  shapes.pop();
  show();
};

canvas.onpointerdown = (event) => {
  canvas.setPointerCapture(event.pointerId);
  dragged = add(...place(event), 0, 0);
};

canvas.onpointermove = (event) => {
  if (!dragged) return;
  const [x, y] = place(event);
  dragged.width = x - dragged.x;
  dragged.height = y - dragged.y;
  show();
};

canvas.onlostpointercapture = () => {
  if (Math.hypot(dragged.width, dragged.height) < 4) undo.onclick(); // a click draws nothing
  dragged = undefined;
};

// Enter draws, arrows move what was drawn last, with Shift they change its size.
canvas.onkeydown = (event) => {
  if (event.key === "Delete") undo.onclick();
  if (!MOVES[event.key]) return;
  event.preventDefault();
  const [across, down] = MOVES[event.key];
  const { width, height } = image;
  const last = shapes.at(-1);
  const isNew = event.key === "Enter" || last?.tool !== tool.value;
  const shape = isNew ? add(width * 0.4, height * 0.4, width / 5, height / 5) : last;
  shape[event.shiftKey ? "width" : "x"] += (across * width) / 100;
  shape[event.shiftKey ? "height" : "y"] += (down * height) / 100;
  show();
};

decorates.onchange = () => { alt.disabled = decorates.checked; };

form.onsubmit = (event) => {
  if (event.submitter.value !== "put" || decorates.checked || words()) return;
  event.preventDefault();
  problem.textContent = "Say in a few words what it shows, or that it only decorates.";
  alt.focus();
};
