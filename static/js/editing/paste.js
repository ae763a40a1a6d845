// What is pasted: pictures become uploads, an address makes a link of the words selected, text of
// other programs comes back from the server as clean Markdown. With Shift it stays plain.
import { replaceRange } from "../insert.js";
import { linkSelection } from "./links.js";
import { keepPlace } from "./place.js";
import { box, root, take, target } from "./upload.js";

// More than lines of plain words.
const RICH = /<(?!meta|span|div|p\b|br|html|body|font)[a-z]|Mso|weight:\s*[b67]/i;
const status = root.querySelector("[data-pasting]");
let isPlain = false;

for (const kind of ["keydown", "keyup"]) box.addEventListener(kind, (event) => { isPlain = kind === "keydown" && event.shiftKey; });

box.addEventListener("paste", (event) => {
  const { files } = event.clipboardData;
  const [text, html] = ["plain", "html"].map((kind) => event.clipboardData.getData(`text/${kind}`));
  if (isPlain) return;
  // Word and Excel put a picture of the text beside the text.
  if (files.length && !text.trim()) take(files);
  else if (!linkSelection(box, text.trim())) {
    if (!RICH.test(html)) return;
    tidy(html, text);
  }
  event.preventDefault();
});

async function tidy(html, text) {
  const put = keepPlace(box);
  const { fields } = target();
  const body = new FormData();
  for (const name in fields) body.append(name, fields[name]);
  body.append("html", new Blob([html]));
  status.textContent = "Tidying up what you pasted…";
  const told = await fetch(root.dataset.paste, { method: "POST", body, signal: AbortSignal.timeout(45000) })
    .then((answer) => answer.json()).catch(() => ({ error: "It could not be tidied up." }));
  status.textContent = told.said ?? `${told.error} It is plain text now.`;
  put((start, end) => replaceRange(box, start, end, told.markdown ?? text));
}
