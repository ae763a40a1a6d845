// After an @, colleagues to choose from: with the arrow keys and Enter, or a click.
import { element } from "./parts.js";

const PAUSE = 150; // milliseconds without a key before we ask
const BEHIND = /(?:^|[^\p{L}\p{N}_@.+-])@([\p{L}\p{N}][^\n@]{1,40})$/u;

document.querySelectorAll("textarea[data-mentions]").forEach((box, number) => {
  const id = `mentions-${number}`;
  const list = element("ul", { id, className: "people-offered", role: "listbox", ariaLabel: "Colleagues", hidden: true });
  const said = element("p", { className: "visually-hidden", role: "status" });
  const known = new Set();
  let waiting;
  let at = 0;
  box.after(list, said);
  box.setAttribute("aria-controls", id);
  box.setAttribute("aria-autocomplete", "list");

  // What is typed behind the @; nothing any more once a whole name stands there.
  const typed = () => {
    const name = BEHIND.exec(box.value.slice(0, box.selectionStart))?.[1] ?? "";
    return [...known].some((whole) => name.length > whole.length && name.startsWith(whole)) ? "" : name;
  };

  const offer = (people) => {
    list.replaceChildren(...people.map(option));
    list.hidden = people.length === 0;
    said.textContent = people.length ? `${people.length} to choose from` : "";
    if (people.length) mark(0);
    else box.removeAttribute("aria-activedescendant");
  };

  const option = (person, place) => {
    const item = element("li", { id: `${id}-${place}`, role: "option" }, element("strong", { textContent: person.mention }), ` ${person.about}`);
    item.dataset.mention = person.mention;
    known.add(person.mention);
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    item.addEventListener("click", () => choose(item));
    return item;
  };

  const mark = (place) => {
    at = (place + list.children.length) % list.children.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    box.setAttribute("aria-activedescendant", list.children[at].id);
  };

  const choose = (item) => {
    const end = box.selectionStart;
    box.setRangeText(`${item.dataset.mention} `, end - typed().length, end, "end");
    offer([]);
  };

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    const query = typed();
    if (!query) offer([]);
    else waiting = setTimeout(async () => {
      const people = await find(box.dataset.mentions, query);
      if (query === typed()) offer(people);
    }, PAUSE);
  });

  box.addEventListener("blur", () => offer([]));

  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const act = {
      ArrowDown: () => mark(at + 1),
      ArrowUp: () => mark(at - 1),
      Enter: () => choose(list.children[at]),
      Tab: () => choose(list.children[at]),
      Escape: () => offer([]),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
});

async function find(address, query) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ q: query })}`, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).people : [];
  } catch {
    return []; // offline: one writes the name oneself
  }
}
