"""The settings of the news as a message that is edited: all of them, or one page of what one of them can be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape

from content.digest.words import plain_words
from content.languages import Speaker, speaker
from content.quiet import is_quiet
from content.schedule import next_due, zone_of
from handlers.arguments import read_number
from handlers.context import Context
from handlers.groups.digests import MEMBER, held_until
from handlers.groups.wishes import KINDS, SETTINGS, Setting, settings_of, usual
from handlers.keyboards import Button, Rows
from storage.session import Session
from storage.subscriptions import Subscription, Wishes

# How far back the first news look: they would be empty otherwise.
FIRST_NEWS = timedelta(days=14)
# What the welcome's button does.
WELCOMED = "setup"
_PAGE = 12
_LONGEST_BESIDE = 14
_HOURS_A_ROW = 4


def button(context: Context, label: str, act: str) -> Button:
    """Return a button of the news; its number is only written where it can be typed."""
    return Button(label, f"digest:{act}", is_numbered=context.hearing.is_private)


def put(context: Context, text: str, rows: Rows) -> None:
    """Change the message that was pressed; the welcome stays, and what it opens stands below it."""
    (context.reply if context.argument == WELCOMED else context.edit)(text, rows)


def speaker_of(context: Context, one: Subscription | None) -> Speaker:
    """Return the speaker of the language that the news come in."""
    return speaker(one.wishes.languages[0]) if one and not context.hearing.is_private else context.say


async def find(context: Context, r: Session) -> Subscription | None:
    """Return what this chat gets, or None."""
    known = context.hearing.member or context.hearing.group
    return await r.subscriptions.get(known.id) if known else None


async def open_settings(context: Context, one: Subscription | None, _argument: str) -> None:
    """Show the settings; where there are none yet, ask whose news it will be."""
    if one is not None:
        show(context, one)
    elif context.hearing.is_private:
        await ask_country(context, one, MEMBER)
    else:
        rows = [[button(context, context.say(label), f"kind:{kind}")] for kind, label in KINDS.items()]
        put(context, context.say("📰 Who are you in this group?"), rows)


async def ask_country(context: Context, one: Subscription | None, argument: str) -> None:
    """Ask for the country, whose clock and money the news go by; the argument is "<kind>:<page>"."""
    kind, _, page = argument.partition(":")
    if one is not None or kind not in (*KINDS, MEMBER) or (kind == MEMBER) != context.hearing.is_private:
        await open_settings(context, one, "")
        return
    member = context.hearing.member
    if member and member.country in context.services.countries and not page:
        await begin(context, one, f"{kind}:{member.country}")
        return
    labels = SETTINGS["country"].options(_any_wishes(), context.say, context.services.countries)
    buttons = [button(context, label, f"begin:{kind}:{code}") for code, label in labels]
    context.edit(
        context.say("🌐 Which country? I take its clock and its money; you can change both."),
        _paged(context, buttons, page, f"kind:{kind}"),
    )


def _any_wishes() -> Wishes:
    return usual(MEMBER, "en", "", {})


async def begin(context: Context, one: Subscription | None, argument: str) -> None:
    """Begin with what is usual for a kind in a country: "<kind>:<country>"; everything can be changed then."""
    kind, _, country = argument.partition(":")
    fits = kind in (*KINDS, MEMBER) and (kind == MEMBER) == context.hearing.is_private
    if one is not None or not fits or country not in context.services.countries:
        await open_settings(context, one, "")
        return
    wishes = usual(kind, context.say.language.code, country, context.services.countries)
    wishes = replace(wishes, thread=context.hearing.thread)
    async with context.write() as w:
        at = next_due(wishes.schedule, context.now).at
        await w.subscriptions.add(context.target, wishes, at, context.now - FIRST_NEWS)
        if made := await w.subscriptions.get(context.target):
            show(context, made)


async def choose(context: Context, one: Subscription | None, argument: str) -> None:
    """Take or drop one choice: "<setting>:<key>:<1 or 0>"; one that is not there shows the settings anew."""
    name, _, rest = argument.partition(":")
    key, _, on = rest.rpartition(":")
    setting, countries = SETTINGS.get(name), context.services.countries
    if one is None or setting is None:
        await open_settings(context, one, "")
        return
    say = speaker_of(context, one)
    keys = [option for option, _ in setting.options(one.wishes, say, countries)]
    if name not in settings_of(one.wishes, say, countries) or key not in keys or on not in ("0", "1"):
        show(context, one)
        return
    wishes = setting.take(one.wishes, key, on == "1" or not setting.several, countries)
    if wishes is None:
        context.tell(say("One of them must stay."))
        return
    await change(context, one, wishes, name if setting.several else "")


async def choose_thread(context: Context, one: Subscription | None, _argument: str) -> None:
    """Let the news come in the forum's topic in which this was pressed."""
    if one is None:
        await open_settings(context, one, "")
    else:
        await change(context, one, replace(one.wishes, thread=context.hearing.thread))


async def change(context: Context, one: Subscription, wishes: Wishes, page: str = "") -> None:
    """Keep other wishes and show what holds then: what someone else changed meanwhile goes before."""
    after = max(context.now, one.paused_until or context.now)
    async with context.write() as w:
        await w.subscriptions.change(one, wishes, next_due(wishes.schedule, after, last=one.last_period).at)
        if not context.hearing.is_private:
            await w.groups.set_language(one.target, wishes.languages[0])
        if kept := await w.subscriptions.get(one.target):
            show(context, kept, page)


async def show_page(context: Context, one: Subscription | None, argument: str) -> None:
    """Show what one setting can be: "<setting>:<page>"."""
    name, _, page = argument.partition(":")
    if one is None:
        await open_settings(context, one, "")
    else:
        show(context, one, name, page)


def show(context: Context, one: Subscription, name: str = "", page: str = "") -> None:
    """Show all settings, or one page of one of them."""
    say, countries = speaker_of(context, one), context.services.countries
    offered = settings_of(one.wishes, say, countries)
    setting = offered.get(name)
    if setting is None:
        put(context, _summary(context, one, offered, say), _all_rows(context, one, offered, say))
        return
    chosen = setting.chosen(one.wishes)
    buttons = [
        button(context, f"✅ {label}" if key in chosen else label, f"set:{name}:{key}:{int(key not in chosen)}")
        for key, label in setting.options(one.wishes, say, countries)
    ]
    head = f"<b>{_html(say(setting.label))}</b>"
    if setting.several and name == "languages" and one.wishes.kind != MEMBER:
        most = say("Two at most.")
        head = f"{head}\n{_html(most)}"
    back = [button(context, say("◀️ Back"), "open")]
    if name == "hour":
        rows = [buttons[at : at + _HOURS_A_ROW] for at in range(0, len(buttons), _HOURS_A_ROW)]
        context.edit(head, [*rows, back])
    else:
        context.edit(head, [*_paged(context, buttons, page, f"page:{name}"), back])


def _paged(context: Context, buttons: Sequence[Button], page: str, act: str) -> list[list[Button]]:
    """Return a page of buttons, two a row where both are short, and the ways to the pages beside it."""
    number = read_number(page, (len(buttons) - 1) // _PAGE) or 0
    shown = buttons[number * _PAGE : (number + 1) * _PAGE]
    width = 2 if all(len(one.label) <= _LONGEST_BESIDE for one in shown) else 1
    rows = [list(shown[at : at + width]) for at in range(0, len(shown), width)]
    turns = [button(context, "◀️", f"{act}:{number - 1}")] if number else []
    if (number + 1) * _PAGE < len(buttons):
        turns.append(button(context, "▶️", f"{act}:{number + 1}"))
    return [*rows, turns] if turns else rows


def _summary(context: Context, one: Subscription, offered: dict[str, Setting], say: Speaker) -> str:
    wishes, countries = one.wishes, context.services.countries
    head = say("📰 News for you") if wishes.kind == MEMBER else say("📰 News for this group")
    lines = [f"<b>{_html(head)}</b>", _html(when(one, say, context.now))]
    if not zone_of(wishes.schedule.zone)[1]:
        lines.append(_html(say("I do not know this clock any more. Please choose the country again.")))
    lines += [f"<b>{_html(say(one.label))}:</b> {_html(one.told(wishes, say, countries))}" for one in offered.values()]
    if wishes.quiet and is_quiet(wishes.schedule.hour, wishes.quiet):
        lines.append(_html(say("🌙 Your news come at the hour that you chose, also in your quiet hours.")))
    if wishes.own_line:
        line = say("📌 From your group: {text}", text=plain_words(wishes.own_line))
        lines.append(f"<i>{_html(line)}</i>")
    return "\n".join(lines)


def when(one: Subscription, say: Speaker, now: datetime) -> str:
    """Return when the next one comes, by the clock of its place; or that none does."""
    if one.state == "paused":
        return say("⏸ Paused. Nothing comes until you go on.")
    zone = zone_of(one.wishes.schedule.zone)[0]
    moment = (held_until(one, now) or max(one.next_due_at or now, now)).astimezone(zone)
    return say(
        "🕗 The next comes on {weekday}, {date}, at {time} ({place} time).",
        weekday=say.weekday(moment.weekday()),
        date=say.date(moment.date()),
        time=say.time(moment, zone),
        place=say.place_of_zone(zone.key),
    )


def _all_rows(context: Context, one: Subscription, offered: dict[str, Setting], say: Speaker) -> Rows:
    buttons = [button(context, say(setting.label), f"page:{name}") for name, setting in offered.items()]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    if not context.hearing.is_private and context.hearing.thread != one.wishes.thread:
        rows.append([button(context, say("💬 Send it here"), "here")])
    return [*rows, [button(context, say("👁 See the next one"), "next")]]


def _html(text: str) -> str:
    return escape(text, quote=False)
