"""What an alert says, to whom it goes and how far it is, in words. Pure: the same alert always reads the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from content.alerts import FEWEST, UNCHOSEN, Audience, Reach, clean, text_for
from content.digest.words import directed
from content.languages import Speaker, sentence, speaker
from handlers import figures, regions
from storage.alerts import Alert, Written

# In a message of two languages.
_BETWEEN = "\n\n"
# More places than this are named by their countries.
_MOST_PLACES = 4
_NEW: Mapping[str, str] = {
    "safety": sentence("⚠️ Safety alert, {date}"),
    "notice": sentence("📣 Notice, {date}"),
}
_REPEAT: Mapping[str, str] = {
    "safety": sentence("🔁 Repeat: safety alert, {date}"),
    "notice": sentence("🔁 Repeat: notice, {date}"),
}
_CLEAR = sentence("✅ All clear, {date}")
_CLEAR_AGAIN = sentence("🔁 Repeat: all clear, {date}")
_OVER = sentence("What I warned of is over:")
_STATES: Mapping[str, str] = {
    "written": sentence("✍️ Alert {number} is written and not sent."),
    "waiting": sentence("⏳ Alert {number} waits for a second coordinator or administrator. Nothing is sent yet."),
    "sending": sentence("📤 Alert {number} is going out."),
    "stopping": sentence("⏹ Alert {number} is stopped. What was already under way still arrives."),
    "stopped": sentence("⏹ Alert {number} was stopped."),
    "done": sentence("✅ Alert {number} went out."),
    "refused": sentence("❌ Alert {number}: the second person said no. Nothing was sent."),
    "lapsed": sentence("⌛ Alert {number}: nobody agreed within 24 hours. Nothing was sent."),
}
# What became of recipients, by their states in storage; a line is said when there are any.
_FATES: Sequence[tuple[tuple[str, ...], str]] = (
    (("planned", "queued"), sentence("• Waiting: {n}.")),
    (("unknown",), sentence("• Perhaps arrived, nobody knows: {n}.")),
    (("failed",), sentence("• Not reached, most of them have blocked or removed me: {n}.")),
    (("spared",), sentence("• Left out, as they want no more messages this week: {n}.")),
    (("expired",), sentence("• Left out, as it would have come too late: {n}.")),
    (("cancelled",), sentence("• Not sent, as it was stopped: {n}.")),
)


def counted(say: Speaker, n: int) -> str:
    """Return a number; of a small one nothing is told, not even whether there is anyone: it could tell of somebody."""
    return say.number(n) if n >= FEWEST else say("fewer than 5")


def on_button(say: Speaker, n: int) -> str:
    """Return the same for a button."""
    return say.number(n) if n >= FEWEST else f"<{FEWEST}"


def reach_line(say: Speaker, reach: Reach) -> str:
    """Return how many people and groups."""
    return say(
        "👤 People: {members} · 👥 Groups: {groups}",
        members=counted(say, reach.members),
        groups=counted(say, reach.groups),
    )


def place_name(say: Speaker, place: str) -> str:
    """Return how a place of an audience is called, for the team."""
    country, _, key = place.partition(":")
    if key == UNCHOSEN:
        return say("{country}, no region named", country=say.country(country))
    return regions.place_name(say, country, key)


def mineral_name(say: Speaker, key: str) -> str:
    """Return how a mineral of an audience is called, for the team."""
    return say("no mineral named") if key == UNCHOSEN else say(figures.MINERAL_NAMES[key])


def audience_lines(say: Speaker, audience: Audience) -> list[str]:
    """Return for whom an alert is, as plain lines."""
    places = say.list_of(place_name(say, place) for place in audience.places)
    minerals = say.list_of(mineral_name(say, key) for key in audience.minerals)
    languages = say.list_of(speaker(code).language.name for code in audience.languages)
    to: Mapping[str, Callable[[], str]] = {
        "members": lambda: say("Only people in private chats."),
        "groups": lambda: say("Only groups."),
        "both": lambda: say("People in private chats, and groups."),
    }
    lines = [
        say("📍 {places}", places=places) if places else say("📍 Everywhere, also who has named no country"),
        say("⛏ {minerals}", minerals=minerals) if minerals else "",
        say("🌍 Only who reads {languages}", languages=languages) if languages else "",
        to[audience.to](),
    ]
    return [line for line in lines if line]


def language_lines(say: Speaker, written: Written) -> list[str]:
    """Return for each language of the audience how many read it, and in which one they get it."""
    lines = []
    for code, reach in written.read.items():
        name, told = speaker(code).language.name, reach_line(say, reach)
        got = text_for(code, written.texts, written.instead)
        if written.instead.get(code) == UNCHOSEN:
            asked = say(
                "• {language} – {count} – the team is asked; left out if you send before", language=name, count=told
            )
            lines.append(asked)
        elif not got:
            lines.append(say("• {language} – {count} – left out", language=name, count=told))
        elif got == code:
            lines.append(say("• {language} – {count}", language=name, count=told))
        else:
            instead = speaker(got).language.name
            lines.append(
                say("• {language} – {count} – they get it in {other}", language=name, count=told, other=instead)
            )
    return [directed(line, say) for line in lines]


def message(written: Written, languages: Iterable[str], day: date, *, is_again: bool = False) -> str:
    """Return an alert as it is sent in these languages, as Telegram-HTML; `is_again` marks a second sending."""
    return _BETWEEN.join(_in_one(written, speaker(code), day, is_again) for code in languages)


def _in_one(written: Written, say: Speaker, day: date, is_again: bool) -> str:
    is_clear, is_repeat = written.relation == "clear", is_again or written.relation == "repeat"
    new, repeat = (_CLEAR, _CLEAR_AGAIN) if is_clear else (_NEW[written.kind], _REPEAT[written.kind])
    lines = [f"<b>{_html(say(repeat if is_repeat else new, date=say.date(day)))}</b>"]
    if place := _where(say, written.audience.places):
        lines.append(_html(f"📍 {place}"))
    code = text_for(say.language.code, written.texts, written.instead)
    text = _html(clean(written.texts[code]))
    told = [_html(say(_OVER)), f"“{text}”"] if is_clear else [text]
    if code != say.language.code:
        lines.append(_html(say("In {language}, as nobody here writes your language.", language=say.tongue(code))))
    return "\n".join([*lines, "", *told])


def _where(say: Speaker, places: Sequence[str]) -> str:
    """Return the places for readers: whoever named no region is in the country."""
    countries = list(dict.fromkeys(place.partition(":")[0] for place in places))
    named = [place for place in places if not place.endswith(f":{UNCHOSEN}")]
    whole = [code for code in countries if code in places or len(named) != len(places)]
    if len(places) > _MOST_PLACES or whole:
        return say.list_of(say.country(code) for code in countries)
    return say.list_of(place_name(say, place) for place in places)


def call_of(written: Written, languages: Iterable[str], day: date) -> dict[str, Any]:
    """Return the Bot API call that sends an alert, and what replaces its text when it is sent again."""
    codes = tuple(languages)
    return {
        "method": "sendMessage",
        "text": message(written, codes, day),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "again": {"text": message(written, codes, day, is_again=True)},
    }


def progress(say: Speaker, alert: Alert, counts: Mapping[str, int]) -> str:
    """Return how far an alert is, as Telegram-HTML for its author."""
    lines = [f"<b>{_html(say(_STATES[alert.state], number=alert.number))}</b>"]
    lines += [_html(line) for line in audience_lines(say, alert.written.audience)]
    total = sum(counts.values())
    if total or alert.state == "done":
        is_read = alert.source not in ("members", "groups", "reached")

        def told(n: int) -> str:
            return say.number(n) if total >= FEWEST else counted(say, n)

        sent = told(counts.get("sent", 0))
        lines.append(
            _html(say("Sent: {n} of {all}.", n=sent, all=told(total)) if is_read else say("Sent: {n}.", n=sent))
        )
        for states, line in _FATES:
            if n := sum(counts.get(state, 0) for state in states):
                lines.append(_html(say(line, n=told(n))))
    return "\n".join(lines)


def _html(text: str) -> str:
    return escape(text, quote=False)
