"""What of a digest is numbers of people: only from five on, so that nobody can be told from them."""

from content.digest.news import FEWEST_COUNTED, Counted, Theme, Withheld
from content.digest.questions import QUESTIONS
from content.languages import Speaker, sentence

MOST_THEMES = 5
# Why a story is not in a digest, by the names of Withheld's fields.
_WHY = {
    "waiting": sentence("Waiting for a check"),
    "unsafe": sentence("Could hurt someone"),
    "personal": sentence("Names or shows a person"),
    "unfit": sentence("Unclear or not about mining"),
    "elsewhere": sentence("Not meant for groups"),
}


def say_counted(counted: Counted | None, say: Speaker) -> list[str]:
    """Return how the group answered what it was asked last; nothing while too few have answered."""
    if counted is None or counted.question not in QUESTIONS or not counted.told:
        return []
    question, labels = say(QUESTIONS[counted.question].text), QUESTIONS[counted.question].answers
    tally = [f"{say(labels[key])} · {say.number(times)}" for key, times in counted.told if key in labels]
    return [say("📊 Last time I asked: {question}", question=question), *tally]


def say_themes(themes: tuple[Theme, ...], country: str, say: Speaker) -> list[str]:
    """Return what most people looked for in a country (two letters, "" is all of them), each with how many did."""
    told = [one for one in themes if one.people >= FEWEST_COUNTED][:MOST_THEMES]
    if not told:
        return []
    head = (
        say("🔎 What people in {place} looked for in 7 days:", place=say.country(country))
        if country
        else say("🔎 What people everywhere looked for in 7 days:")
    )
    return [head, *(f"{one.pictogram} {one.title} · {say.number(one.people)}" for one in told)]


def say_withheld(withheld: Withheld | None, say: Speaker) -> list[str]:
    """Return how many stories are not shown, by why; what is fewer than five is told without its number."""
    if withheld is None:
        return []
    found = {say(label): getattr(withheld, name) for name, label in _WHY.items()}
    told = [f"{label} · {_amount(times, say)}" for label, times in found.items() if times]
    return [say("🔒 Stories not shown here, in 7 days:"), *told] if told else []


def _amount(times: int, say: Speaker) -> str:
    return say.number(times) if times >= FEWEST_COUNTED else say("fewer than 5")
