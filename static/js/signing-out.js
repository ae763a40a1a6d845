// “Back” would show whoever signs out the last page once more, as the browser kept it.
document.getElementById("sign-out")?.addEventListener("submit", () => {
  addEventListener("pageshow", () => {
    document.body.hidden = true;
    location.reload();
  });
});
