// Keeps a place in a text that changes meanwhile. What it returns goes there.
export function keepPlace(box) {
  let { value, selectionStart: start, selectionEnd: end } = box;
  const follow = () => {
    [start, end] = [start, end].map((at) => moved(at, value, box.value));
    ({ value } = box);
  };
  box.addEventListener("input", follow);
  return () => {
    box.removeEventListener("input", follow);
    box.setSelectionRange(start, end);
  };
}

/** Does something at such a place. Who writes elsewhere by then stays there. */
export function putAt(place, box, act) {
  const held = document.activeElement;
  const back = keepPlace(box);
  place();
  act();
  back();
  held.focus({ preventScroll: true });
}

function moved(at, old, text) {
  if (text.endsWith(old.slice(at))) return text.length - old.length + at;
  if (text.startsWith(old.slice(0, at))) return at;
  const near = old.slice(Math.max(0, at - 40), at); // changed before it and behind it
  return Math.max(0, text.indexOf(near)) + near.length;
}
