"""A conversation of several steps as data: what is asked, what answers it, when it is asked. Knows no storage."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.errors import MemberError
from content.languages import Speaker, sentence
from handlers.context import Context
from storage.session import Session

# What was answered so far, by the names of the steps; None stands for "skipped". JSON values only: they are sealed.
Answers = Mapping[str, Any]
# A sentence of the catalogue, or what makes one of the answers so far. What it quotes of a person must be escaped.
Words = str | Callable[[Speaker, Answers], str]


@dataclass(frozen=True)
class Taken:
    """An answer was read; `value` is kept as JSON."""

    value: Any


@dataclass(frozen=True)
class Filled:
    """A shortcut has read the answers to several steps, by their names; those it `forgets` are asked anew."""

    values: Mapping[str, Any]
    forgets: Sequence[str] = ()


@dataclass(frozen=True)
class Unclear:
    """What was written can be read in several ways: (label in the person's language, value) each; they become buttons.

    Of a shortcut, which `fills` several steps, each value maps names of steps to their values.
    """

    readings: Sequence[tuple[str, Any]]
    fills: bool = False


@dataclass(frozen=True)
class Refused:
    """It can't be read; `text` says why and what would help, as plain text in the person's language."""

    text: str


@dataclass(frozen=True)
class Partly:
    """A part of the answer is there, kept in `pending` until the rest is."""

    pending: Mapping[str, Any]


Outcome = Taken | Filled | Unclear | Refused | Partly
Reader = Callable[[str, Answers, Speaker], Outcome]


@dataclass(frozen=True)
class Option:
    """One thing to choose: `key` is kept, `label` is shown. Choosing one that `ends` drops all and says that sentence.

    `key` is at most 30 bytes, `label` a sentence of the catalogue or a name that needs no translation. One that `asks`
    keeps nothing and asks the step of that name again.
    """

    key: str
    label: str
    ends: str = ""
    asks: str = ""

    @property
    def turns(self) -> bool:
        """Tell whether choosing it leaves the step at once, also where several may be chosen."""
        return bool(self.ends or self.asks)


Options = Sequence[Option] | Callable[[Speaker, Answers], Sequence[Option]]


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What every step has: `when` says whether it is asked at all, `label` names its answer at the preview.

    `shortcut` looks at words first and may fill several steps at once; None lets the step read them. `beside` are
    buttons that lead elsewhere: label and action. When its answer changes, those that it `forgets` are asked anew.
    """

    name: str
    question: Words
    label: str = ""
    optional: bool = False
    when: Callable[[Answers], bool] = lambda _answers: True
    shortcut: Callable[[str, Answers, Speaker], Outcome | None] | None = None
    beside: Sequence[tuple[str, str]] = ()
    forgets: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Choice(_Asked):
    """One of several options, or (`several`) as many as fit: a key, or a list of keys."""

    options: Options
    several: bool = False


@dataclass(frozen=True, kw_only=True)
class Text(_Asked):
    """Words, `least` to `most` UTF-16 units: a text; or, when `or_voice`, a voice note: {"voice", "seconds"}.

    One that `is_passed_on` may itself be a question, to someone else: it is not answered. `sent` is what of it is sent
    as the answers stand, shown before it is.
    """

    least: int = 1
    most: int = 3000
    or_voice: bool = False
    is_passed_on: bool = False
    sent: Callable[[Answers], Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Amount(_Asked):
    """A weight, a price, a purity: `read` says what the words mean, `show` says the value kept."""

    read: Reader
    show: Callable[[Any, Speaker], str]


@dataclass(frozen=True, kw_only=True)
class Photo(_Asked):
    """A photo, or an album as one answer: a list of Telegram's file ids, at most `most`."""

    most: int = 10
    most_bytes: int = 20_000_000


@dataclass(frozen=True, kw_only=True)
class Voice(_Asked):
    """A voice note: {"voice": file id, "seconds"}."""

    most_seconds: int = 300


@dataclass(frozen=True, kw_only=True)
class Place(_Asked):
    """A coarse place: {"country": "TZ", "region": words or ""}; never coordinates."""

    region: Words


@dataclass(frozen=True, kw_only=True)
class Consent(_Asked):
    """An agreement to a text of a `version`: {"version", "given": key or keys}; a no drops all and says `declined`."""

    options: Options
    version: str
    declined: str
    several: bool = False


@dataclass(frozen=True, kw_only=True)
class Preview(_Asked):
    """The last step: every answer is shown, each can be changed, and nothing is sent before the person says so."""


Step = Choice | Text | Amount | Photo | Voice | Place | Consent | Preview

# In these a bare number, a "good" or a "thanks" is an answer and not a press.
_WORDED = (Text, Amount, Place)


def takes_words(step: Step, pending: Mapping[str, Any]) -> bool:
    """Tell whether free words or a bare number answer the step now; with readings to choose from they don't."""
    return isinstance(step, _WORDED) and "readings" not in pending


class Unfit(MemberError):
    """What a step was answered with turns out to be of no use: the step is asked again, and why is said."""

    def __init__(self, step: str, sentence: str, **values: object) -> None:
        super().__init__(sentence, **values)
        self.step = step


CANCELLED = sentence("Cancelled. I dropped what you had written and kept nothing of it.")


async def _nothing_more(_context: Context, answers: Answers) -> Answers:
    return answers


def _nothing(_context: Context) -> Answers:
    return {}


@dataclass(frozen=True)
class Flow:
    """The steps in order, and what is done with the answers at the end.

    `prepare` may read, search and compute, before the transaction; what it returns is what `finish` gets; it may raise
    Unfit. `finish` stages the replies and writes with the session; the draft ends in the same transaction. `command`
    resumes it, by default the one of its name. `given` is what its questions need to know from the beginning;
    `cancelled` is what someone hears who leaves it, with what becomes of what there was before.
    """

    name: str
    steps: Sequence[Step]
    finish: Callable[[Context, Answers, Session], Awaitable[None]]
    prepare: Callable[[Context, Answers], Awaitable[Answers]] = _nothing_more
    command: str = ""
    given: Callable[[Context], Answers] = _nothing
    cancelled: str = CANCELLED

    @property
    def resumed_by(self) -> str:
        """What to type to go on with what was kept for later."""
        return f"/{self.command or self.name}"

    def step(self, name: str) -> Step:
        """Return the step called `name`; the first when an older program left a name that is gone."""
        return next((step for step in self.steps if step.name == name), self.steps[0])

    def asked(self, answers: Answers) -> list[Step]:
        """Return the steps that are asked, given these answers."""
        return [step for step in self.steps if step.when(answers)]

    def following(self, answers: Answers) -> Step | None:
        """Return the first step that has no answer; None at the end. So one that was changed leads back to here."""
        return next((step for step in self.asked(answers) if step.name not in answers), None)

    def before(self, step: Step, answers: Answers) -> Step | None:
        """Return the step that was asked before this one, or None."""
        earlier = self.steps[: self.steps.index(step)]
        return next((one for one in reversed(earlier) if one.when(answers)), None)

    def lasting(self, answers: Answers) -> dict[str, Any]:
        """Return the answers without those of steps that, as things stand, were not asked."""
        gone = {step.name for step in self.steps if not step.when(answers)}
        return {name: value for name, value in answers.items() if name not in gone}
