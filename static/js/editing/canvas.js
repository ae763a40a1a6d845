// A picture and what is drawn on it, in its own pixels; once it is `done`, only what was cut out.

export function draw(canvas, image, shapes, done) {
  const context = canvas.getContext("2d");
  const all = area({ width: image.width, height: image.height }, image);
  const cut = area(shapes.findLast(({ tool }) => tool === "crop") ?? all, image);
  const { x, y, width, height } = done ? cut : all;
  Object.assign(canvas, { width, height });
  context.translate(-x, -y);
  context.drawImage(image, 0, 0);
  for (const shape of shapes) if (shape.tool === "blur") hide(context, area(shape, image));
  context.strokeStyle = "#d1242f";
  context.lineWidth = Math.max(3, (image.width + image.height) / 250);
  context.beginPath();
  for (const shape of shapes) MARKS[shape.tool]?.(context, shape);
  context.stroke();
  if (done) return;
  context.fillStyle = "rgb(0 0 0 / 60%)";
  context.beginPath();
  for (const part of [all, cut]) MARKS.box(context, part);
  context.fill("evenodd");
}

// Whole pixels of the picture.
export function area(shape, image) {
  const { left, top, right, bottom } = DOMRect.fromRect(shape);
  const [x, y] = [left, top].map((at) => Math.max(0, Math.floor(at)));
  const [width, height] = [Math.min(image.width, right) - x, Math.min(image.height, bottom) - y].map((size) => Math.max(1, Math.ceil(size)));
  return { x, y, width, height };
}

// Greys that depend on their place alone: from means of what lay there, names could be guessed.
function hide(context, { x, y, width, height }) {
  const side = Math.max(6, Math.ceil(Math.min(width, height) / 4));
  for (let down = 0; down < height; down += side) for (let along = 0; along < width; along += side) {
    context.fillStyle = `hsl(0 0 ${90 - 25 * Math.abs(Math.sin(along * 13 + down * 78))})`;
    context.fillRect(x + along, y + down, Math.min(side, width - along), Math.min(side, height - down));
  }
}

const MARKS = {
  box: (context, { x, y, width, height }) => context.rect(x, y, width, height),
  arrow(context, { x, y, width, height }) {
    const [right, bottom, head] = [x + width, y + height, context.lineWidth * 5];
    context.moveTo(x, y);
    context.lineTo(right, bottom);
    for (const turn of [2.6, -2.6]) {
      const angle = Math.atan2(height, width) + turn;
      context.moveTo(right, bottom);
      context.lineTo(right + Math.cos(angle) * head, bottom + Math.sin(angle) * head);
    }
  },
};
