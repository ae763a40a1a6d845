// Where places of a text are in its box: measured in a copy that looks the same, and goes at once.
import { element } from "./parts.js";

const LOOKS = /^(direction|font|letter|line|overflow-wrap|padding|tab-size|text|white-space|word)/;

/** Of each offset `top` and `left` in the box, as it is scrolled, and the `height` of the line. */
export function placesOf(box, offsets) {
  const looks = getComputedStyle(box);
  const copy = element("div");
  for (const name of looks) if (LOOKS.test(name)) copy.style.setProperty(name, looks.getPropertyValue(name));
  Object.assign(copy.style, { boxSizing: "border-box", position: "absolute", top: 0, visibility: "hidden", width: `${box.clientWidth}px` });
  const marks = offsets.map((offset, index) => {
    const mark = element("span");
    copy.append(box.value.slice(offsets[index - 1] ?? 0, offset), mark);
    return mark;
  });
  copy.append(box.value.slice(offsets.at(-1)).split(/\s/, 1)[0]); // a word stays on one line
  document.body.append(copy);
  const places = marks.map((mark) => ({ top: mark.offsetTop + box.clientTop - box.scrollTop, left: mark.offsetLeft, height: parseFloat(looks.lineHeight) }));
  copy.remove();
  return places;
}
