"""What the people of a kill test type and press, and what they should read, learned from a bot that nobody kills."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.sandbox.people import Person
from bot.sandbox.workshop import workshop
from tests.conftest import NO_PACE
from tests.journeys.conversing import do
from tests.reliability.evidence import count_effects

# A step that begins with this presses a button of the newest keyboard, by its place from 0.
PRESS = "press "


@dataclass(frozen=True)
class Script:
    """One person's steps. Who `waits` reads the answer before the next step; who does not sends all at once."""

    language: str
    steps: tuple[str, ...]
    waits: bool = True


SCRIPTS = (
    Script("en", ("/start", "how do I burn amalgam safely", "press 0", "press 1", "which team won the cup")),
    Script("sw", ("🗣", "Tunaosha mchanga mara mbili", "press 0", "113")),
    Script("sw", ("jamaa amegorogosha duarani hajibu", "1", "128", "press 1")),
    Script("fr", ("cornue", "113", "107", "120", "105"), waits=False),
    Script("es", ("cómo pruebo el aire", "press 1", "press 2", "113")),
    Script("en", ("❓ Topics", "press 1", "🗣 Tell", "We timber every second metre")),
    Script("ar", ("كهرباء ضربته وما بيتنفس", "113")),
)


@dataclass(frozen=True)
class Known:
    """What one script leads to: the texts read after each step, and what it leaves in the store."""

    script: Script
    texts: tuple[tuple[str, ...], ...]
    effects: Mapping[str, int]


def act(person: Person, step: str) -> None:
    """Do one step with a phone; it makes exactly one update."""
    if step.startswith(PRESS):
        person.press(int(step.removeprefix(PRESS)))
    else:
        person.say(step)


async def learn(folder: Path) -> list[Known]:
    """Let one person a script talk with a bot that nobody kills."""
    known = []
    async with workshop(folder, **NO_PACE) as shop:
        url = f"sqlite:///{folder / 'demo.db'}"
        before = await count_effects(url)
        for script in SCRIPTS:
            person = shop.local.add_person(first_name="Amina", language_code=script.language)
            texts = [tuple(await do(shop, person, partial(act, person, step))) for step in script.steps]
            after = await count_effects(url)
            known.append(Known(script, tuple(texts), {name: after[name] - before[name] for name in after}))
            before = after
    for one in known:
        flat = [text for step in one.texts for text in step]
        assert all(one.texts), "a step that nothing answers can't be told from a lost one"
        assert len(set(flat)) == len(flat), "a repeat could not be told"
    return known
