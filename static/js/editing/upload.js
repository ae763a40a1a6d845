// Pictures and files for the text, one after the other. What a row shows follows from its data-state.
import { insertParagraph, insertWords } from "../insert.js";
import { prepare } from "./pictures.js";
import { keepPlace, putAt } from "./place.js";

export const root = document.querySelector("[data-upload]");
export const box = document.getElementById(root.dataset.upload);
const { form } = box;
const list = root.querySelector("ul");
const chooser = root.querySelector("input");
const SAID = { 0: "The connection broke off. Try again.", 413: "The server takes no file this large." };
const FOR_GOOD = [400, 413, 415, 422];
let queue = Promise.resolve();

const pending = () => list.querySelector("[data-state=waiting], [data-state=sending]");

// With what says whose library it is for.
export function bodyWith(name, file) {
  const body = new FormData();
  body.append("article", form.elements.copy_article.value);
  body.append("chosen", form.elements.department?.value ?? "");
  body.append(name, file);
  return body;
}

export function take(files) {
  for (const file of files) add({ file });
}

function add(row) {
  const item = root.querySelector("template").content.firstElementChild.cloneNode(true);
  const giveUp = new AbortController();
  const wait = () => {
    item.dataset.state = "waiting";
    queue = queue.then(next, next);
  };
  const next = async () => { if (item.isConnected) item.dataset.state = await bring(row, item, giveUp); };
  item.querySelector("strong").textContent = row.file.name;
  item.addEventListener("click", ({ target: { value } }) => {
    if (value === "again") wait();
    if (value !== "remove") return;
    giveUp.abort();
    item.remove();
    chooser.focus();
  });
  list.append(item);
  wait();
}

async function bring(row, item, { signal }) {
  row.place ??= keepPlace(box);
  if (row.alt === undefined && !(await prepare(row))) return "left";
  item.dataset.state = "sending";
  const progress = (share) => { item.querySelector("progress").value = share; };
  const { status, error, address, markdown, width } = await send(row.file, progress, signal);
  if (status !== 201) {
    item.querySelector("[role=alert]").textContent = error ?? SAID[status] ?? "The server could not take it. Try again in a moment.";
    return FOR_GOOD.includes(status) ? "refused" : "failed";
  }
  const title = row.alt === "" ? ' "decorative"' : "";
  putAt(row.place, box, () => (width ? insertParagraph(box, `![${row.alt ?? ""}](${address}${title})`) : insertWords(box, markdown)));
  return "done";
}

// `fetch` could not tell how far it is.
function send(file, progress, signal) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", root.dataset.address);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    request.upload.onprogress = ({ loaded, total }) => progress(total && loaded / total);
    request.onloadend = () => resolve({ ...request.response, status: request.status });
    signal.onabort = () => request.abort();
    request.send(bodyWith("file", file));
  });
}

// Whoever has not written yet adds at the end; a browser would begin at the top.
if (document.activeElement !== box && !box.dataset.at) box.setSelectionRange(box.value.length, box.value.length);

chooser.addEventListener("change", () => {
  take(chooser.files);
  chooser.value = "";
});

for (const kind of ["dragover", "drop"]) form.addEventListener(kind, (event) => {
  const { types, files } = event.dataTransfer;
  if (types.includes("Files")) event.preventDefault();
  take(files); // none while they are held over the form
});

// What is still on its way would not be in the text that is saved.
form.addEventListener("submit", (event) => {
  if (!pending() || event.submitter?.value === "preview") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pending().scrollIntoView({ block: "center" });
}, true);
addEventListener("beforeunload", (event) => { if (pending()) event.preventDefault(); });
