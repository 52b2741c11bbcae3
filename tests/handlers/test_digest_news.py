"""What of all that is new a digest picks for one group, by what the group has chosen."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from content.digest.news import News, Withheld
from content.guidance.library import Library
from content.languages import speaker
from content.market.prices.quote import Accepted
from content.places import Place, Places
from content.schedule import Due, Schedule
from content.search.answer import Finder
from handlers.groups.digest_news import choose, put_into_words, read_shared
from handlers.services import Services
from storage.experiences import CASE_KIND, Told
from storage.session import Session
from storage.store import Store, open_store
from storage.subscriptions import Subscription, Wishes
from storage.vault import Vault

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = NOON.date()
WISHES = Wishes("cooperative", ("en",), Schedule((0,), 12, "UTC"), minerals=("gold",), country="TZ", currency="TZS")
HERE = Subscription(7, WISHES, "active", None, NOON, None, NOON - timedelta(days=7), (), 0, 0, 1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(f"sqlite:///{tmp_path / 'b.db'}", vault=Vault({1: b"k" * 32}), now=lambda: NOON)
    yield store
    await store.close()


@pytest.fixture(scope="module")
def services() -> Services:
    library = Library.load()
    places = Places((_lender("soon", 20), _lender("far", 31), _lender("gone", -1), _lender("open", None)))
    return Services(store=None, library=library, finder=Finder.load(library), places=places)


def _lender(name: str, days: int | None) -> Place:
    deadline = None if days is None else DAY + timedelta(days=days)
    return Place("TZ", ("lender",), name, None, "123", None, (), None, False, deadline, "a source", DAY)


async def gathered(store: Store, services: Services, one: Subscription = HERE, code: str = "en") -> News:
    due = Due(NOON, DAY)
    async with store.read() as r:
        shared = await read_shared(r, services.library, NOON)
        chosen = await choose(r, one, due, shared, is_group=True)
    return put_into_words(one, due, chosen, services, speaker(code), NOON)


async def tell(w: Session, words: str, *, days: float = 1, card: str | None = None, **shown: object) -> int:
    id = await w.experiences.add(1, words, Told("sw", {"story": words}, ["groups"], "1"), DAY)
    assert id is not None
    one = await w.experiences.get(id)
    assert one is not None
    await w.experiences.publish(one, {"story": words, **shown}, card=card, now=NOON - timedelta(days=days))
    return id


async def test_stories_fit_the_group_by_topic_and_mineral_and_are_newer_than_its_last_edition(
    store: Store, services: Services
) -> None:
    async with store.write() as w:
        await tell(w, "slope", card="hs-pit-slope", days=2)
        await tell(w, "loan", card="fin-vsla", days=1)
        await tell(w, "tin", mineral="tin")
        await tell(w, "gems", mineral="gems", days=3)
        await tell(w, "old", days=8)
        await tell(w, "a moment ago", days=0.001)
    assert [one.text for one in (await gathered(store, services)).stories] == ["loan", "slope", "gems"]
    healthy = replace(HERE, wishes=replace(WISHES, topics=("health-safety",)))
    assert [one.text for one in (await gathered(store, services, healthy)).stories] == ["slope", "gems"]


async def test_a_story_is_told_in_the_language_of_the_group_when_a_person_translated_it(
    store: Store, services: Services
) -> None:
    async with store.write() as w:
        await tell(w, "tumefunga ngazi", translations={"fr": {"text": "on a attaché l'échelle"}}, result="better")
    french = (await gathered(store, services, code="fr")).stories[0]
    assert (french.text, french.tongue, french.result) == ("on a attaché l'échelle", "", "👍")
    english = (await gathered(store, services)).stories[0]
    assert (english.text, english.tongue) == ("tumefunga ngazi", "Swahili")


async def test_a_story_that_needs_an_experts_words_is_not_quoted_without_them(store: Store, services: Services) -> None:
    async with store.write() as w:
        await tell(w, "milk against the smoke", caution={"text": "Milk does not help.", "language": "en"})
        await tell(w, "a mask against the dust")
    assert [one.text for one in (await gathered(store, services)).stories] == ["a mask against the dust"]


async def test_what_a_group_can_read_comes_before_what_is_told_in_a_strange_language(
    store: Store, services: Services
) -> None:
    async with store.write() as w:
        await tell(w, "habari ya kwanza", days=3)
        await tell(w, "tumefunga ngazi", days=2, translations={"fr": {"text": "on a attaché l'échelle"}})
        await tell(w, "habari ya mwisho", days=1)
    french = replace(HERE, wishes=replace(WISHES, languages=("fr",)))
    told = (await gathered(store, services, french, "fr")).stories
    assert [one.text for one in told] == ["on a attaché l'échelle", "habari ya mwisho", "habari ya kwanza"]


async def test_only_money_that_closes_within_thirty_days_is_told(store: Store, services: Services) -> None:
    windows = (await gathered(store, services)).windows
    assert [(one.name, one.last_day, one.reach) for one in windows] == [("soon", date(2026, 12, 13), "123")]
    nowhere = replace(HERE, wishes=replace(WISHES, country=None))
    assert (await gathered(store, services, nowhere)).windows == ()


async def test_only_questions_that_a_moderator_passed_are_asked_in_the_words_that_were_passed(
    store: Store, services: Services
) -> None:
    async with store.write() as w:
        secret = await w.gaps.note("my boss Zawadi", "sw", "none", ["a", "b"], ["hs-heat"], DAY)
        passed = await w.gaps.note("Zawadi again", "sw", "none", ["c", "d"], ["hs-heat"], DAY)
        await w.gaps.pass_wording(passed.id, {"sw": "Swali", "fr": "La question"})
        money = await w.gaps.note("where to save", "sw", "none", ["e", "f"], ["fin-vsla"], DAY)
        await w.gaps.pass_wording(money.id, {"sw": "Pesa"})
    healthy = replace(HERE, wishes=replace(WISHES, topics=("health-safety",), languages=("fr", "en")))
    asked = (await gathered(store, services, healthy, "fr")).questions
    assert [(one.gap, one.text) for one in asked] == [(passed.id, "La question")]
    # Who reads two languages is asked in the one there is; who reads neither of the question's is not asked.
    assert [one.text for one in (await gathered(store, services, healthy, "en")).questions] == ["La question"]
    assert (await gathered(store, services)).questions == ()
    assert secret.id not in {one.gap for one in (await gathered(store, services)).questions}
    async with store.write() as w:
        await w.gaps.note_asked(passed.id, 7, NOON)
    assert (await gathered(store, services, healthy)).questions == ()


async def test_the_price_is_in_the_groups_money_with_the_week_behind_it(store: Store, services: Services) -> None:
    async with store.write() as w:
        for series, value in (("gold", "4000"), ("TZS", "2500")):
            for days in range(8, -1, -1):
                at = NOON - timedelta(days=days)
                worth = Decimal(value) * (Decimal("1.05") if series == "gold" and days == 0 else 1)
                await w.quotes.accept(Accepted(series, worth, at, "live", "first", ("a", "b"), at))
    (gold,) = (await gathered(store, services)).prices
    assert (gold.unit, gold.leads, gold.as_of) == ("g", True, DAY)
    assert gold.money.endswith("TZS")
    assert gold.lowest < gold.highest == gold.money
    assert len(gold.course) == 7
    no_rate = replace(HERE, wishes=replace(WISHES, currency="XOF"))
    assert (await gathered(store, services, no_rate)).prices == ()


async def test_themes_are_those_of_the_country_and_topics_and_of_all_where_too_few_looked(
    store: Store, services: Services
) -> None:
    async with store.write() as w:
        for member in range(6):
            await w.themes.count("fin-vsla", "TZ", member, NOON)
            await w.themes.count("hs-heat", "TZ" if member < 5 else "UG", member, NOON)
    news = await gathered(store, services)
    assert [(one.title, one.people) for one in news.themes] == [
        ("Start a savings group with a locked box", 6),
        ("Working in heat without falling ill", 5),
    ]
    assert news.themes_in == "TZ"
    healthy = await gathered(store, services, replace(HERE, wishes=replace(WISHES, topics=("health-safety",))))
    assert [one.people for one in healthy.themes] == [5]
    elsewhere = await gathered(store, services, replace(HERE, wishes=replace(WISHES, country="GH")))
    assert [one.people for one in elsewhere.themes] == [6, 6]
    assert elsewhere.themes_in == ""
    digging = await gathered(store, services, replace(HERE, wishes=replace(WISHES, kind="practitioners")))
    assert (digging.themes, digging.withheld) == ((), None)


async def test_stories_that_wait_or_were_refused_are_counted_by_why(store: Store, services: Services) -> None:
    async with store.write() as w:
        for number in range(9):
            told = await w.experiences.add(1, f"told {number}", Told("sw", {"story": "x"}, ["members"], "1"), DAY)
            assert told is not None
            case = await w.cases.open(CASE_KIND, told, language="sw", now=NOON)
            assert case is not None
            if reason := dict(enumerate(["danger", "crime", "face", "advert"])).get(number):
                yesterday = NOON - timedelta(days=1)
                assert await w.cases.claim(case, 3, yesterday)
                assert await w.cases.decide(case, 3, "rejected", yesterday, reason=reason)
        one = await w.experiences.get(told)
        assert one is not None
        await w.experiences.publish(one, {"story": "x"}, card=None, now=NOON - timedelta(days=1))
    news = await gathered(store, services)
    assert news.withheld == Withheld(waiting=5, unsafe=2, personal=1, unfit=1, elsewhere=1)


async def test_a_held_card_is_never_the_card_of_an_edition(store: Store, services: Services) -> None:
    first = (await gathered(store, services)).card
    assert first is not None
    assert first.season == "rain"
    rest = tuple(card for id, card in services.library.cards.items() if id != first.id)
    second = (await gathered(store, replace(services, library=Library(rest)))).card
    assert second is not None
    assert second.id != first.id
