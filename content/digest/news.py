"""What a digest is made of: facts and words that are ready to be said, gathered by whoever reads the store."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# A price leads the digest only when it moved by more than this in a week.
LEADING_MOVE = Decimal("0.02")
# Fewer presses could tell who answered what.
FEWEST_COUNTED = 5


@dataclass(frozen=True)
class Hazard:
    """A danger near the group, as staff let it be told: a sentence of ours, and a region's or country's name or "".

    `words` are those of who reported it, "" where nobody reads them; `tongue` names their foreign language. It was
    looked at on `checked_on` (None: nobody has reported it). `is_wide`: all of the place, not only near it. One that
    `is_over` was told before.
    """

    text: str
    place: str = ""
    words: str = ""
    tongue: str = ""
    checked_on: date | None = None
    is_wide: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class Answer:
    """What became of a question of the group: its wording, and how an answer begins."""

    question: str
    text: str


@dataclass(frozen=True)
class Story:
    """How a published story begins, and what came of it ("👍 Better" or ""); `tongue` names a foreign language.

    One that `is_example` was invented for the sandbox, and says so.
    """

    text: str
    result: str = ""
    tongue: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class CardLine:
    """A card to be read: `season` is a key of content.digest.season.SAID, "" for none."""

    id: str
    pictogram: str
    title: str
    season: str = ""


@dataclass(frozen=True)
class Window:
    """Money that can be applied for until `last_day`; `reach` is a page or a number."""

    name: str
    last_day: date
    reach: str = ""


@dataclass(frozen=True)
class OpenQuestion:
    """A question that a moderator let others read, and the gap that it is of."""

    gap: int
    text: str


@dataclass(frozen=True)
class Priced:
    """A mineral's price, in words: `name`, by what `unit`, `money`, and the week's `lowest` and `highest`.

    `course` are the days' prices, the oldest first; `moved` a fraction of the week, `moved_said` the same in words.
    `as_of` is the day that the price is of: a late digest must not call it today's.
    """

    mineral: str
    name: str
    unit: str
    money: str
    lowest: str
    highest: str
    course: tuple[Decimal, ...]
    moved: Decimal | None
    moved_said: str
    as_of: date
    is_demo: bool = False

    @property
    def leads(self) -> bool:
        """Whether it moved so far that it is news by itself."""
        return self.moved is not None and abs(self.moved) > LEADING_MOVE


@dataclass(frozen=True)
class Counted:
    """How a group answered what it was asked: a key of QUESTIONS and how often each answer was pressed."""

    question: str
    presses: tuple[tuple[str, int], ...]

    @property
    def told(self) -> tuple[tuple[str, int], ...]:
        """The answers that may be told, as given: those that so many pressed that nobody can be told from them."""
        return tuple((answer, times) for answer, times in self.presses if times >= FEWEST_COUNTED)


@dataclass(frozen=True)
class Theme:
    """A card that people looked for in the last seven days, and how many did."""

    pictogram: str
    title: str
    people: int


@dataclass(frozen=True)
class Withheld:
    """How many stories of the last seven days are not shown, by why; those that wait are counted however old."""

    waiting: int = 0
    unsafe: int = 0
    personal: int = 0
    unfit: int = 0
    elsewhere: int = 0


@dataclass(frozen=True)
class News:
    """All of one edition. `day` is the local day it is for; `is_late` and `missed` days tell of a bot that was away.

    `asks` is the question of QUESTIONS for an edition without news; `is_group` False is a member's own digest.
    `themes` are those of the country `themes_in`, "" is all countries together.
    """

    day: date
    is_late: bool = False
    missed: int = 0
    is_group: bool = True
    hazards: tuple[Hazard, ...] = ()
    answers: tuple[Answer, ...] = ()
    stories: tuple[Story, ...] = ()
    card: CardLine | None = None
    windows: tuple[Window, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    prices: tuple[Priced, ...] = ()
    counted: Counted | None = None
    themes: tuple[Theme, ...] = ()
    themes_in: str = ""
    withheld: Withheld | None = None
    own_line: str = ""
    asks: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether there is anything to tell; a card, usual prices, counts and the own line alone are no news."""
        moved = any(price.leads for price in self.prices)
        return bool(self.hazards or self.answers or self.stories or self.windows or self.questions or moved)
