// Puts the page together: one state, one stream of events, and who is told of what.

import { fetchState, follow, post } from "./api.js";
import { drawKeyboard, put, quote, sayAs, showInline, startComposer, switchTo } from "./composer.js";
import { $, attempt, face, make, showAlert, toast } from "./dom.js";
import { drawDrawer, hideIfNarrow, startDrawer } from "./drawer.js";
import { answered, drawAll, drawDeleted, drawEdited, drawNew, drawTyping, gist, listenTo, showEnd } from "./messages.js";
import { apply, isFromBot, isTyping, listed, load, markSeen, model, place, speakAs, speaker, titleOf } from "./model.js";
import { drawPeople } from "./people.js";

const NARROW = matchMedia("(max-width: 759px)");

function open(chat, { focus = true } = {}) {
  const previous = model.chat === chat ? null : model.chat;
  model.chat = chat;
  if (focus) $("app").dataset.view = "chat";
  look();
  switchTo(previous);
  drawHead();
  drawAll();
  drawPeople(open);
  drawDrawer();
  if (focus && !NARROW.matches) $("text").focus();
  else if (focus) $("back").focus();
}

// What stands in the open chat counts as read only where it can be seen.
function look() {
  model.isShown = !NARROW.matches || $("app").dataset.view === "chat";
  if (model.isShown) markSeen(model.chat);
}

function drawHead() {
  const chat = model.chat;
  const isPrivate = chat.kind === "private";
  $("chat").dir = speaker().direction;
  face($("chat-face"), titleOf(chat), !isPrivate);
  $("chat-title").textContent = titleOf(chat);
  const about = isPrivate ? `${speaker().about} · talks with Pitwise` : `${chat.members.length} people and Pitwise`;
  $("chat-about").textContent = isTyping(chat) ? "Pitwise is typing…" : about;
  $("speaker-box").hidden = isPrivate;
  $("speaker").replaceChildren(...chat.members.map((id) => make("option", { value: id, selected: id === speaker().id }, model.people.get(id).name)));
}

async function reload() {
  const state = await fetchState();
  load(state);
  open(model.chat || listed()[0], { focus: false });
  return state.position;
}

function take(event) {
  if (!apply(event)) return void attempt(reload());
  if (event.chat === model.chat.id) takeHere(event);
  if (event.kind === "callback_answered" && event.detail.person_id === speaker().id) takeAnswer(event.detail);
  if (event.kind === "inline_answered" && event.detail.person_id === speaker().id) showInline(event.detail);
  if (event.kind === "restarting") toast("The bot stops, as at a power cut…");
  if (["message", "edited", "deleted"].includes(event.kind)) drawPeople(open);
  if (["connection", "clock", "membership"].includes(event.kind)) drawDrawer();
}

function takeHere(event) {
  if (event.kind === "message") {
    look();
    drawNew(event.message);
    drawHead();
    if (event.message.from?.id !== speaker().id) $("announcer").textContent = `${event.message.from?.first_name || ""}: ${gist(event.message)}`;
  }
  if (event.kind === "edited") drawEdited(event.message);
  if (event.kind === "edited" && isFromBot(event.message)) $("announcer").textContent = `Changed: ${gist(event.message)}`;
  if (event.kind === "deleted") drawDeleted(event.detail.message_ids);
  if (event.kind === "keyboard") drawKeyboard();
  if (event.kind === "typing") {
    drawHead();
    drawTyping();
    setTimeout(() => { drawHead(); drawTyping(); }, 6000);
  }
}

function takeAnswer(answer) {
  answered();
  if (answer.url) followLink(answer.url);
  if (!answer.text) return;
  if (answer.show_alert) showAlert(answer.text);
  else toast(answer.text);
}

// Links to this bot open it here; all others are left to the browser.
function followLink(address) {
  const { protocol, hostname, pathname } = new URL(address);
  const isBot = protocol === "tg:" || (["t.me", "telegram.me"].includes(hostname) && pathname.slice(1).toLowerCase() === model.bot.username.toLowerCase());
  if (isBot) attempt(post("start", { person: speaker().id, link: address })).then((done) => done && open(model.chats.get(speaker().id)));
  return isBot;
}

listenTo({
  link: followLink,
  command: sayAs,
  press: (message, button) => attempt(post("press", { ...place(), message: message.message_id, button })),
  reply: (message) => quote({ kind: "reply", message }),
  edit: (message) => quote({ kind: "edit", message }),
  hint: (hint) => { put(hint.text); hideIfNarrow(); $("text").focus(); },
});
startComposer();
startDrawer(async (person) => { await reload(); open(model.chats.get(person)); hideIfNarrow(); });
$("back").addEventListener("click", () => { $("app").dataset.view = "people"; look(); $("chats").querySelector("[aria-current]")?.focus(); });
$("newest").addEventListener("click", () => showEnd());
$("speaker").addEventListener("change", () => { speakAs(model.chat, Number($("speaker").value)); open(model.chat); });
const position = await attempt(reload());
if (position) follow(position, take, (isReached) => { document.body.classList.toggle("unreached", !isReached); });
else document.body.classList.add("unreached");
