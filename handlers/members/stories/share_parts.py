"""The steps with which a story can be added to, one tap each, until it is reviewed. Pure."""

from collections.abc import Callable, Mapping, Sequence

from content.languages import sentence
from handlers.members.stories.share_steps import MARKS, RESULT, STORY, consent, reader
from handlers.quantities import read_money, show_money
from handlers.regions import REGION, country_step
from handlers.steps import Amount, Answers, Choice, Option, Photo, Preview, Step, Text

LONGEST_PROBLEM, LONGEST_LINE = 300, 200
MOST_PHOTOS, MOST_PHOTO_BYTES = 4, 20_000_000


def _always(_answers: Answers) -> bool:
    return True


def _choice(
    name: str, question: str, label: str, options: Mapping[str, str], *, when: Callable[[Answers], bool] = _always
) -> Choice:
    """Return a step with one tap, which can be skipped."""
    listed = tuple(Option(key, text) for key, text in options.items())
    return Choice(name=name, question=question, label=label, options=listed, optional=True, when=when)


PROBLEM = Text(
    name="problem",
    question=sentence("What was the problem before? Up to 300 signs."),
    label=sentence("The problem"),
    most=LONGEST_PROBLEM,
    shortcut=reader("problem", LONGEST_PROBLEM),
)
WORK = (
    _choice(
        "mineral",
        sentence("Which mineral?"),
        sentence("Mineral"),
        {
            "gold": sentence("Gold"),
            "tin": sentence("Tin"),
            "coltan": sentence("Coltan"),
            "gems": sentence("💎 Gems"),
            "other": sentence("Another"),
        },
    ),
    _choice(
        "method",
        sentence("How do you work?"),
        sentence("Method"),
        {
            "pit": sentence("⛏ Open pit"),
            "shaft": sentence("🕳 Shaft"),
            "river": sentence("🌊 River"),
            "processing": sentence("⚙️ Processing"),
        },
    ),
    _choice(
        "role",
        sentence("What is your part?"),
        sentence("Role"),
        {
            "digger": sentence("👷 Digger"),
            "owner": sentence("🔑 Pit owner"),
            "washer": sentence("💧 Washer"),
            "buyer": sentence("🤝 Buyer"),
        },
    ),
)
NUMBER = Text(
    name="number",
    question=sentence("Can you say it with a number? For example: 4 g a day instead of 2, or 3 days off sick."),
    label=sentence("In numbers"),
    most=LONGEST_LINE,
    shortcut=reader("number", LONGEST_LINE),
)
COST = (
    Amount(
        name="cost",
        question=sentence("What did it cost? Write it like 50000 TZS."),
        label=sentence("Cost"),
        read=read_money,
        show=show_money,
        optional=True,
    ),
    _choice(
        "often",
        sentence("Once, or every month?"),
        sentence("How often"),
        {"once": sentence("🕐 Once"), "monthly": sentence("🗓 Every month")},
        when=lambda answers: answers.get("cost") is not None,
    ),
    _choice(
        "paid",
        sentence("Who paid?"),
        sentence("Who paid"),
        {
            "self": sentence("🙋 I did"),
            "group": sentence("👥 Our group"),
            "buyer": sentence("🤝 The buyer"),
            "other": sentence("Someone else"),
        },
    ),
)
TIME = (
    _choice(
        "long",
        sentence("How long have you done it so?"),
        sentence("How long"),
        {"once": sentence("🧪 Tried once"), "months": sentence("🗓 Months"), "years": sentence("📆 Years")},
    ),
    _choice(
        "people",
        sentence("How many people do it so?"),
        sentence("How many"),
        {"one": sentence("🙋 Only me"), "few": sentence("👥 2 to 10"), "many": sentence("👥 More than 10")},
    ),
)
ADVICE = (
    _choice(
        "advise",
        sentence("Would you advise it to others?"),
        sentence("Advise it"),
        {"yes": sentence("👍 Yes"), "only-if": sentence("⚠️ Only if …"), "no": sentence("👎 No")},
    ),
    Text(
        name="whom",
        question=sentence("Only if what? Or who should not do it?"),
        label=sentence("Who should not"),
        most=LONGEST_PROBLEM,
        optional=True,
        shortcut=reader("whom", LONGEST_PROBLEM),
        when=lambda answers: answers.get("advise") in ("only-if", "no"),
    ),
)
PLACE = (country_step(sentence("In which country was it? Press it, or write its name.")), REGION)
PHOTOS = (
    Photo(
        name="photos",
        question=sentence("Send up to four photos. No faces and no papers: whoever is on a picture can be found."),
        label=sentence("Photos"),
        most=MOST_PHOTOS,
        most_bytes=MOST_PHOTO_BYTES,
    ),
    Preview(
        name="look",
        question=sentence(
            "Look once more: is there a face, a name or a number plate on it? A person looks at it before anyone else, "
            "and sends no faces on. I take out what the camera wrote into it."
        ),
    ),
)
NO_CHANGE = sentence("Nothing has changed. To take the story back, press 🗑 below it.")
# What can be added or changed, one tap each, and the steps that ask for it.
PARTS: Mapping[str, Sequence[Step]] = {
    "problem": (PROBLEM, MARKS),
    "work": WORK,
    "number": (NUMBER, MARKS),
    "cost": COST,
    "time": TIME,
    "advice": (*ADVICE, MARKS),
    "place": PLACE,
    "photos": PHOTOS,
    "story": (STORY, MARKS),
    "result": (RESULT,),
    "consent": (consent(NO_CHANGE, asks_age=False),),
}
# What is kept of a story besides the three that are needed, and shown to its author in this order.
FIELDS: Sequence[Step] = (STORY, RESULT, PROBLEM, *WORK, NUMBER, *COST, *TIME, *ADVICE, *PLACE)
