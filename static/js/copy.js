// A button beside a line that is there to be copied; without script it is selected by one click.
import { element } from "./parts.js";

for (const line of document.querySelectorAll("[data-copy]")) {
  const words = "Copy";
  const button = element("button", { type: "button", className: "button button-small", textContent: words });
  const said = element("span", { className: "visually-hidden", role: "status" });
  button.addEventListener("click", async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(line.querySelector("code").textContent);
      button.textContent = said.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(line.querySelector("code"));
      button.textContent = said.textContent = "Selected: copy it now";
    }
    setTimeout(() => { button.textContent = words; }, 2500);
  });
  line.append(button, said);
}
