// A Telegram text with its entities as elements. Offsets are UTF-16 code units, as in JavaScript's own strings.

import { make } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", hashtag: "span", mention: "span", cashtag: "span",
};

// `on` holds what a tap does: link(address) returns true when it took the tap, command(text).
export function render(text, entities = [], on) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const whole = document.createDocumentFragment();
  fill(whole, text, 0, text.length, sorted, on);
  return whole;
}

function fill(parent, text, from, to, entities, on) {
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    parent.append(text.slice(at, start));
    const element = elementFor(entity, text.slice(entity.offset, entity.offset + entity.length), on);
    fill(element, text, start, end, entities, on);
    parent.append(element);
    at = end;
  }
  parent.append(text.slice(at, to));
}

function elementFor(entity, covered, on) {
  if (entity.type === "bot_command") {
    return make("button", { type: "button", class: "in-text", onclick: () => on.command(covered) });
  }
  if (entity.type === "spoiler") return make("span", { class: "spoiler", tabindex: 0, onclick: (event) => event.currentTarget.classList.add("open") });
  const address = { text_link: entity.url, url: withScheme(covered), email: `mailto:${covered}` }[entity.type];
  if (address && /^(https?|tg|mailto):/i.test(address)) return link(address, on);
  return make(TAGS[entity.type] || "span", { class: `entity ${entity.type}` });
}

const withScheme = (address) => (/^[a-z]+:/i.test(address) ? address : `https://${address}`);

export function link(address, on, attributes = {}, ...children) {
  return make("a", {
    href: address, target: "_blank", rel: "noopener noreferrer", ...attributes,
    onclick: (event) => { if (on.link(address)) event.preventDefault(); },
  }, ...children);
}
