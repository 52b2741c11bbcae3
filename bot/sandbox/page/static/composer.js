// Writing: the input, what is attached, commands, the lasting keyboard, answering and editing.

import { fetchCommands, post, upload } from "./api.js";
import { $, attempt, button, make, toast } from "./dom.js";
import { gist, lastMessage, lastMine } from "./messages.js";
import { model, place, speaker } from "./model.js";
import { record } from "./voice.js";

const text = $("text");
const menu = $("menu");
let quoted = null;
const drafts = new Map();
const folded = new Set();
const INLINE_PAUSE_MS = 250;
let inlinePause = 0;

const SHARES = [["📷", "Photo", () => pick("photo", "image/*")], ["📎", "File", () => pick("document", "")], ["🎙", "Voice note from a file", () => pick("voice", "audio/*")],
  ...[["🙂", "Sticker", "sticker"], ["👤", "My telephone number", "contact"], ["📍", "My place", "location"], ["📊", "Poll", "poll"]]
    .map(([sign, name, what]) => [sign, name, () => attempt(post("share", { ...place(), what }))])];

export function startComposer() {
  $("form").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  text.addEventListener("input", () => { fit(); if (/^\/\w*$/.test(text.value)) openCommands(text.value); else closeMenu(); askInline(); });
  text.addEventListener("keydown", onKey);
  menu.addEventListener("keydown", onMenuKey);
  $("open-attach").addEventListener("click", () => toggleMenu("open-attach", SHARES.map(([sign, name, act]) => menuItem(sign, name, act))));
  $("open-commands").addEventListener("click", () => (isOpen("open-commands") ? closeMenu() : openCommands("/", true)));
  $("fold").addEventListener("click", () => { folded.has(model.chat.id) ? folded.delete(model.chat.id) : folded.add(model.chat.id); drawKeyboard(); });
  $("record").addEventListener("click", () => record(sendVoice, () => pick("voice", "audio/*")));
  $("quoting-end").addEventListener("click", () => { quote(null); text.focus(); });
  document.addEventListener("click", (event) => { if (!event.target.closest(".composer")) closeMenu(); });
  const chat = $("chat");
  chat.addEventListener("dragover", (event) => event.preventDefault());
  chat.addEventListener("drop", (event) => { event.preventDefault(); [...event.dataTransfer.files].forEach((file) => sendFile(guess(file), file)); });
  text.addEventListener("paste", (event) => [...event.clipboardData.files].forEach((file) => sendFile(guess(file), file)));
}

// Show the composer of another chat; what was being written in the last one stays there.
export function switchTo(previous) {
  if (previous) drafts.set(previous.id, text.value);
  quote(null);
  closeMenu();
  put(drafts.get(model.chat.id) || "");
  drawKeyboard();
}

export function put(value) {
  text.value = value;
  fit();
}

export async function sayAs(words) {
  await attempt(post("say", { ...place(), text: words }));
}

async function send() {
  const words = text.value.trim();
  if (!words) return void text.focus();
  const sent = quoted?.kind === "edit" ? ["edit", { message: quoted.message.message_id }] : ["say", { reply_to: quoted?.message.message_id ?? null }];
  put("");
  closeMenu();
  quote(null);
  text.focus();
  if (!(await attempt(post(sent[0], { ...place(), ...sent[1], text: words }))) && !text.value) put(words);
}

function fit() {
  text.dir = text.value ? "auto" : speaker().direction;
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
  $("form").classList.toggle("writing", Boolean(text.value.trim()));
}

function onKey(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
  else if (event.key === "Escape") { menu.hidden ? quote(null) : closeMenu(); }
  else if (event.key === "ArrowUp" && event.ctrlKey) { event.preventDefault(); if (lastMessage()) quote({ kind: "reply", message: lastMessage() }); }
  else if (event.key === "ArrowUp" && !menu.hidden) { event.preventDefault(); menu.lastElementChild?.focus(); }
  else if (event.key === "ArrowUp" && !text.value && lastMine()) { event.preventDefault(); quote({ kind: "edit", message: lastMine() }); }
}

export function quote(next) {
  if (quoted?.kind === "edit" && next?.kind !== "edit") put("");
  quoted = next;
  $("quoting").hidden = !next;
  if (!next) return;
  $("quoting-what").textContent = next.kind === "edit" ? "Edit" : `Reply to ${next.message.from?.first_name || ""}`;
  $("quoting-text").textContent = gist(next.message).slice(0, 80);
  if (next.kind === "edit") put(next.message.text ?? next.message.caption ?? "");
  text.focus();
}

const isOpen = (opener) => $(opener).getAttribute("aria-expanded") === "true";

function closeMenu() {
  menu.hidden = true;
  for (const opener of ["open-attach", "open-commands"]) $(opener).setAttribute("aria-expanded", "false");
}

function toggleMenu(opener, items, focus = true) {
  const wasOpen = isOpen(opener);
  closeMenu();
  if (wasOpen && focus) return;
  menu.replaceChildren(...items);
  menu.hidden = false;
  $(opener).setAttribute("aria-expanded", "true");
  if (focus) menu.firstElementChild?.focus();
}

const menuItem = (sign, name, act) => button(make("span", {}, sign && make("span", { class: "sign" }, sign), make("bdi", {}, name)), () => { closeMenu(); text.focus(); act(); });

async function openCommands(typed, focus = false) {
  const commands = await attempt(fetchCommands(speaker().id, model.chat.id));
  if (!commands || (!focus && text.value !== typed)) return;
  const fitting = commands.filter((one) => `/${one.command}`.startsWith(typed));
  if (!fitting.length) { closeMenu(); if (focus) toast("The bot has set no commands yet."); return; }
  toggleMenu("open-commands", fitting.map((one) => menuItem(`/${one.command}`, one.description, () => { put(""); sayAs(`/${one.command}`); })), focus);
}

// `@bot words`: the bot is asked when the typing pauses, and its answer comes as an event.
const inlineWords = () => text.value.match(new RegExp(`^@${model.bot.username}\\s+(.*)$`, "is"))?.[1] ?? null;

function askInline() {
  clearTimeout(inlinePause);
  const words = inlineWords();
  if (words !== null) inlinePause = setTimeout(() => attempt(post("inline", { ...place(), text: words })), INLINE_PAUSE_MS);
}

export function showInline({ results, button: above }) {
  if (inlineWords() === null) return;
  const choose = (number) => { put(""); attempt(post("choose", { ...place(), number })); };
  const items = results.map((one, number) => menuItem("", one.title, () => choose(number)));
  if (above) items.unshift(menuItem("↗", above.text, () => { put(""); attempt(post("inline-button", place())); }));
  closeMenu();
  if (items.length) toggleMenu("open-commands", items, false);
}

function onMenuKey(event) {
  const steps = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" };
  if (event.key === "Escape") { closeMenu(); text.focus(); }
  if (!(event.key in steps)) return;
  event.preventDefault();
  (document.activeElement[steps[event.key]] || text).focus();
}

function pick(kind, accept) {
  const input = $("pick");
  Object.assign(input, { accept, value: "", onchange: () => input.files[0] && sendFile(kind, input.files[0]) });
  input.click();
}

const guess = (file) => (/^image\/(jpeg|png|gif|webp)$/.test(file.type) ? "photo" : file.type.startsWith("audio/") ? "voice" : "document");

// What stands in the input goes along as the caption.
async function sendFile(kind, file) {
  const caption = kind === "voice" ? "" : text.value.trim();
  if (await attempt(upload(kind, file, file.name, { ...place(), caption })) && caption) put("");
}

const sendVoice = (blob, seconds) => attempt(upload("voice", blob, "voice", { ...place(), duration_s: seconds }));

export function drawKeyboard() {
  const markup = model.chat.keyboard;
  const rows = markup?.keyboard || [];
  const isFolded = folded.has(model.chat.id);
  let index = 0;
  const press = (at) => attempt(post("press", { ...place(), button: at }));
  $("keyboard").replaceChildren(...rows.map((row) => make("div", { class: "row" }, ...row.map((one) => { const at = index++; return button(one.text, () => press(at), { dir: "auto" }); }))));
  $("keyboard").hidden = isFolded || !rows.length;
  $("fold").hidden = !rows.length;
  $("fold").setAttribute("aria-expanded", String(!isFolded));
  text.placeholder = markup?.input_field_placeholder || "Message";
}
