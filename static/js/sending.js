// Sends one file and tells how far it is. Resolves with what the server kept; rejects with a
// sentence for the person. `signal` gives it up.
export function send(file, { address, fields, progress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", file);
    request.open("POST", address);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => progress(event.lengthComputable ? event.loaded / event.total : undefined));
    request.addEventListener("load", () => {
      if (request.status === 201 && request.response) resolve(request.response);
      else reject(new Error(request.response?.error ?? sentence(request)));
    });
    request.addEventListener("error", () => reject(new Error("The connection broke off. Try again.")));
    request.addEventListener("abort", () => reject(new Error("Cancelled.")));
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

// Answers that do not come from the upload itself: a proxy, a sign-in page, an error page.
function sentence(request) {
  if (request.status === 413) return "The server takes no file this large.";
  if (request.status === 401 || request.status === 403 || request.responseURL.includes("/accounts/")) {
    return "You are no longer signed in. Sign in again in another tab, then try again here.";
  }
  return "The server could not take it. Try again in a moment.";
}
