// A picture and what is drawn on it, in its own pixels. What is hidden is gone from them.

// Of what is `done` only the part that was cut out is left.
export function draw(canvas, image, shapes, done) {
  const context = canvas.getContext("2d");
  const all = { x: 0, y: 0, width: image.width, height: image.height };
  const cut = area(shapes.findLast(({ tool }) => tool === "crop") ?? all, image);
  const { width, height } = done ? cut : all;
  Object.assign(canvas, { width, height });
  if (done) context.translate(-cut.x, -cut.y);
  context.drawImage(image, 0, 0);
  for (const shape of shapes) if (shape.tool === "blur") hide(context, area(shape, image));
  context.strokeStyle = "#d1242f";
  context.lineWidth = Math.max(3, (all.width + all.height) / 250);
  context.beginPath();
  for (const shape of shapes) MARKS[shape.tool]?.(context, shape);
  context.stroke();
  if (done) return;
  context.fillStyle = "rgb(0 0 0 / 60%)";
  context.beginPath();
  for (const { x, y, width: w, height: h } of [all, cut]) context.rect(x, y, w, h);
  context.fill("evenodd");
}

// Whole pixels of the picture.
export function area(shape, image) {
  const { left, top, right, bottom } = DOMRect.fromRect(shape);
  const [x, y] = [left, top].map((at) => Math.max(0, Math.floor(at)));
  const [width, height] = [Math.min(image.width, right) - x, Math.min(image.height, bottom) - y].map((size) => Math.max(1, Math.ceil(size)));
  return { x, y, width, height };
}

// Blocks of grey by their place alone: from blocks that each had the mean of what lay below them,
// names and numbers could be guessed.
function hide(context, { x, y, width, height }) {
  const side = Math.max(6, Math.ceil(Math.min(width, height) / 4));
  for (let down = 0; down < height; down += side) {
    for (let along = 0; along < width; along += side) {
      context.fillStyle = `hsl(0 0 ${90 - 25 * Math.abs(Math.sin(along * 13 + down * 78))})`;
      context.fillRect(x + along, y + down, Math.min(side, width - along), Math.min(side, height - down));
    }
  }
}

const MARKS = {
  box: (context, { x, y, width, height }) => context.rect(x, y, width, height),
  arrow(context, { x, y, width, height }) {
    const [tip, head] = [[x + width, y + height], context.lineWidth * 5];
    context.moveTo(x, y);
    context.lineTo(...tip);
    for (const turn of [2.6, -2.6]) {
      const angle = Math.atan2(height, width) + turn;
      context.moveTo(...tip);
      context.lineTo(tip[0] + Math.cos(angle) * head, tip[1] + Math.sin(angle) * head);
    }
  },
};
