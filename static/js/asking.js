// Asks the server. Resolves with what JSON answers, or `html`, and the `status` and when to `retry`;
// with nothing where there was no answer.
export async function ask(address, body, options) {
  const headers = { Accept: "application/json" };
  if (body) headers["X-CSRFToken"] = document.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(address, { method: body ? "POST" : "GET", body, headers, signal: AbortSignal.timeout(20_000), ...options });
    const isData = answer.headers.get("Content-Type") === "application/json";
    const told = isData ? await answer.json() : { html: await answer.text() };
    return { ...told, status: answer.status, retry: answer.headers.get("Retry-After") };
  } catch {
    return {};
  }
}
