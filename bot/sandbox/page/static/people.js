// The list of chats, newest first, with what was last said and how much is unread.

import { $, face, make } from "./dom.js";
import { listed, model, newest, titleOf, unread } from "./model.js";
import { gist } from "./messages.js";

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export function drawPeople(onOpen) {
  const focused = document.activeElement?.dataset?.chat;
  $("chats").replaceChildren(...listed().map((chat) => item(chat, onOpen)));
  if (focused) $("chats").querySelector(`[data-chat="${focused}"]`)?.focus();
}

function item(chat, onOpen) {
  const person = model.people.get(chat.id);
  const last = newest(chat);
  const count = unread(chat);
  const below = last ? gist(last).replaceAll("\n", " ").slice(0, 80) : person?.about || `Group of ${chat.members.length}`;
  return make("li", {}, make("button", { type: "button", class: "person", "data-chat": chat.id, "aria-current": chat === model.chat ? "true" : null, onclick: () => onOpen(chat) },
    face(make("span", { class: "face", "aria-hidden": "true" }), titleOf(chat), chat.kind !== "private"),
    make("span", { class: "grow" },
      make("span", { class: "line" }, make("bdi", { class: "name" }, titleOf(chat)), make("span", { class: "soft" }, person ? person.language_name : "Group"),
        last ? make("time", { class: "soft" }, time.format(new Date(last.date * 1000))) : null),
      make("span", { class: "line" }, make("bdi", { class: "soft below" }, below),
        count ? make("span", { class: "badge", "aria-label": `${count} unread` }, String(count)) : null))));
}
