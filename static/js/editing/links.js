// The dialogs that ask for a link, and for a page of another site to show.
import { insertParagraph, replaceRange } from "../insert.js";
import { linesOf } from "./lines.js";

const ADDRESS = /^(https?:|mailto:|\/|#)\S*$/i;
const LINK = /(?<!!)\[([^\]\n]*)\]\(([^)\s]*)[^)\n]*\)|\[\[([^\]|\n]+)\|?([^\]\n]*)\]\]/g;

/** An address pasted on words makes them a link. Says whether it did. */
export function linkSelection(box, url) {
  const { start, end, words, to } = linkAt(box);
  if (to || !/^(https?:\/\/|mailto:)\S+$/i.test(url) || !words.trim() || /[\n[\]]/.test(words)) return false;
  replaceRange(box, start, end, written(words, url));
  return true;
}

// What is no address is the title of a page here.
function written(words, to) {
  const address = to.replace(/^www\./i, "https://$&").replace(/[()<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  if (ADDRESS.test(address)) return `[${words || to}](${address})`;
  const title = to.replace(/[[\]|]/g, "").trim();
  return title ? `[[${title}${words && words !== title ? `|${words}` : ""}]]` : words;
}

// The link one stands in; else what is selected, to become one.
function linkAt(box) {
  const { value, selectionStart, selectionEnd } = box;
  const [line, lineEnd] = linesOf(box);
  for (const match of value.slice(line, lineEnd).matchAll(LINK)) {
    const [whole, words, address, title, said] = match;
    const start = line + match.index;
    const end = start + whole.length;
    if (start <= selectionStart && selectionEnd <= end) return { start, end, words: words ?? said, to: address ?? title };
  }
  const words = value.slice(selectionStart, selectionEnd);
  return { start: selectionStart, end: selectionEnd, words, to: ADDRESS.test(words) ? words : "" };
}

for (const button of document.querySelectorAll("[data-asks]")) {
  const box = document.querySelector("[data-text]");
  const dialog = document.getElementById(button.dataset.asks);
  const { words, to } = dialog.querySelector("form").elements;
  let link;

  button.addEventListener("click", () => {
    link = linkAt(box);
    if (words) words.value = link.words;
    to.value = link.to;
    dialog.returnValue = "";
    dialog.showModal();
  });

  dialog.addEventListener("close", () => {
    const address = to.value.trim();
    if (!dialog.returnValue) box.focus();
    else if (words) replaceRange(box, link.start, link.end, written(words.value.trim(), address));
    else insertParagraph(box, address);
  });
}
