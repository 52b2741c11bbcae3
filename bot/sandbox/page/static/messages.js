// The open chat's messages as bubbles. It changes only the log; what a tap means is told to it in `on`.

import { fileAddress } from "./api.js";
import { $, button, face, make } from "./dom.js";
import { isFromBot, isTyping, model, newest, speaker } from "./model.js";
import { link, render } from "./text.js";

const log = $("log");
const NEAR_END_PX = 120;
const PENDING_MS = 8000;
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const dateOf = (message) => new Date(message.date * 1000);
let on = {};

export const listenTo = (taps) => { on = taps; };

// Whoever reads the end goes on seeing it while pictures arrive and the composer grows.
let readsEnd = true;
const isNearEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
const keepEnd = () => { if (readsEnd) log.scrollTop = log.scrollHeight; };
log.addEventListener("scroll", () => { readsEnd = isNearEnd(); if (readsEnd) $("newest").hidden = true; });
log.addEventListener("load", keepEnd, true);
log.addEventListener("loadedmetadata", keepEnd, true);
new ResizeObserver(keepEnd).observe(log);

export function drawAll() {
  log.replaceChildren();
  for (const message of model.chat.messages.values()) append(message);
  if (!model.chat.messages.size) log.append(welcome());
  drawTyping();
  readsEnd = true;
  keepEnd();
  $("newest").hidden = true;
}

// Put one new message at the end and keep the end in sight, unless the reader has scrolled away from it.
export function drawNew(message) {
  const readEnd = readsEnd;
  log.querySelector(".welcome")?.remove();
  const element = append(message);
  drawTyping();
  if (readEnd || isMine(message)) showEnd(element);
  else $("newest").hidden = false;
}

export function showEnd(element = log.lastElementChild) {
  if (!element) return;
  readsEnd = element.offsetHeight < log.clientHeight * 0.9;
  if (readsEnd) keepEnd();
  else element.scrollIntoView({ block: "start" });
  $("newest").hidden = true;
}

export function drawEdited(message) {
  const old = find(message.message_id);
  if (!old) return;
  const focused = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
  const fresh = bubble(message);
  old.replaceWith(fresh);
  if (focused >= 0) ([...fresh.querySelectorAll("button, a")][focused] || log).focus();
}

export function drawDeleted(ids) {
  for (const id of ids) find(id)?.remove();
  if (!model.chat.messages.size) drawAll();
}

export function drawTyping() {
  log.querySelector(".typing")?.remove();
  if (!isTyping(model.chat)) return;
  log.append(make("div", { class: "typing bubble" }, make("i"), make("i"), make("i"), make("span", { class: "unseen" }, "Pitwise is typing")));
  keepEnd();
}

export function answered() {
  for (const pressed of log.querySelectorAll("[aria-busy]")) pressed.removeAttribute("aria-busy");
}

const find = (id) => log.querySelector(`[data-id="${Number(id)}"]`);
const isMine = (message) => message.from?.id === speaker().id;

function append(message) {
  log.querySelector(".typing")?.remove();
  const name = day.format(dateOf(message));
  if (log.dataset.day !== name || !log.childElementCount) log.append(make("p", { class: "day" }, name));
  log.dataset.day = name;
  const element = bubble(message);
  log.append(element);
  return element;
}

function bubble(message) {
  const service = serviceText(message);
  if (service) return make("p", { class: "service", "data-id": message.message_id, dir: "auto" }, service);
  const mine = isMine(message);
  const sender = message.sender_chat?.title || message.from?.first_name || "";
  const kind = mine ? "mine" : isFromBot(message) ? "bot" : "other";
  const stamp = make("time", { datetime: dateOf(message).toISOString() },
    make("bdi", { dir: "ltr" }, (message.edit_date ? "edited " : "") + time.format(dateOf(message))));
  const body = make("div", { class: "bubble" },
    make("p", { class: model.chat.kind === "private" || mine ? "unseen" : "sender", dir: "auto" }, sender),
    message.via_bot ? make("p", { class: "soft" }, `via @${message.via_bot.username}`) : null,
    message.forward_origin ? make("p", { class: "soft" }, "Forwarded") : null,
    message.reply_to_message ? quote(message.reply_to_message) : null,
    ...content(message), actions(message, mine));
  (body.querySelector(".text") || body).append(stamp);
  const row = make("article", { class: `message ${kind}`, "data-id": message.message_id }, body, inlineKeyboard(message));
  if (kind === "other") face(row.appendChild(make("span", { class: "face small", "aria-hidden": "true" })), sender);
  return row;
}

function content(message) {
  const parts = [];
  if (message.photo) parts.push(photo(message.photo.at(-1)));
  if (message.voice) parts.push(make("audio", { controls: true, preload: "metadata", src: fileAddress(message.voice), "aria-label": "Voice note" }));
  if (message.document) parts.push(file(message.document));
  if (message.sticker) parts.push(make("p", { class: "sticker", role: "img", "aria-label": "Sticker" }, message.sticker.emoji || "⛏"));
  if (message.contact) parts.push(make("p", {}, `👤 ${message.contact.first_name} · ${message.contact.phone_number}`));
  if (message.location) parts.push(make("p", {}, `📍 ${message.location.latitude}, ${message.location.longitude}`));
  if (message.poll) parts.push(make("p", { dir: "auto" }, `📊 ${message.poll.question}`));
  const text = message.text ?? message.caption;
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  if (text) parts.push(make("div", { class: "text", dir: "auto" }, render(text, entities, on)));
  return parts;
}

const photo = (size) => make("a", { href: fileAddress(size), target: "_blank", rel: "noopener", class: "photo" },
  make("img", { src: fileAddress(size), alt: "Photo", width: size.width, height: size.height }));

const file = (document) => make("a", { href: fileAddress(document), download: document.file_name || "file", class: "file" },
  make("span", { class: "file-mark", "aria-hidden": "true" }, "↓"),
  make("span", {}, make("bdi", {}, document.file_name || "File"), make("span", { class: "soft" }, ` ${Math.ceil(document.file_size / 1024)} kB`)));

export const gist = (message) => message.text || message.caption || (message.photo && "Photo") || (message.voice && "Voice note")
  || message.document?.file_name || (message.sticker && "Sticker") || (message.contact && "Contact") || (message.location && "Location")
  || message.poll?.question || serviceText(message) || "";

const quote = (message) => make("p", { class: "quote", dir: "auto" }, make("strong", {}, message.from?.first_name || ""), ` ${gist(message).slice(0, 90)}`);

function actions(message, mine) {
  const made = make("span", { class: "actions" }, button("↩", () => on.reply(message), { "aria-label": "Reply", title: "Reply (Ctrl+↑)", tabindex: -1 }));
  if (mine && (message.text ?? message.caption) !== undefined) {
    made.append(button("✎", () => on.edit(message), { "aria-label": "Edit", title: "Edit (↑ in an empty field)", tabindex: -1 }));
  }
  return made;
}

function inlineKeyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  let index = 0;
  const made = make("div", { class: "inline", role: "group", "aria-label": "Buttons" });
  for (const row of rows) made.append(make("div", { class: "row" }, ...row.map((one) => inlineButton(one, message, index++))));
  return made;
}

function inlineButton(one, message, index) {
  if (one.url) return link(one.url, on, { class: "button", dir: "auto" }, `${one.text} ↗\uFE0E`);
  if (one.copy_text) return button(one.text, () => navigator.clipboard?.writeText(one.copy_text.text), { dir: "auto" });
  return button(one.text, (event) => {
    const pressed = event.currentTarget;
    pressed.setAttribute("aria-busy", "true");
    setTimeout(() => pressed.removeAttribute("aria-busy"), PENDING_MS);
    on.press(message, index);
  }, { dir: "auto" });
}

function serviceText(message) {
  const who = message.from?.first_name || "";
  if (message.new_chat_members) return `${who} added ${message.new_chat_members.map((one) => one.first_name).join(", ")}`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} left`;
  if (message.new_chat_title) return `${who} named the group “${message.new_chat_title}”`;
  if (message.pinned_message) return `${who} pinned a message`;
  if (message.forum_topic_created) return `${who} opened the topic “${message.forum_topic_created.name}”`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return "The group became a supergroup";
  return "";
}

function welcome() {
  const { name } = speaker();
  const made = make("section", { class: "welcome" }, make("img", { src: "static/mark.svg", alt: "", width: 64, height: 64 }),
    make("h3", {}, model.chat.kind === "private" ? "What can Pitwise do?" : model.chat.title),
    make("p", { class: "soft" }, `It answers miners’ questions in their own words. Nothing has to be set up first: as ${name}, write anything, or try one of these.`));
  const list = made.appendChild(make("ul", { class: "hints" }));
  for (const hint of model.chat.hints || speaker().hints) list.append(hintItem(hint));
  if (model.chat.kind === "private") made.append(button("Start", () => on.command("/start"), { class: "primary" }));
  return made;
}

export const hintItem = (hint) => make("li", {}, make("button", { type: "button", class: "hint", onclick: () => on.hint(hint) },
  make("bdi", { class: "hint-text", dir: "auto" }, hint.text), make("span", { class: "soft" }, hint.note)));

export const lastMine = () => [...model.chat.messages.values()].reverse().find((message) => isMine(message) && message.text !== undefined);
export const lastMessage = () => newest(model.chat);
