"""One edition in one language: its parts in order, cut until they fit, its buttons, and the same as plain text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape

from content.digest.counts import say_counted, say_themes, say_withheld
from content.digest.curve import curve
from content.digest.hazards import say_hazards
from content.digest.news import Answer, News, Priced
from content.digest.questions import QUESTIONS
from content.digest.season import SAID
from content.digest.words import apart, beginning, directed
from content.languages import Speaker

LONGEST_CHARACTERS, LONGEST_BYTES = 1500, 5000
# How an edition that is too long gets shorter, step by step: how much of what people wrote is quoted, and what is left
# out with all before it. What is only good to know goes before anybody's words get very short. Dangers, answers and the
# group's own line stay.
_LONGEST_QUOTED = 200
_STEPS: tuple[tuple[int, str], ...] = (
    (_LONGEST_QUOTED, ""),
    (120, ""),
    (120, "withheld"),
    (120, "themes"),
    (70, ""),
    (70, "counted"),
    (70, "card"),
    (70, "prices"),
    (70, "windows"),
    (70, "stories"),
    (70, "questions"),
)
_MOST_STORIES, _MOST_QUESTIONS, _MOST_WINDOWS, _MOST_ANSWERS, _MOST_PRICES = 3, 3, 2, 3, 3
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Link:
    """A button into private: `payload` is what the deep link carries. Nothing in it tells which group it stood in."""

    label: str
    payload: str


@dataclass(frozen=True)
class Press:
    """A button that counts where it stands: `act` is "<about>:<answer>"."""

    label: str
    act: str


Buttons = tuple[tuple[Link | Press, ...], ...]


@dataclass(frozen=True)
class Edition:
    """What is sent: Telegram-HTML with rows of buttons; `asks` is the question it puts to its group, if any."""

    html: str
    buttons: Buttons
    asks: str | None = None


def compose(news: News, say: Speaker) -> Edition | None:
    """Return the edition of `news` in the language of `say`; None when there is nothing new and nothing to ask.

    At most 1,500 characters and 5,000 bytes; what does not fit is cut, then left out.
    """
    if not news.is_new and news.asks is None:
        return None
    left_out: list[str] = []
    for excerpt, name in _STEPS:
        left_out.append(name)
        edition = _edition(news, say, excerpt, left_out)
        if _fits(edition):
            break
    return edition


def plain(edition: Edition, link: Callable[[str], str]) -> str:
    """Return an edition as text to be passed on elsewhere; `link` makes an address of a payload, "" for none."""
    text = unescape(_TAG.sub("", edition.html)).replace("\u2060", "")
    buttons = [one for row in edition.buttons for one in row]
    answers = [f"▫️ {one.label}" for one in buttons if isinstance(one, Press) and edition.asks]
    links = [(one.label, link(one.payload)) for one in buttons if isinstance(one, Link)]
    addresses = [f"{label}: {address}" for label, address in links if address]
    return "\n\n".join([text, *("\n".join(lines) for lines in (answers, addresses) if lines)])


def _fits(edition: Edition) -> bool:
    shown = unescape(_TAG.sub("", edition.html))
    buttons = sum(len(one.label.encode()) + 64 for row in edition.buttons for one in row)
    return len(shown) <= LONGEST_CHARACTERS and len(edition.html.encode()) + buttons <= LONGEST_BYTES


def _edition(news: News, say: Speaker, excerpt: int, left_out: list[str]) -> Edition:
    leading = news.hazards or not any(price.leads for price in news.prices)
    parts = {name: part(news, say, excerpt) for name, part in _PARTS.items() if name not in left_out}
    order = list(parts)
    if not leading and "prices" in parts:
        order = ["prices", *(name for name in order if name != "prices")]
    shown = ["\n".join(parts[name]) for name in order if parts[name]]
    asks = None if news.is_new else news.asks
    html = directed("\n\n".join(["\n".join(_head(news, say)), *shown]), say)
    return Edition(html, _buttons(news, say, left_out, asks), asks)


def _head(news: News, say: Speaker) -> list[str]:
    day = say.date(news.day)
    title = (
        say("📰 News for this group, {date}", date=day) if news.is_group else say("📰 News for you, {date}", date=day)
    )
    lines = [f"<b>{_html(title)}</b>"]
    if news.missed:
        away = say.say_count(
            "🕐 I was away. This also stands for {n} edition before it.",
            "🕐 I was away. This also stands for {n} editions before it.",
            news.missed,
        )
        lines.append(_html(away))
    elif news.is_late:
        lines.append(_html(say("🕐 This comes late: it was meant for {date}.", date=day)))
    return lines


def _hazards(news: News, say: Speaker, excerpt: int) -> list[str]:
    return say_hazards(news.hazards, say, excerpt)


def _answers(news: News, say: Speaker, excerpt: int) -> list[str]:
    return [line for one in news.answers[:_MOST_ANSWERS] for line in _answer(one, say, excerpt)]


def _answer(one: Answer, say: Speaker, excerpt: int) -> list[str]:
    asked = say("✅ There is an answer to: “{question}”", question=beginning(one.question, excerpt))
    return [f"<b>{_html(asked)}</b>", *([_html(apart(beginning(one.text, excerpt), say))] if one.text else [])]


def _stories(news: News, say: Speaker, excerpt: int) -> list[str]:
    if not news.stories:
        return []
    head = say("👥 What miners tried: experience, not advice")
    lines = [f"<b>{_html(head)}</b>"]
    for one in news.stories[:_MOST_STORIES]:
        tongue = say("(in {language})", language=one.tongue) if one.tongue else ""
        text = apart(beginning(one.text, excerpt), say)
        bullet = "🧪" if one.is_example else "•"
        lines.append(_html(" ".join(part for part in (bullet, text, one.result, tongue) if part)))
    if any(one.is_example for one in news.stories[:_MOST_STORIES]):
        lines.append(_html(say("🧪 An invented example, not a real story.")))
    return lines


def _questions(news: News, say: Speaker, excerpt: int) -> list[str]:
    asked = news.questions[:_MOST_QUESTIONS]
    if not asked:
        return []
    if len(asked) == 1:
        return [_html(say("❓ Who knows this? “{question}”", question=beginning(asked[0].text, excerpt)))]
    head = say("❓ Who knows this?")
    return [f"<b>{_html(head)}</b>"] + [
        _html(f"{n}. {apart(beginning(one.text, excerpt), say)}") for n, one in enumerate(asked, start=1)
    ]


def _asked(news: News, say: Speaker, _excerpt: int) -> list[str]:
    asked = QUESTIONS.get(news.asks or "")
    if news.is_new or asked is None:
        return []
    return [
        _html(say("Nothing new this time. A question to all of you:")),
        f"<b>{_html(say(asked.text))}</b>",
    ]


def _card(news: News, say: Speaker, _excerpt: int) -> list[str]:
    card = news.card
    return [_html(say(SAID[card.season], title=f"{card.pictogram} {card.title}"))] if card else []


def _windows(news: News, say: Speaker, _excerpt: int) -> list[str]:
    return [
        _html(
            say("🏦 {name}: apply until {date}. {reach}", name=one.name, date=say.date(one.last_day), reach=one.reach)
        )
        for one in news.windows[:_MOST_WINDOWS]
    ]


def _prices(news: News, say: Speaker, _excerpt: int) -> list[str]:
    prices = sorted(news.prices, key=lambda price: not price.leads)[:_MOST_PRICES]
    lines = [_html(line) for price in prices for line in _price(price, say)]
    return [*lines, _html(say("📍 This is London, not the pit."))] if lines else []


def _price(price: Priced, say: Speaker) -> list[str]:
    told = {"mineral": price.name, "unit": price.unit, "money": price.money, "date": say.date(price.as_of)}
    lines = [say("🧪 A demo price, not a real one.")] if price.is_demo else []
    lines.append(say("💰 {mineral}, 1 {unit}, pure, on {date}: {money}", **told))
    if len(price.course) > 1:
        week = {"curve": curve(price.course), "low": price.lowest, "high": price.highest}
        lines.append(say("{curve} 7 days, from {low} to {high}", **week))
    if price.moved_said:
        lines.append(say("{week} in a week.", week=price.moved_said))
    return lines


def _counted(news: News, say: Speaker, _excerpt: int) -> list[str]:
    return [_html(line) for line in say_counted(news.counted, say)]


def _themes(news: News, say: Speaker, _excerpt: int) -> list[str]:
    return [_html(line) for line in say_themes(news.themes, news.themes_in, say)]


def _withheld(news: News, say: Speaker, _excerpt: int) -> list[str]:
    return [_html(line) for line in say_withheld(news.withheld, say)]


def _own_line(news: News, say: Speaker, _excerpt: int) -> list[str]:
    line = beginning(news.own_line, 200)
    said = say("📌 From your group: {text}", text=line)
    return [f"<i>{_html(said)}</i>"] if line else []


_PARTS: Mapping[str, Callable[[News, Speaker, int], list[str]]] = {
    "hazards": _hazards,
    "answers": _answers,
    "asked": _asked,
    "counted": _counted,
    "stories": _stories,
    "questions": _questions,
    "windows": _windows,
    "card": _card,
    "prices": _prices,
    "themes": _themes,
    "withheld": _withheld,
    "own_line": _own_line,
}


def _buttons(news: News, say: Speaker, left_out: list[str], asks: str | None) -> Buttons:
    rows: list[tuple[Link | Press, ...]] = []
    if asked := QUESTIONS.get(asks or ""):
        rows += [(Press(say(label), f"{asks}:{key}"),) for key, label in asked.answers.items()]
    if "questions" not in left_out:
        rows += [(button,) for button in _knowing(news, say)]
    private = []
    if news.card and "card" not in left_out:
        private.append(Link(say("📖 Whole card"), f"c_{news.card.id}-{say.language.code}"))
    if news.prices and "prices" not in left_out:
        private.append(Link(say("📈 Chart"), f"p_{news.prices[0].mineral}"))
    if private:
        rows.append(tuple(private))
    if news.is_new:
        rows.append((Press(say("👍 Useful"), "useful:yes"), Press(say("👎 Not useful"), "useful:no")))
    return tuple(rows)


def _knowing(news: News, say: Speaker) -> list[Link]:
    asked = news.questions[:_MOST_QUESTIONS]
    if len(asked) == 1:
        return [Link(say("🗣 I know this"), f"g_{asked[0].gap}")]
    return [Link(say("🗣 I know no. {n}", n=n), f"g_{one.gap}") for n, one in enumerate(asked, start=1)]


def _html(text: str) -> str:
    return escape(text, quote=False)
