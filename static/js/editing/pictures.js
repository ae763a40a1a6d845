// The dialog before a picture is sent: what one cuts off or hides there never leaves the browser.
import { area, draw } from "./canvas.js";

const dialog = document.querySelector("[data-picture]");
const form = dialog.querySelector("form");
const { tool, alt, decorates, undo } = form.elements;
const canvas = dialog.querySelector("canvas");
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Enter: [0, 0] };
let image, shapes;

// Whether to go on, with `row.file` and `row.alt`. What the browser cannot draw goes as it is.
export async function prepare(row) {
  const { name, type } = row.file;
  image = type.startsWith("image/") && (await createImageBitmap(row.file).catch(() => undefined));
  if (!image) return true;
  canvas.inert = type === "image/gif"; // drawn on, it would stand still
  dialog.querySelector("strong").textContent = name;
  dialog.returnValue = "";
  form.reset();
  alt.disabled = false;
  shapes = [];
  show();
  dialog.showModal();
  await new Promise((closed) => { dialog.onclose = closed; });
  if (!dialog.returnValue) return false;
  row.alt = decorates.checked ? "" : alt.value.trim().replace(/\s+/g, " ").replace(/[\\[\]`*_<>]/g, "\\$&");
  if (shapes.length) row.file = await drawn(name, type === "image/jpeg" ? type : "image/png");
  return true;
}

async function drawn(name, type) {
  draw(canvas, image, shapes, true);
  const kept = await new Promise((made) => canvas.toBlob(made, type, 0.92));
  return new File([kept], name, { type });
}

function show() {
  const last = shapes.at(-1);
  const { x, y, width, height } = area(last ?? {}, image);
  draw(canvas, image, shapes);
  dialog.querySelector("[role=status]").textContent = last ? `${last.tool}: ${width} × ${height} pixels at ${x}, ${y}` : "";
  undo.disabled = !last;
}

const add = (x, y, width, height) => shapes.push({ tool: tool.value, x, y, width, height });
const place = ({ offsetX, offsetY }) => [offsetX, offsetY].map((at) => (at * image.width) / canvas.clientWidth);

function takeBack() {
  shapes.pop();
  show();
}

undo.onclick = takeBack;
decorates.onchange = () => { alt.disabled = decorates.checked; };

canvas.onpointerdown = (event) => {
  canvas.setPointerCapture(event.pointerId);
  add(...place(event), 0, 0);
};

canvas.onpointermove = (event) => {
  const last = shapes.at(-1);
  if (!last || !canvas.hasPointerCapture(event.pointerId)) return;
  const [x, y] = place(event);
  Object.assign(last, { width: x - last.x, height: y - last.y });
  show();
};

canvas.onlostpointercapture = () => {
  const { width, height } = shapes.at(-1) ?? image;
  if (Math.hypot(width, height) < 4) takeBack(); // a click draws nothing
};

// Enter draws, arrows move what was drawn last, with Shift they change its size.
canvas.onkeydown = (event) => {
  if (event.key === "Delete") takeBack();
  if (!MOVES[event.key]) return;
  event.preventDefault();
  const [across, down] = MOVES[event.key];
  const { width, height } = image;
  if (event.key === "Enter" || shapes.at(-1)?.tool !== tool.value) add(width * 0.4, height * 0.4, width / 5, height / 5);
  const last = shapes.at(-1);
  last[event.shiftKey ? "width" : "x"] += (across * width) / 100;
  last[event.shiftKey ? "height" : "y"] += (down * height) / 100;
  show();
};
