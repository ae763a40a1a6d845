// Pictures and files for the text: chosen, dropped or pasted; one after the other goes in. What a
// row shows follows from its data-state.
import { insertParagraph, insertWords } from "../insert.js";
import { send } from "../sending.js";
import { prepare } from "./pictures.js";
import { keepPlace } from "./place.js";

export const root = document.querySelector("[data-upload]");
export const box = document.getElementById(root.dataset.upload);
const { form } = box;
const chooser = root.querySelector("input");
const rows = new Map();
let isBusy = false;

const pending = () => root.querySelector("[data-state=waiting], [data-state=sending]");

// Where to, and for which page: a page that does not exist yet is for the department chosen.
export function target() {
  const { address, article, chooser: id, slugs } = root.dataset;
  const department = id && JSON.parse(slugs)[document.getElementById(id).value];
  const fields = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value };
  return { address, fields: { ...fields, ...(article ? { article } : department && { department }) } };
}

export function take(files) {
  for (const file of files) {
    const item = root.querySelector("template").content.firstElementChild.cloneNode(true);
    item.querySelector("strong").textContent = file.name;
    root.querySelector("ul").append(item);
    rows.set(item, { file });
  }
  next();
}

async function next() {
  if (isBusy) return;
  isBusy = true;
  for (let item; (item = root.querySelector("[data-state=waiting]")); ) item.dataset.state = await bring(item, rows.get(item));
  isBusy = false;
}

async function bring(item, row) {
  row.put ??= keepPlace(box);
  if (row.alt === undefined && !(await prepare(row))) return "left";
  const { signal } = (row.giveUp = new AbortController());
  item.dataset.state = "sending";
  try {
    const progress = (share) => { item.querySelector("progress").value = share ?? 0; };
    const { address, markdown, width } = await send(row.file, { ...target(), progress, signal });
    const title = row.alt === "" ? ' "decorative"' : "";
    row.put(() => (width ? insertParagraph(box, `![${row.alt ?? ""}](${address}${title})`) : insertWords(box, markdown)));
    return "done";
  } catch (problem) {
    item.querySelector("[role=alert]").textContent = problem.message;
    return problem.mayWork ? "failed" : "refused";
  }
}

root.querySelector("ul").addEventListener("click", ({ target: { value }, target: button }) => {
  const item = button.closest("li");
  if (value === "again") item.dataset.state = "waiting";
  if (value === "remove") {
    rows.get(item).giveUp?.abort();
    item.remove();
    chooser.focus();
  }
  next();
});

// Whoever has not written yet adds at the end; a browser would begin at the top.
if (document.activeElement !== box && !box.dataset.at) box.setSelectionRange(box.value.length, box.value.length);

chooser.addEventListener("change", () => {
  take(chooser.files);
  chooser.value = "";
});

for (const kind of ["dragover", "drop"]) {
  form.addEventListener(kind, (event) => {
    const { types, files } = event.dataTransfer;
    if (types.includes("Files")) event.preventDefault();
    take(files); // none while they are held over the form
  });
}

// What is still on its way would not be in the text that is saved.
form.addEventListener("submit", (event) => {
  if (!pending() || event.submitter?.value === "preview") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pending().scrollIntoView({ block: "center" });
}, true);

window.addEventListener("beforeunload", (event) => { if (pending()) event.preventDefault(); });
