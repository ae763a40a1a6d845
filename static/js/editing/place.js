// Keeps a place in the text while one goes on writing. What it returns puts something there; who
// writes elsewhere by then stays where they are.
export function keepPlace(box) {
  let { value, selectionStart: start, selectionEnd: end } = box;

  const follow = () => {
    const longer = box.value.length - value.length;
    let same = 0;
    while (same < start && box.value[same] === value[same]) same += 1;
    if (same < start) [start, end] = [start, end].map((at) => Math.max(same, at + longer));
    value = box.value;
  };
  box.addEventListener("input", follow);

  return (put) => {
    box.removeEventListener("input", follow);
    const { activeElement: at } = document;
    const { selectionStart: from, selectionEnd: to, value: { length } } = box;
    box.setSelectionRange(start, end);
    put(start, end);
    const longer = from < end ? 0 : box.value.length - length;
    if (from !== start) box.setSelectionRange(from + longer, to + longer);
    if (at.matches("input, textarea")) at.focus({ preventScroll: true });
  };
}
