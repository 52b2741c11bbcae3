"""What the journeys of alerts share: a world of groups and people in places, and who writes an alert step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from content.schedule import Schedule, next_due
from storage.alerts import Alert
from storage.subscriptions import Wishes
from storage.team import Grant
from tests.journeys.conversing import from_bot, label, press, say, text_of
from tests.journeys.reviewing import hire

COORDINATOR, ADMINISTRATOR = Grant("coordinator"), Grant("administrator")
TICK = timedelta(seconds=4)
SAFETY, NOTICE = ("/alert", "[New alert]", "[Safety]"), ("/alert", "[New alert]", "[Notice]")
MAZUKO = ("[Peru]", "[Done]", "[Madre de Dios]", "[Done]", "[Skip]", "[All]")
PERU_PEOPLE = ("[Peru]", "[Done]", "[No region]", "[Done]", "[Skip]", "[All]")
MEETING = "Kesho saa mbili kuna mkutano wa usalama."
REUNION = "Mañana hay reunión de seguridad a las ocho."


@dataclass
class World:
    """Groups by their name, people by theirs, and two who lead the team."""

    joan: Person
    ali: Person
    groups: dict[str, Group]
    people: dict[str, Person]

    def heard(self, words: str) -> set[str]:
        """Return who has a message with these words."""
        groups = {name for name, one in self.groups.items() if _times(one.messages, words)}
        return groups | {name for name, one in self.people.items() if _times(from_bot(one), words)}

    def twice(self, words: str) -> set[str]:
        """Return who has it more than once."""
        groups = {name for name, one in self.groups.items() if _times(one.messages, words) > 1}
        return groups | {name for name, one in self.people.items() if _times(from_bot(one), words) > 1}


def _times(messages: Sequence[dict[str, object]], words: str) -> int:
    return sum(words in text_of(one) for one in messages)


async def make_world(shop: Workshop) -> World:
    """Groups in Spanish, Swahili and Arabic, and people beside them who have named a country, or a region too."""
    joan = await hire(shop, "Joan", COORDINATOR)
    ali = await hire(shop, "Ali", ADMINISTRATOR)
    world = World(joan, ali, {}, {})
    for name, codes, country, region in (
        ("Mazuko", ("es",), "PE", "madre-de-dios"),
        ("Geita", ("sw",), "TZ", "geita"),
        ("Mara", ("sw", "en"), "TZ", "mara"),
        ("Abu Hamad", ("ar",), "SD", None),
    ):
        world.groups[name] = await add_group(shop, joan, name, codes, country, region)
    for name, code, country in (("Juma", "sw", "TZ"), ("Rosa", "es", "PE"), ("Omar", "ar", "SD"), ("Nobody", "sw", "")):
        world.people[name] = await add_person(shop, name, code, country)
    return world


async def add_group(
    shop: Workshop, member: Person, name: str, codes: tuple[str, ...], country: str, region: str | None
) -> Group:
    """A group that gets the news of a place."""
    group = shop.local.add_group(name, members=[member])
    await shop.idle()
    now = shop.clock.now()
    wishes = Wishes("cooperative", codes, Schedule((0,), 8, "Africa/Accra"), ("gold",), country=country, region=region)
    async with shop.store.write() as w:
        known = await w.groups.find(group.id)
        assert known is not None
        await w.subscriptions.add(known.id, wishes, next_due(wishes.schedule, now).at, now)
    return group


async def add_person(shop: Workshop, name: str, code: str, country: str) -> Person:
    """Someone who has written once and named a country."""
    person = shop.local.add_person(first_name=name, language_code=code)
    await say(shop, person, "/start")
    async with shop.store.write() as w:
        known = await w.members.find(person.id)
        assert known is not None
        await w.members.set_language(known.id, code)
        await w.members.set_country(known.id, country or None)
    return person


async def do_all(shop: Workshop, person: Person, *acts: str) -> list[str]:
    """Do one thing after the other: what is in brackets is pressed, all else typed; returns what came last."""
    answers: list[str] = []
    for act in acts:
        answers = await (press(shop, person, act[1:-1]) if act.startswith("[") else say(shop, person, act))
    return answers


async def tick(shop: Workshop, times: int = 2) -> None:
    """Let the clockwork of alerts run, with a few seconds between."""
    for _ in range(times):
        await shop.clock.turn(TICK)
        await shop.app.jobs.send_alerts()
        await shop.idle()


async def alert_of(shop: Workshop, number: str) -> Alert:
    """Return an alert as it is now."""
    async with shop.store.read() as r:
        found = await r.alerts.by_number(number)
    assert found is not None
    return found


def number_in(text: str) -> str:
    """Return the number of the alert that a message is about."""
    return next(word for word in text.replace(":", " ").split() if len(word) == 6 and word.isupper())


def newest_send(person: Person) -> str:
    """Return what the newest button that sends an alert would do, as words of its own: "alert-send ABCDEF 1"."""
    message = person.newest_with_buttons(person.private)
    assert message is not None
    rows = message["reply_markup"]["inline_keyboard"]
    data = next(one["callback_data"] for row in rows for one in row if one["callback_data"].startswith("alert-send:"))
    return str(data).replace(":", " ")


def newest(person: Person) -> str:
    """Return the newest message of the bot to a person, as it reads now."""
    return text_of(from_bot(person)[-1])


def has_button(person: Person, words: str) -> bool:
    """Tell whether the newest buttons hold one like that."""
    try:
        return bool(label(person, words))
    except StopIteration:
        return False


async def make_up(shop: Workshop, person: Person, data: str) -> None:
    """Press a button that is not there, as a changed client can."""
    message = from_bot(person)[-1]
    query = shop.local.world.queries.ask(person.id, message["chat"]["id"])
    body = {"id": query.id, "from": person.face, "message": message, "chat_instance": "1", "data": data}
    shop.local.inject({"callback_query": body})
    await shop.idle()


async def agree(shop: Workshop, world: World) -> None:
    """Let the second person say yes to the alert that waits."""
    await do_all(shop, world.ali, "/next", "[Yes, send]")
