"""How a reported danger looks to the team: its words and what is doubted, who says the same, how groups hear it."""

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from content.digest.hazards import say_hazards
from content.languages import Speaker
from content.privacy import personal, shown
from content.raids import names_raid
from content.reviewing import is_blocked
from handlers.context import Context
from handlers.keyboards import Button, Rows
from handlers.members.hazards.hazard_words import ASKED, as_news, kind_of, place_named, voice_of, words_of
from handlers.regions import region_name
from handlers.staff.kinds import View
from handlers.staff.permissions import Act, may
from handlers.staff.stories.case_view import reasons_of
from handlers.story_words import mask_all
from storage.cases import Case
from storage.hazards import Hazard, Reach
from storage.session import Session
from storage.team import Staff

# What someone of the team has written in place of the member's words.
WORDING = "wording"
# What the first of two who must agree wants: {"reach", "words"}.
WANTED = "wanted"
ALIKE_WITHIN = timedelta(days=7)
USUAL_DAYS, DAYS = 14, (7, 14, 30)
_ACCUSED = "third-person-accused"
_LONGEST_ANSWER, _LONGEST_WORDS = 500, 600


@dataclass(frozen=True)
class Told:
    """How a danger is told: with its words or without, for how many days."""

    with_words: bool = True
    days: int = USUAL_DAYS

    @classmethod
    def of(cls, text: str) -> "Told":
        """Return what a button says, "<words or bare>:<days>"; the usual for what is made up."""
        words, _, days = text.partition(":")
        known = {str(one): one for one in DAYS}
        return cls(words != "bare", known.get(days, USUAL_DAYS))

    def __str__(self) -> str:
        return f"{'words' if self.with_words else 'bare'}:{self.days}"


async def view_hazard(context: Context, r: Session, staff: Staff, case: Case) -> View | None:
    """Return a report that waits, or None when it does so no more."""
    one, say = await r.hazards.get(case.subject), context.say
    if one is None or one.state != "waiting":
        return None
    parts = ["\n".join(await _head(context, r, case, one)), "\n".join(_words(say, one))]
    picture = await r.hazards.picture(one.id)
    return View("\n\n".join(parts), _rows(say, staff, case, one), (picture,) if picture else (), voice=voice_of(one))


async def _head(context: Context, r: Session, case: Case, one: Hazard) -> list[str]:
    say = context.say
    what = f"{say(kind_of(one).label)} · {place_named(say, one)} · {say.date(one.received_on)}"
    lines = [
        say("⚠️ Danger {number} · {language}", number=f"<b>{case.number}</b>", language=say.tongue(case.language)),
        f"<b>{escape(what, quote=False)}</b>",
    ]
    if case.flags:
        lines.append(say("⚠️ Look at: {reasons}.", reasons=reasons_of(say, case.flags)))
    first = await r.team.find(case.first_by) if case.first_by else None
    if case.first_by:
        number = first.number if first else "–"
        place = escape(place_named(say, one, one.answers.get(WANTED, {}).get("reach", "country")), quote=False)
        lines.append(
            say("👥 Number {number} wants to tell it in {place}. Your word decides.", number=number, place=place)
        )
    alike = await r.hazards.alike(one, (context.now - ALIKE_WITHIN).date())
    if alike:
        lines.append(
            say.say_count(
                "👯 {n} other report like it from there within 7 days.",
                "👯 {n} other reports like it from there within 7 days.",
                len(alike),
            )
        )
    if any(other.state == "told" for other in alike):
        lines.append(say("📣 Groups there are told of such a danger already."))
    return lines


def _words(say: Speaker, one: Hazard) -> list[str]:
    """Return what was written, with what looks personal marked; what was asked back; what the team wrote instead."""
    words = words_of(one.answers)
    lines = [f"“{shown(words, personal(words, one.language))}”"] if words else []
    if voice_of(one):
        lines.append(say("🎤 A voice note: play it above, and write down what it says."))
    for question, answer in one.answers.get(ASKED, ())[-1:]:
        said = escape(answer[:_LONGEST_ANSWER], quote=False) if answer else "…"
        lines.append(f"❓ {escape(question, quote=False)}\n💬 {said}")
    if wording := one.answers.get(WORDING):
        lines.append(f"✏️ {escape(wording, quote=False)}")
    return lines


def _rows(say: Speaker, staff: Staff, case: Case, one: Hazard) -> Rows:
    what = f"{case.number}:{one.revision}"
    is_spoken = voice_of(one) and not one.answers.get(WORDING)
    writing = Button(say("✍️ Write it down") if is_spoken else say("✏️ Other words"), f"hazard-words:{what}")
    return [
        [Button(say("📣 Tell groups near"), f"hazard-tell:{what}")],
        [writing, Button(say("❓ Ask back"), f"hazard-ask:{what}")],
        [Button(say("❌ Reject"), f"hazard-reject:{what}"), *alert_row(say, staff, one)],
        [
            Button(say("⏭ Skip"), f"next-skip:{case.number}"),
            Button(say("📥 Put back"), f"next-back:{case.number}"),
        ],
    ]


def alert_row(say: Speaker, staff: Staff, one: Hazard) -> list[Button]:
    """Return the button that begins an alert from a danger, for who may send one."""
    return [Button(say("🚨 Make an alert"), f"hazard-alert:{one.id}")] if may(staff, Act.ALERT) else []


def words_to_tell(one: Hazard) -> str:
    """Return the words that groups may read: the team's, or the member's without what looks personal.

    "" when there are none, or when they still accuse someone or say where police or armed people are.
    """
    words = one.answers.get(WORDING) or mask_all(words_of(one.answers), one.language)
    return words if may_be_told(words, one.language) else ""


def may_be_told(words: str, language: str) -> bool:
    """Tell whether words accuse nobody and do not say where police or armed people are."""
    accuses = any(mark.kind == _ACCUSED for mark in personal(words, language))
    return not accuses and not names_raid(words, language)


def is_agreed(case: Case, one: Hazard, told: Told, reach: Reach) -> bool:
    """Tell whether one person more may let it out so: beyond a region, or in risky words, a first one wanted that."""
    wanted = one.answers.get(WANTED, {}) if case.first_by is not None else {}
    has_risky_words = told.with_words and is_blocked(case.flags)
    return (reach == "region" or wanted.get("reach") == "country") and (
        not has_risky_words or wanted.get("words", False)
    )


def preview(say: Speaker, case: Case, one: Hazard, told: Told, today: date) -> tuple[str, Rows]:
    """Return how groups would hear of it, and the buttons that tell them: of its region, or of the whole country."""
    possible = words_to_tell(one)
    words = possible if told.with_words else ""
    reach: Reach = "region" if one.region else "country"
    news = "\n".join(say_hazards([as_news(one, say, words, reach, today)], say, len(words) + 1))
    lines = [say("📣 Groups hear it so, each in its language:"), f"<blockquote>{news}</blockquote>"]
    if words:
        lines.append(say("The quoted words go only to those who read {language}.", language=say.tongue(one.language)))
    elif not possible and one.answers:
        lines.append(say("Without a member's words: there are none, or they accuse or name somebody."))
    lines.append(say("Until {day}.", day=say.date(today + timedelta(days=told.days))))
    if case.first_by is None:
        lines.append(say("More than one region needs a second person."))
    if words and is_blocked(case.flags) and case.first_by is None:
        lines.append(say("These words need a second person too: {reasons}.", reasons=reasons_of(say, case.flags)))
    return "\n".join(lines), _preview_rows(say, case, one, told, has_words=bool(possible))


def _preview_rows(say: Speaker, case: Case, one: Hazard, told: Told, *, has_words: bool) -> Rows:
    what = f"{case.number}:{one.revision}"
    region, country = region_name(say, one.country, one.region), say.country(one.country)
    rows = [[Button(say("✅ Tell {place}", place=region), f"hazard-out:{what}:region:{told}")]] if region else []
    rows.append([Button(say("🌍 All of {place}", place=country), f"hazard-out:{what}:country:{told}")])
    if has_words:
        other = Told(not told.with_words, told.days)
        label = say("🤐 Without words") if told.with_words else say("💬 With words")
        rows.append([Button(label, f"hazard-tell:{what}:{other}")])
    days = [Told(told.with_words, days) for days in DAYS if days != told.days]
    rows.append(
        [
            Button(f"🗓 {say.say_count('{n} day', '{n} days', other.days)}", f"hazard-tell:{what}:{other}")
            for other in days
        ]
    )
    rows.append([Button(say("◀️ Back"), f"hazard-look:{what}")])
    return rows


def told_view(say: Speaker, staff: Staff, one: Hazard) -> tuple[str, Rows]:
    """Return a danger that groups are told of, and what can be done about it."""
    told_on = one.told_at.date() if one.told_at else None
    news = as_news(one, say, words_of(one.shown), one.reach or "region", told_on)
    told = "\n".join(say_hazards([news], say, _LONGEST_WORDS))
    day = say.date(one.ends_at.date()) if one.ends_at else "–"
    rows = [[Button(say("🏁 It is over"), f"hazard-over:{one.id}"), *alert_row(say, staff, one)]]
    return "\n".join([f"<blockquote>{told}</blockquote>", say("Until {day}.", day=day)]), rows
