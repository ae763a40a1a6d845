// Small parts that several behaviours use.

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Sets all the attributes, or takes all of them away. */
export function setAll(target, attributes, isOn) {
  for (const [name, value] of Object.entries(attributes)) {
    if (isOn) target.setAttribute(name, value);
    else target.removeAttribute(name);
  }
}
