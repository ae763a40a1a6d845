// Sends one file and tells how far it is. Resolves with what the server kept; rejects with a
// sentence for the person. `signal` gives it up.
const FOR_GOOD = [400, 413, 415, 422];

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
      else reject(refusal(request.response?.error ?? sentence(request), !FOR_GOOD.includes(request.status)));
    });
    request.addEventListener("error", () => reject(refusal("The connection broke off. Try again.", true)));
    request.addEventListener("abort", () => reject(new Error("Cancelled.")));
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

// `mayWork`: whether the same file may get through another time.
function refusal(words, mayWork) {
  return Object.assign(new Error(words), { mayWork });
}

// Answers that do not come from the upload itself: a proxy, a sign-in page, an error page.
function sentence(request) {
  if (request.status === 413) return "The server takes no file this large.";
  if (request.status === 401 || request.status === 403 || request.responseURL.includes("/accounts/")) {
    return "You are no longer signed in. Sign in again in another tab, then try again here.";
  }
  return "The server could not take it. Try again in a moment.";
}
