// Where places of a text are in its box: measured in a copy that looks the same.
import { element } from "./parts.js";

const LOOKS = ["direction", "font", "letterSpacing", "padding", "tabSize", "wordSpacing"];

/** Of each offset `top` and `left` in the box, as it is scrolled, and the `height` of the line. */
export function placesOf(box, offsets) {
  const looks = getComputedStyle(box);
  const marks = offsets.map(() => element("span"));
  const texts = marks.map((mark, index) => [box.value.slice(offsets[index - 1] ?? 0, offsets[index]), mark]);
  const rest = box.value.slice(offsets.at(-1)).split(/\s/, 1); // a word stays on one line
  const copy = element("div", {}, ...texts.flat(), ...rest);
  for (const name of LOOKS) copy.style[name] = looks[name];
  Object.assign(copy.style, { position: "absolute", top: 0, visibility: "hidden", boxSizing: "border-box", width: `${box.clientWidth}px`, whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  document.body.append(copy);
  const places = marks.map(({ offsetTop, offsetLeft: left }) => ({ top: offsetTop + box.clientTop - box.scrollTop, left, height: parseFloat(looks.lineHeight) }));
  copy.remove();
  return places;
}
