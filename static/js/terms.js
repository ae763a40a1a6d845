// The definition of a word also opens on hover and focus; without script, by a press.
const PAUSE = 250;

for (const button of document.querySelectorAll("[data-term]")) {
  const note = button.popoverTargetElement;
  let timer;
  const turn = (open, wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (open !== note.matches(":popover-open")) note[open ? "showPopover" : "hidePopover"]({ source: button });
    }, wait);
  };
  button.popoverTargetAction = "show";
  for (const part of [button, note]) {
    for (const type of ["enter", "leave"]) {
      part.addEventListener(`pointer${type}`, (event) => {
        if (event.pointerType === "mouse") turn(type === "enter", PAUSE);
      });
    }
  }
  button.addEventListener("focus", () => button.matches(":focus-visible") && turn(true, 0));
  button.addEventListener("blur", () => turn(false, PAUSE));
}
