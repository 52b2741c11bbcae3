"""Gathers what a digest tells one group or member: read once for many of them, then chosen for each by its wishes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from content.digest.news import Answer, CardLine, Counted, News, OpenQuestion, Priced, Story, Window, Withheld
from content.digest.questions import QUESTIONS, question_after
from content.digest.season import card_of
from content.gaps import wording_in
from content.guidance.library import Card, Library
from content.languages import Speaker
from content.market.minerals import MINERALS
from content.market.prices.quote import Board
from content.market.prices.reading import Price, latest, needed
from content.market.units import UNITS
from content.schedule import Due, local_day
from handlers import figures
from handlers.groups.digest_counts import KINDS, Looked, read_looked, read_withheld
from handlers.groups.digest_hazards import HazardNews, read_hazards
from handlers.members.stories.translations import is_translated, told_in, translations_of
from handlers.quantities import usual_unit
from handlers.services import Services
from handlers.story_words import CAUTION, EXAMPLE
from storage.experiences import Experience
from storage.gaps import Gap
from storage.session import Session
from storage.subscriptions import Subscription, Wishes

MOST_STORIES_READ = 200
MOST_TOLD, MOST_ASKED = 3, 3
# Nobody waits longer for an edition than for the one after it: what is older than this is no news.
OLDEST_NEWS = timedelta(days=35)
# What was published a moment ago may not be committed yet: it waits for the next edition, or it would be in none.
SETTLED = timedelta(minutes=5)
WINDOW_CLOSES = timedelta(days=30)
FINANCE = ("lender", "savings-group", "grant")
WEEK_DAYS = 7
_RESULTS = {"better": "👍", "worse": "👎"}


@dataclass
class Shared:
    """What many editions of one moment have in common. `stories` are newest first; prices are read when needed.

    They tell what was published up to `until`, a little before `now`.
    """

    now: datetime
    until: datetime
    stories: tuple[Experience, ...]
    gaps: tuple[Gap, ...]
    library: Library
    hazards: HazardNews = field(default_factory=HazardNews)
    boards: dict[tuple[str, ...], Board] = field(default_factory=dict)
    courses: dict[str, tuple[Decimal, ...]] = field(default_factory=dict)
    looked: dict[str, Looked] = field(default_factory=dict)
    withheld: Withheld | None = None


@dataclass(frozen=True)
class Chosen:
    """What one target is told, before it is put into words: the same for each of its languages."""

    stories: tuple[Experience, ...]
    answers: tuple[tuple[Gap, Experience | None], ...]
    gaps: tuple[Gap, ...]
    card: tuple[Card, str] | None
    counted: Counted | None
    asks: str | None
    prices: tuple[tuple[Price, tuple[Decimal, ...]], ...]
    looked: Looked | None
    withheld: Withheld | None


async def read_shared(r: Session, library: Library, now: datetime) -> Shared:
    """Read what every edition of this moment draws from; `library` without what is held back."""
    until = now - SETTLED
    ids = await r.editions.published(until - OLDEST_NEWS, until, MOST_STORIES_READ)
    found = [await r.experiences.get(id) for id in ids]
    stories = tuple(one for one in found if one and one.shown and one.shown.get("story") and _can_be_cut(one))
    passed = tuple(gap for gap in await r.gaps.living() if gap.state == "passed")
    return Shared(now, until, stories, passed, library, await read_hazards(r, now))


async def choose(
    r: Session, one: Subscription, due: Due, shared: Shared, *, is_group: bool, lost: date | None = None
) -> Chosen:
    """Return what is new for a target by its wishes, since its last edition; what a `lost` one asked is asked again."""
    wishes, since = one.wishes, max(one.shown_until, shared.until - OLDEST_NEWS)
    audience = "groups" if is_group else "members"
    new = [
        story
        for story in shared.stories
        if story.published_at and since < story.published_at <= shared.until and audience in story.audience
    ]
    answers = await _answers(r, one, since, shared.until, audience)
    told = {story.id for _, story in answers if story}
    fitting = [story for story in new if story.id not in told and _fits(story, wishes, shared.library)]
    asked = (await r.editions.asked_gaps(one.target)).difference(
        await r.editions.gaps_of(one.target, lost) if lost else ()
    )
    last = await r.editions.last_question(one.target, due.day)
    # Told once, in the edition after the question; one that is composed again is its own last one.
    is_next = last is not None and one.last_period in (last[1], due.day)
    presses = await r.editions.presses(one.target, last[1]) if last and is_next else {}
    counted = Counted(last[0], tuple(_in_order(last[0], presses))) if last else None
    return Chosen(
        stories=tuple(sorted(fitting, key=lambda story: not _can_be_read(story, wishes))),
        answers=answers,
        gaps=tuple(gap for gap in shared.gaps if gap.id not in asked and _is_for(gap, wishes, shared.library))[
            :MOST_ASKED
        ],
        card=card_of(shared.library, country=wishes.country, day=due.day, topics=wishes.topics, shown=one.cards),
        counted=counted,
        asks=question_after(last[0] if last else None) if is_group and wishes.when_empty == "line" else None,
        prices=await _prices(r, wishes, shared),
        looked=await _looked(r, wishes, shared) if wishes.kind in KINDS else None,
        withheld=await _withheld(r, shared) if wishes.kind in KINDS else None,
    )


async def _answers(
    r: Session, one: Subscription, since: datetime, until: datetime, audience: str
) -> tuple[tuple[Gap, Experience | None], ...]:
    found = []
    for id in await r.editions.answered_gaps(one.target, since, until):
        gap = await r.gaps.get(id)
        stories = [story for story in await r.experiences.answers_to(id) if audience in story.audience]
        if gap and stories:
            # Who wants to read it opens it, with the words that must stand there.
            found.append((gap, stories[-1] if _can_be_cut(stories[-1]) else None))
    return tuple(found)


def _can_be_cut(story: Experience) -> bool:
    """Tell whether a story may be quoted in part: one with words of an expert is shown whole or not at all."""
    return CAUTION not in (story.shown or {})


def _fits(story: Experience, wishes: Wishes, library: Library) -> bool:
    mineral = (story.shown or {}).get("mineral")
    if mineral and wishes.minerals and mineral in MINERALS and mineral not in wishes.minerals:
        return False
    return _has_topic([story.card] if story.card else [], wishes, library)


def _can_be_read(story: Experience, wishes: Wishes) -> bool:
    """Tell whether a story is there in a language of the group; what only strangers read comes last."""
    return not {story.language, *translations_of(story)}.isdisjoint(wishes.languages)


def _is_for(gap: Gap, wishes: Wishes, library: Library) -> bool:
    """Tell whether a question is of a chosen topic, and written in a language that is read here."""
    return not gap.passed.keys().isdisjoint(wishes.languages) and _has_topic(gap.cards, wishes, library)


def _has_topic(cards: Iterable[str], wishes: Wishes, library: Library) -> bool:
    """Tell whether one of `cards` is of a chosen topic; what belongs to no card is everybody's."""
    groups = {library.cards[card].group for card in cards if card in library.cards}
    return not wishes.topics or not groups or not groups.isdisjoint(wishes.topics)


def _in_order(question: str, presses: dict[str, int]) -> Iterable[tuple[str, int]]:
    known = QUESTIONS[question].answers if question in QUESTIONS else ()
    return [(answer, presses[f"{question}:{answer}"]) for answer in known if f"{question}:{answer}" in presses]


async def _prices(r: Session, wishes: Wishes, shared: Shared) -> tuple[tuple[Price, tuple[Decimal, ...]], ...]:
    found, currency = [], wishes.currency or "USD"
    key = tuple(sorted(needed(wishes.minerals, [currency])))
    if wishes.minerals and key not in shared.boards:
        shared.boards[key] = await r.quotes.board(shared.now, key)
    for mineral in wishes.minerals:
        price = latest(shared.boards[key], mineral, currency, now=shared.now)
        if not isinstance(price, Price) or price.age == "last_known":
            continue
        if mineral not in shared.courses:
            days = await r.quotes.history(mineral, (shared.now - timedelta(days=WEEK_DAYS - 1)).date())
            shared.courses[mineral] = tuple(value for _, value in days)
        found.append((price, shared.courses[mineral]))
    return tuple(found)


async def _looked(r: Session, wishes: Wishes, shared: Shared) -> Looked:
    country = wishes.country or ""
    if country not in shared.looked:
        shared.looked[country] = await read_looked(r, country, shared.library, shared.now)
    return shared.looked[country].about(wishes.topics)


async def _withheld(r: Session, shared: Shared) -> Withheld:
    if shared.withheld is None:
        shared.withheld = await read_withheld(r, shared.now)
    return shared.withheld


def put_into_words(
    one: Subscription, due: Due, chosen: Chosen, services: Services, say: Speaker, now: datetime
) -> News:
    """Return the news of one target in one language; what was asked or told in another is left in its own words."""
    wishes, code = one.wishes, say.language.code
    return News(
        day=due.day,
        is_late=local_day(now, wishes.schedule.zone) > due.day,
        missed=due.missed,
        is_group=wishes.kind != "member",
        answers=tuple(
            Answer(_wording(gap, code, wishes), told_in(story, code) if story else "") for gap, story in chosen.answers
        ),
        stories=tuple(_story(story, say) for story in chosen.stories),
        card=_card(chosen.card, code),
        windows=_windows(wishes, services, due),
        questions=tuple(OpenQuestion(gap.id, _wording(gap, code, wishes)) for gap in chosen.gaps),
        prices=tuple(_priced(price, course, wishes, say) for price, course in chosen.prices),
        counted=chosen.counted,
        themes=chosen.looked.themes(say) if chosen.looked else (),
        themes_in=chosen.looked.country if chosen.looked else "",
        withheld=chosen.withheld,
        own_line=wishes.own_line,
        asks=chosen.asks,
    )


def told_now(chosen: Chosen) -> tuple[int, ...]:
    """Return the stories that this edition quotes: whoever told one may take it back until it is sent."""
    answers = [story.id for _, story in chosen.answers if story]
    return (*answers, *(story.id for story in chosen.stories[:MOST_TOLD]))


def _wording(gap: Gap, code: str, wishes: Wishes) -> str:
    """Return what a moderator let others read of a question, best in this language or in another one read here."""
    return wording_in(gap.passed, gap.language, code, *wishes.languages)[1]


def _story(story: Experience, say: Speaker) -> Story:
    shown, code = story.shown or {}, say.language.code
    is_own = code == story.language or is_translated(story, code)
    result = _RESULTS.get(str(shown.get("result")), "")
    return Story(told_in(story, code), result, "" if is_own else say.tongue(story.language), bool(shown.get(EXAMPLE)))


def _card(found: tuple[Card, str] | None, code: str) -> CardLine | None:
    if found is None:
        return None
    card, season = found
    return CardLine(card.id, card.pictogram, card.text(code)[0].title, season)


def _windows(wishes: Wishes, services: Services, due: Due) -> tuple[Window, ...]:
    if not wishes.country:
        return ()
    places = services.places.find(wishes.country, FINANCE, due.day)
    closing = [
        (place.deadline, place)
        for place in places
        if place.deadline is not None and due.day <= place.deadline <= due.day + WINDOW_CLOSES
    ]
    closing.sort(key=lambda pair: (pair[0], pair[1].name))
    return tuple(Window(place.name, last_day, place.web or place.phone or "") for last_day, place in closing)


def _priced(price: Price, course: tuple[Decimal, ...], wishes: Wishes, say: Speaker) -> Priced:
    """Put a price into words; the week is reckoned with the rate of now, so that it shows the mineral's own moves."""
    chosen = UNITS.get(wishes.unit or "")
    unit = chosen.key if chosen and chosen.grams and price.mineral == "gold" else usual_unit(price.mineral)
    worth = price.per_gram * (UNITS[unit].grams or Decimal(1))
    days = tuple(worth * value / price.usd_per_unit for value in course)
    moved = price.moved_week
    return Priced(
        mineral=price.mineral,
        name=say(figures.MINERAL_NAMES[price.mineral]),
        unit=figures.unit_name(unit),
        money=figures.money(say, worth, price.currency),
        lowest=figures.money(say, min((*days, worth)), price.currency),
        highest=figures.money(say, max((*days, worth)), price.currency),
        course=days,
        moved=moved,
        moved_said=_move(say, moved) if moved is not None else "",
        as_of=price.as_of.date(),
        is_demo=price.is_demo,
    )


def _move(say: Speaker, part: Decimal) -> str:
    percent = figures.percent(say, abs(part) * 100)
    return f"▲ {percent}" if part > 0 else f"▼ {percent}" if part < 0 else f"= {percent}"
