// The few words for building elements, and for telling the person something. Text only ever becomes a text node.

export const $ = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export const button = (label, onclick, attributes = {}) => make("button", { type: "button", onclick, ...attributes }, label);

export function face(element, name, isGroup = false) {
  const hue = [...name].reduce((sum, letter) => (sum * 39 + letter.codePointAt(0)) % 360, 63);
  element.style.setProperty("--hue", hue);
  element.classList.toggle("group", isGroup);
  element.textContent = isGroup ? "👥" : [...name.replace(/^Dr /, "")][0] || "?";
  return element;
}

export function toast(text) {
  const shown = make("p", { dir: "auto" }, text);
  $("toasts").append(shown);
  setTimeout(() => shown.remove(), Math.max(3500, text.length * 80));
}

export function showAlert(text) {
  $("alert-text").textContent = text;
  if (!$("alert").open) $("alert").showModal();
}

// Do something with the server and say so if it can't be done.
export async function attempt(promise) {
  try {
    return await promise;
  } catch (error) {
    toast(error instanceof TypeError ? "The demo does not answer. Is it still running?" : error.message);
    return null;
  }
}
