// Pasted pictures are uploaded, addresses make links, and the server makes Markdown of the rest.
import { ask } from "../asking.js";
import { replaceRange } from "../insert.js";
import { linkSelection } from "./links.js";
import { keepPlace, putAt } from "./place.js";
import { bodyWith, box, root, take } from "./upload.js";

// More than lines of plain words.
const RICH = /<(?!meta|span|div|p\b|br|html|body|font)[a-z]|Mso|weight:\s*[b67]/i;
const status = root.querySelector("[data-pasting]");
const put = (text) => replaceRange(box, box.selectionStart, box.selectionEnd, text);
let isPlain;

for (const kind of ["keydown", "keyup"]) box.addEventListener(kind, ({ shiftKey }) => { isPlain = kind === "keydown" && shiftKey; });

box.addEventListener("paste", (event) => {
  const { clipboardData: data } = event;
  const text = data.getData("text/plain");
  const html = data.getData("text/html");
  if (isPlain) return;
  // Word and Excel put a picture of the text beside the text.
  if (data.files.length && !text.trim()) take(data.files);
  else if (!linkSelection(box, text.trim())) {
    if (!RICH.test(html)) return;
    tidy(html, text);
  }
  event.preventDefault();
});

async function tidy(html, text) {
  put("");
  const place = keepPlace(box);
  status.textContent = "Tidying up what you pasted…";
  const told = await ask(root.dataset.paste, bodyWith("html", new Blob([html])), { signal: AbortSignal.timeout(45_000) });
  status.textContent = told.said ?? `${told.error ?? "It could not be tidied up."} It is plain text now.`;
  putAt(place, box, () => put(told.markdown ?? text));
}
