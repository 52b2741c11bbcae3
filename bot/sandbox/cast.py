"""The demo people: who they are and what to try as each of them. They are made up; it knows no bot and no page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.telegram import LocalTelegram


@dataclass(frozen=True, slots=True)
class Hint:
    """Something worth trying: `text` is what the person would type, `note` says in English what it shows.

    `{bot}` in a text stands for the bot's @name.
    """

    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Persona:
    """A made-up person: where they dig, what their phone speaks, what to try as them."""

    name: str
    language: str
    about: str
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who is there when the demo begins."""

    people: Mapping[str, Person]
    group: Group


PERSONAS: Final = (
    Persona(
        "Amina",
        "sw",
        "Gold miner · Geita, Tanzania",
        (
            Hint("jamaa amegorogosha duarani hajibu", "Someone in the pit does not answer: what to do now"),
            Hint("nachomaje zebaki bila kuvuta moshi?", "How do I burn mercury without breathing the smoke?"),
            Hint("mbao za kuzuia shimo lisianguke", "Timber that keeps the shaft from falling in"),
        ),
    ),
    Persona(
        "Jean-Bosco",
        "fr",
        "Tin and coltan digger · South Kivu, DR Congo",
        (
            Hint("/start", "The first minute: two short messages, no questions"),
            Hint("cornue", "One word is enough: the mercury retort"),
            Hint("comment savoir si l'air est mauvais avant de descendre", "How to test the air before going down"),
        ),
    ),
    Persona(
        "Salma",
        "ar",
        "Gold miner · River Nile State, Sudan",
        (
            Hint("kahraba darabto w ma biyetnaffas", "Arabic in Latin letters: an electric shock, not breathing"),
            Hint("كيف أحرق الزئبق بأمان؟", "How do I burn mercury safely? Right to left"),
            Hint("كيف يحددون سعر الذهب؟", "How is the price of gold made?"),
        ),
    ),
    Persona(
        "Marleny",
        "es",
        "Gold panner · Chocó, Colombia",
        (
            Hint("cómo quemo la amalgama sin respirar el humo", "Burning amalgam without breathing it"),
            Hint("el comprador me pesa el oro en otra balanza", "The buyer weighs my gold on another scale"),
            Hint("grupo de ahorro de mujeres", "A savings group of our own"),
        ),
    ),
)
COMPANIONS: Final = (
    Persona("Baraka", "sw", "Shift leader · Geita, Tanzania"),
    Persona("Neema", "sw", "Keeps the cooperative's day-book · Geita, Tanzania"),
)
STAFF: Final = {
    Persona(
        "Halima",
        "sw",
        "Moderator of the team · reads Swahili, French, English",
        (
            Hint("/next", "The most important piece of work that she may do, one after the other"),
            Hint("/undo", "Take back what she decided within a day"),
            Hint("/gaps", "What nobody could answer yet, the most urgent first"),
            Hint("/alert", "Warn a country or a region: whom it reaches is counted before it goes out"),
            Hint("/team", "Who is there, and which fields have nobody"),
        ),
    ): (("moderator", ""), ("administrator", "")),
    Persona(
        "Dr Ali",
        "en",
        "Doctor and coordinator of the team · reads Swahili, French, English",
        (
            Hint("/next", "A dangerous story, or an alert for more than one region, waits for a second person"),
            Hint("/team", "What he may do, and when he is there"),
            Hint("/privacy", "What is held of a person, and how to erase it"),
        ),
    ): (("expert", "doctor"), ("coordinator", "")),
}
STAFF_READS: Final = ("sw", "fr", "en")
GROUP_TITLE: Final = "Mgodi Coop"
GROUP_HINTS: Final = (
    Hint("leo tumefika mita kumi", "Talk among people: the bot stays silent"),
    Hint("{bot} mbao za kuzuia shimo lisianguke", "Addressed by its name, it answers in the group"),
    Hint("/help{bot}", "What it can do for a group"),
    Hint("/digest{bot}", "The group's news, set up in three presses as Amina; then turn the clock by a week"),
)
NEWCOMER_HINTS: Final = (
    Hint("/start", "The first minute: two short messages, no questions"),
    Hint("🆘", "The emergencies as pictures, for people who read little"),
    Hint("how do I burn amalgam safely", "Any question, in any of seven languages"),
)
_BY_NAME: Final = {persona.name: persona for persona in (*PERSONAS, *STAFF, *COMPANIONS)}


def demo_people(local: LocalTelegram) -> Cast:
    """Let the demo's people have phones, and open their cooperative's group with the bot in it."""
    people = {
        persona.name: local.add_person(first_name=persona.name, language_code=persona.language)
        for persona in (*PERSONAS, *STAFF, *COMPANIONS)
    }
    members = [people[persona.name] for persona in COMPANIONS]
    group = local.add_group(GROUP_TITLE, members=members, admins=[people["Amina"]], kind="supergroup")
    return Cast(people, group)


def persona_of(person: Person) -> Persona:
    """Return what is known of a person; of someone added later that is their name and their phone's language."""
    name = person.face["first_name"]
    if name in _BY_NAME:
        return _BY_NAME[name]
    language = person.face.get("language_code", "en").partition("-")[0]
    return Persona(name, language, "Somebody new", NEWCOMER_HINTS)


def is_companion(person: Person) -> bool:
    """Tell whether someone is there for the group only."""
    return any(persona.name == person.face["first_name"] for persona in COMPANIONS)
