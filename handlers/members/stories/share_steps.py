"""The steps of a story that are needed, and how its texts are looked through for what is personal. Pure."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from content.ages import says_under_18
from content.consent import AUDIENCES, VERSION, consent_text
from content.languages import Speaker, sentence
from content.privacy import Mark, mask, personal, shown
from content.search.fold import words
from content.search.tongue import guess
from handlers.lengths import units
from handlers.steps import Answers, Choice, Consent, Filled, Option, Outcome, Text

SHORTEST_STORY, LONGEST_STORY = 10, 1500
Shortcut = Callable[[str, Answers, Speaker], Outcome | None]
RESULTS = (
    Option("better", sentence("👍 Better")),
    Option("same", sentence("➖ No change")),
    Option("worse", sentence("👎 Worse")),
)


def language_of(text: object, say: Speaker) -> str:
    """Return the language a text is written in; of a voice note the speaker's own."""
    usual = say.language.code
    return guess(text, default=usual) if isinstance(text, str) else usual


def looked_through(name: str, text: str, say: Speaker) -> Filled:
    """Return a text as the answer to its step, with what of it looks personal: that is asked about next."""
    marks = [[mark.kind, mark.start, mark.end] for mark in personal(text, language_of(text, say))]
    return Filled({name: text, "found": {"of": name, "marks": marks}}, forgets=("marks",))


def settled(answers: Answers) -> dict[str, Any]:
    """Return the answers with what looks personal taken out where its author wants that."""
    of = (answers.get("found") or {}).get("of", "")
    if answers.get("marks") != "out" or not isinstance(answers.get(of), str):
        return dict(answers)
    return {**answers, of: mask(answers[of], _marks(answers))}


def _marks(answers: Answers) -> list[Mark]:
    return [Mark(kind, start, end) for kind, start, end in (answers.get("found") or {}).get("marks", ())]


def _is_fit(text: str, least: int, most: int) -> bool:
    return least <= units(text) <= most and any(sign.isalnum() for sign in text)


def _read_story(text: str, _answers: Answers, say: Speaker) -> Outcome | None:
    """Take a whole story in one message: when its last line is a result, that is answered as well."""
    if not _is_fit(text, SHORTEST_STORY, LONGEST_STORY):
        return None
    read = looked_through("story", text, say)
    end = words(text.rstrip(" .!\n").replace("\n", ".").rpartition(".")[2])
    result = next((one.key for one in RESULTS if words(say(one.label)) == end), None)
    return Filled({**read.values, "result": result}, read.forgets) if result else read


def reader(name: str, most: int) -> Shortcut:
    """Return what reads an added text of at most `most` units, and looks it through."""

    def read(text: str, _answers: Answers, say: Speaker) -> Outcome | None:
        return looked_through(name, text, say) if _is_fit(text, 1, most) else None

    return read


def _ask_about_marks(say: Speaker, answers: Answers) -> str:
    text = answers[answers["found"]["of"]]
    return "\n\n".join(
        [
            say("What is bold here could tell who someone is, or where:"),
            shown(text, _marks(answers)),
            say("What shall I do with it?"),
        ]
    )


def _ways_with_marks(_say: Speaker, answers: Answers) -> Sequence[Option]:
    return (
        Option("out", sentence("✂️ Take it out")),
        Option("leave", sentence("👀 Staff decide")),
        Option("again", sentence("✏️ Write again"), asks=(answers.get("found") or {}).get("of", "")),
    )


def _ask_consent(say: Speaker, answers: Answers) -> str:
    parts = []
    if answers.get("marks") == "out":
        sent = escape(str(settled(answers).get("story", "")), quote=False)
        parts.append(say("This is what I would send:") + "\n" + sent)
    if isinstance(answers.get("story"), dict):
        parts.append(say("A voice can be recognised. Only those who check stories hear it, and write it down."))
    parts.append("<b>" + say("🤝 May others learn from it?") + "</b>")
    parts.append(escape(consent_text(say, *answers.get("operator", ("", ""))), quote=False))
    parts.append(say("Who may read it? Press each one that you agree to, then Done."))
    return "\n\n".join(parts)


def consent(declined: str, *, asks_age: bool) -> Consent:
    """Return the step in which it is agreed to whom a story may go; of who is under 18 nothing is kept."""
    audiences = tuple(Option(key, label) for key, label in AUDIENCES.items())
    return Consent(
        name="consent",
        question=_ask_consent,
        label=sentence("Who may read it"),
        options=(*audiences, _UNDER_18) if asks_age else audiences,
        version=VERSION,
        declined=declined,
        several=True,
    )


_UNDER_18 = Option(
    "under-18",
    sentence("🧒 I am under 18"),
    ends=sentence(
        "Thank you for wanting to help. I collect no stories of people under 18, so I kept nothing of it. "
        "Your own questions I always answer: just write them."
    ),
)
STORY = Text(
    name="story",
    question=sentence(
        "What did you do, and what came of it? Write it in one message, or say it in a voice note. "
        "Leave out names and places."
    ),
    label=sentence("What you did"),
    least=SHORTEST_STORY,
    most=LONGEST_STORY,
    or_voice=True,
    shortcut=_read_story,
    forgets=("marks", "found", "age"),
    beside=((sentence("💭 A wish"), "wish"),),
)
AGE = Choice(
    name="age",
    question=sentence("You write how old you are. Are you 18 or older?"),
    options=(Option("adult", sentence("👍 18 or older")), _UNDER_18),
    when=lambda answers: isinstance(answers.get("story"), str) and says_under_18(answers["story"]),
)
MARKS = Choice(
    name="marks",
    question=_ask_about_marks,
    options=_ways_with_marks,
    when=lambda answers: bool((answers.get("found") or {}).get("marks")),
)
RESULT = Choice(name="result", question=sentence("What came of it?"), label=sentence("Result"), options=RESULTS)
