"""The steps of a report: what the danger is, where, what was seen, a photo, and a last look. Pure."""

from dataclasses import replace

from content.hazards import KINDS
from content.languages import Speaker, sentence
from content.raids import REFUSED, names_raid
from handlers.lengths import units
from handlers.members.hazards.hazard_words import WORDS
from handlers.members.stories.share_steps import MARKS, language_of, looked_through, settled
from handlers.regions import REGION, country_step
from handlers.steps import Answers, Choice, Option, Outcome, Photo, Preview, Refused, Text

SHORTEST, LONGEST = 10, 600
MOST_PHOTO_BYTES = 20_000_000


def read_words(text: str, _answers: Answers, say: Speaker) -> Outcome | None:
    """Take what was seen, and look it through; where police, soldiers or armed people are is not taken."""
    if names_raid(text, language_of(text, say)):
        return Refused("\n".join([say(REFUSED), say("If there is another danger, tell me of that one only.")]))
    if not SHORTEST <= units(text) <= LONGEST or not any(sign.isalnum() for sign in text):
        return None
    return looked_through(WORDS, text, say)


def _look(say: Speaker, answers: Answers) -> str:
    lines = [
        say("Our team reads it first. Groups near then hear the danger, the region and these words, not who you are."),
        say("They are told that it is not certain. Someone may still guess that it is you. Send it?"),
    ]
    if isinstance(answers.get(WORDS), dict):
        lines.append(say("A voice can be recognised. Only our team hears it, and writes it down."))
    return "\n".join(lines)


KIND = Choice(
    name="kind",
    question=sentence("⚠️ What is the danger? Press it, or type its number."),
    label=sentence("Danger"),
    options=(
        *(Option(key, kind.label) for key, kind in KINDS.items()),
        Option("raid", sentence("🚓 Police, armed men"), ends=REFUSED),
    ),
)
COUNTRY = country_step(sentence("In which country is it? Press it, or write its name."), forgets=("region",))
SEEN = Text(
    name=WORDS,
    question=sentence(
        "What have you seen, and when? Write it in one message, or say it in a voice note. "
        "No names of people, no village and no pit."
    ),
    label=sentence("What you saw"),
    least=SHORTEST,
    most=LONGEST,
    or_voice=True,
    shortcut=read_words,
    forgets=("marks", "found"),
    sent=lambda answers: settled(answers)[WORDS],
)
PERSONAL = replace(MARKS, label=sentence("Personal words"))
PHOTO = Photo(
    name="photo",
    question=sentence("A photo? Only if it is safe to take one. No faces, no number plates. Only our team sees it."),
    label=sentence("Photo"),
    most=1,
    most_bytes=MOST_PHOTO_BYTES,
    optional=True,
)
LOOK = Preview(name="look", question=_look)
STEPS = (KIND, COUNTRY, REGION, SEEN, PERSONAL, PHOTO, LOOK)
