// Small parts that several behaviours draw: elements, and buttons with an icon and a name.
const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  close: "M6 6 18 18M18 6 6 18",
  next: "M9 5 16 12 9 19",
  pause: "M8 5V19M16 5V19",
  pencil: "M4 20 8 19 19 8 16 5 5 16ZM14 7 17 10",
  play: "M8 5 18.5 12 8 19Z",
  previous: "M15 5 8 12 15 19",
  zoom: "M4 9V4H9M20 9V4H15M4 15V20H9M20 15V20H15",
};

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function iconButton(icon, name, className) {
  const button = element("button", { type: "button", className });
  button.append(drawn(icon));
  rename(button, name);
  return button;
}

export function rename(button, name) {
  button.setAttribute("aria-label", name);
  button.title = name;
}

export function redraw(button, icon) {
  button.firstElementChild.replaceWith(drawn(icon));
}

export function drawn(icon) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[icon]);
  svg.setAttribute("class", "drawn-icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}
