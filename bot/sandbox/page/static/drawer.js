// The drawer "Try it": hints, the clock, trouble, deep links, a new person.

import { post } from "./api.js";
import { $, attempt, make, toast } from "./dom.js";
import { hintItem } from "./messages.js";
import { model, now, speaker } from "./model.js";

const WIDE = matchMedia("(min-width: 1180px)");
const shown = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

export function startDrawer(onPerson) {
  $("open-drawer").addEventListener("click", () => show(!isShown()));
  $("close-drawer").addEventListener("click", () => { show(false); $("open-drawer").focus(); });
  $("drawer").addEventListener("keydown", (event) => { if (event.key === "Escape") $("close-drawer").click(); });
  for (const turn of document.querySelectorAll("[data-seconds]")) turn.addEventListener("click", () => attempt(post("clock", { seconds: Number(turn.dataset.seconds) })));
  $("connection").addEventListener("click", () => attempt(post("connection", { lost: !model.connectionLost })));
  $("block").addEventListener("click", () => attempt(post("block", { person: speaker().id, blocked: !speaker().blocks })));
  $("restart").addEventListener("click", restart);
  $("link-form").addEventListener("submit", openLink);
  $("newcomer-form").addEventListener("submit", (event) => { event.preventDefault(); begin(onPerson); });
  $("newcomer-shortcut").addEventListener("click", () => begin(onPerson));
  setInterval(drawClock, 1000);
  WIDE.addEventListener("change", () => show(WIDE.matches));
  show(WIDE.matches);
}

export function drawDrawer() {
  const person = speaker();
  $("hints-title").textContent = model.chat.kind === "private" ? `As ${person.name}` : `In ${model.chat.title}`;
  $("hints").replaceChildren(...(model.chat.hints || person.hints).map(hintItem));
  $("connection").setAttribute("aria-checked", String(model.connectionLost));
  $("offline").hidden = !model.connectionLost;
  $("block").setAttribute("aria-checked", String(person.blocks));
  $("block-title").textContent = `${person.name} blocks the bot`;
  $("restart").hidden = !model.canRestart;
  const select = $("newcomer-language");
  if (!select.options.length) select.append(...model.languages.map((one) => make("option", { value: one.code }, one.name)));
  drawClock();
}

function drawClock() {
  $("clock").textContent = shown.format(now());
  $("clock").dateTime = now().toISOString();
}

const isShown = () => $("app").hasAttribute("data-drawer");

export function show(isWanted) {
  $("app").toggleAttribute("data-drawer", isWanted);
  $("drawer").inert = !isWanted;
  $("open-drawer").setAttribute("aria-expanded", String(isWanted));
  if (isWanted && !WIDE.matches) $("close-drawer").focus();
}

export const hideIfNarrow = () => { if (!WIDE.matches) show(false); };

async function restart() {
  $("restart").disabled = true;
  if (await attempt(post("restart"))) toast("The bot is back. Nothing was lost.");
  $("restart").disabled = false;
}

async function openLink(event) {
  event.preventDefault();
  if (!(await attempt(post("start", { person: speaker().id, link: $("link").value })))) return;
  $("link").value = "";
  hideIfNarrow();
}

async function begin(onPerson) {
  const made = await attempt(post("new-person", { language_code: $("newcomer-language").value }));
  if (made) await onPerson(made.person);
}
