// What the page knows: people, chats, whose phone is held, what was seen. It knows no element of the page.

const SEEN = "pitwise-seen";
const TYPING_MS = 5500;

export const model = { bot: null, languages: [], people: new Map(), chats: new Map(), chat: null, isShown: false, connectionLost: false, canRestart: false };
let clockAhead = 0;
const speakers = new Map();
const seen = new Map(JSON.parse(sessionStorage.getItem(SEEN) || "[]"));

export function load(state) {
  Object.assign(model, { bot: state.bot, languages: state.languages, connectionLost: state.connection_lost, canRestart: state.can_restart });
  model.people = new Map(state.people.map((person) => [person.id, person]));
  model.chats = new Map();
  for (const chat of state.chats) {
    const messages = new Map(chat.messages.map((message) => [message.message_id, message]));
    model.chats.set(chat.id, { ...chat, messages, typingUntil: 0 });
  }
  setClock(state.now_ms);
  model.chat = model.chats.get(model.chat?.id) || null;
}

const setClock = (nowMs) => { clockAhead = nowMs - Date.now(); };
export const now = () => new Date(Date.now() + clockAhead);

// Take one event in. Returns false when the whole state has to be loaded again.
export function apply(event) {
  if (event.now_ms) setClock(event.now_ms);
  if (event.kind === "connection") model.connectionLost = event.lost;
  if (event.kind === "reload") return false;
  if (event.chat === undefined) return true;
  const chat = model.chats.get(event.chat);
  if (!chat) return event.kind !== "message";
  if (event.kind === "message" || event.kind === "edited") chat.messages.set(event.message.message_id, event.message);
  if (event.kind === "message" && isFromBot(event.message)) chat.typingUntil = 0;
  if (event.kind === "message" && event.message.migrate_to_chat_id) return false;
  if (event.kind === "deleted") for (const id of event.detail.message_ids) chat.messages.delete(id);
  if (event.kind === "typing") chat.typingUntil = Date.now() + TYPING_MS;
  if (event.kind === "keyboard") chat.keyboard = event.detail.keyboard;
  if (event.kind === "membership" && chat.kind === "private" && model.people.has(chat.id)) {
    model.people.get(chat.id).blocks = event.detail.status === "kicked";
  } else if (event.kind === "membership") return false;
  return true;
}

export const isFromBot = (message) => message.from?.id === model.bot.id;
export const isTyping = (chat) => chat.typingUntil > Date.now();

// Who acts in a chat: its one person, or whoever was chosen for a group.
export function speaker(chat = model.chat) {
  const chosen = speakers.get(chat.id);
  return model.people.get(chat.members.includes(chosen) ? chosen : chat.members[0]);
}
export const speakAs = (chat, person) => speakers.set(chat.id, person);

export const titleOf = (chat) => chat.title || model.people.get(chat.id)?.name || "";
export const newest = (chat) => [...chat.messages.values()].at(-1);
export const place = () => ({ person: speaker().id, chat: model.chat.id });

export function listed() {
  return [...model.chats.values()].filter((chat) => chat.kind !== "private" || chat.messages.size || model.people.get(chat.id).listed);
}

export function markSeen(chat) {
  const last = newest(chat);
  if (!last) return;
  seen.set(chat.id, last.message_id);
  sessionStorage.setItem(SEEN, JSON.stringify([...seen]));
}

export function unread(chat) {
  if (chat === model.chat && model.isShown) return 0;
  const isMine = (message) => chat.kind === "private" && !isFromBot(message);
  return [...chat.messages.values()].filter((message) => message.message_id > (seen.get(chat.id) || 0) && !isMine(message)).length;
}
