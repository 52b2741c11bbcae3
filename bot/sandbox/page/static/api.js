// The server's addresses. It knows no element of the page.

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || "The demo does not answer.");
  return body;
}

export const fetchState = () => fetch("api/state").then(read);

export const fetchCommands = (person, chat) => fetch(`api/commands?person=${person}&chat=${chat}`).then(read);

export const fileAddress = (file) => `api/file/${encodeURIComponent(file.file_id)}`;

export function post(act, values = {}) {
  const headers = { "Content-Type": "application/json" };
  return fetch(`api/${act}`, { method: "POST", headers, body: JSON.stringify(values) }).then(read);
}

export function upload(act, file, name, values) {
  const form = new FormData();
  for (const [key, value] of Object.entries(values)) form.append(key, value);
  form.append("file", file, name);
  return fetch(`api/${act}`, { method: "POST", body: form }).then(read);
}

// Follow the events after `position`. The browser comes back by itself; if the program is another one by then, or too
// much was missed, the server says "reload".
export function follow(position, onEvent, onReach) {
  const source = new EventSource(`api/events?since=${encodeURIComponent(position)}`);
  source.onmessage = (event) => onEvent(JSON.parse(event.data));
  source.onopen = () => onReach(true);
  source.onerror = () => {
    onReach(false);
    // A refused stream is never tried again by the browser.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3000);
  };
}
