// A text box as tall as its text, in browsers that cannot do it by CSS (field-sizing).
if (!CSS.supports("field-sizing", "content")) {
  for (const box of document.querySelectorAll("[data-autogrow] textarea")) {
    const grow = () => {
      const line = window.scrollY;
      box.style.blockSize = "auto";
      box.style.blockSize = `${box.scrollHeight + 2}px`;
      window.scrollTo({ top: line, behavior: "instant" });
    };
    box.addEventListener("input", grow);
    grow();
  }
}
