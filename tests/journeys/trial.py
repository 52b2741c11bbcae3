"""A flow with a step of every kind, put beside the real ones by the tests that try how flows behave."""

import re
from typing import Any

import pytest

from bot import deaf
from content.languages import Speaker
from handlers.context import Context
from handlers.flow import begin
from handlers.flows import FLOWS
from handlers.routing import on_action, on_command
from handlers.steps import (
    Amount,
    Answers,
    Choice,
    Consent,
    Filled,
    Flow,
    Option,
    Outcome,
    Photo,
    Place,
    Preview,
    Refused,
    Taken,
    Text,
    Unclear,
    Voice,
)
from storage.session import Session

ENDED: list[Answers] = []
RESULTS = (Option("better", "Better now"), Option("worse", "Worse now"), Option("child", "I am 12", ends="Come back."))
MINERALS = (Option("gold", "Gold"), Option("tin", "Tin"), Option("gems", "Gems"))


def _grams(text: str, _answers: Answers, _say: Speaker) -> Outcome:
    found = re.fullmatch(r"(\d+)(,?)(\d*) ?g?", text)
    if not found:
        return Refused("Write grams, like 5 g.")
    whole, comma, rest = found.groups()
    if comma:
        return Unclear([(f"{whole}.{rest} g", f"{whole}.{rest}"), (f"{whole}{rest} g", whole + rest)])
    return Taken(whole)


def _whole_line(text: str, _answers: Answers, _say: Speaker) -> Outcome | None:
    found = re.fullmatch(r"(better|worse) (gold|tin) (\d+) g (.+)", text)
    return Filled(dict(zip(("result", "mineral", "grams", "story"), _split(found), strict=True))) if found else None


def _split(found: "re.Match[str]") -> tuple[Any, ...]:
    result, mineral, grams, story = found.groups()
    return result, [mineral], grams, story


async def _finish(context: Context, answers: Answers, w: Session) -> None:
    ENDED.append(answers)
    context.reply("The trial has ended.")
    await w.facts.put("ended", str(len(ENDED)))


TRIAL = Flow(
    "trial",
    (
        Choice(name="result", question="What came of it?", label="Result", options=RESULTS, shortcut=_whole_line),
        Choice(name="mineral", question="Which minerals?", label="Minerals", options=MINERALS, several=True),
        Amount(name="grams", question="How many grams?", label="Weight", read=_grams, show=lambda v, _say: f"{v} g"),
        Text(
            name="why",
            question="Why worse?",
            label="Why",
            optional=True,
            when=lambda answers: answers.get("result") == "worse",
        ),
        Photo(name="photos", question="A photo?", label="Photos", optional=True, most=3, most_bytes=1000),
        Voice(name="voice", question="A voice note?", label="Voice", optional=True, most_seconds=60),
        Place(name="place", question="Which country?", label="Place", region="Which region?"),
        Text(name="story", question="What did you do?", label="Story", least=5, or_voice=True),
        Consent(
            name="consent",
            question="May we share it?",
            label="Consent",
            options=(Option("all", "Yes, with all"),),
            version="1",
            declined="Then nothing is kept.",
        ),
        Preview(name="preview", question="Send it?"),
    ),
    finish=_finish,
)


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let /trial begin the trial."""

    async def begin_trial(context: Context) -> None:
        await begin(context, TRIAL)

    ENDED.clear()
    handlers = (on_command("trial", begin_trial), on_action("trial", begin_trial))
    monkeypatch.setitem(FLOWS, TRIAL.name, TRIAL)
    monkeypatch.setattr(deaf, "CONVERSATIONS", (*handlers, *deaf.CONVERSATIONS))
