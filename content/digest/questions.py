"""What a group is asked when there is nothing new: one question that can be answered with a tap."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from content.languages import sentence


@dataclass(frozen=True)
class GroupQuestion:
    """A question, the card that it is about, and its answers: key and label of at most 20 characters."""

    text: str
    card: str
    answers: Mapping[str, str]


QUESTIONS: Mapping[str, GroupQuestion] = MappingProxyType(
    {
        "air": GroupQuestion(
            sentence("How do you test the air before you go down?"),
            "hs-bad-air-test",
            {
                "meter": sentence("📟 With a meter"),
                "fan": sentence("💨 We blow air in"),
                "none": sentence("🚫 We do not"),
            },
        ),
        "roof": GroupQuestion(
            sentence("Who looks at the roof and the walls before work?"),
            "hs-ground-support",
            {
                "one": sentence("👷 One of us"),
                "all": sentence("👥 All of us"),
                "none": sentence("🚫 Nobody"),
            },
        ),
        "dust": GroupQuestion(
            sentence("What do you do against dust?"),
            "hs-silica-dust",
            {
                "water": sentence("💧 Water"),
                "mask": sentence("😷 A mask"),
                "none": sentence("🚫 Nothing"),
            },
        ),
        "mercury": GroupQuestion(
            sentence("How do you get the gold out at the end?"),
            "hs-mercury-retort",
            {
                "free": sentence("🌿 Without mercury"),
                "retort": sentence("⚗️ With a retort"),
                "fire": sentence("🔥 On an open fire"),
            },
        ),
        "book": GroupQuestion(
            sentence("Who writes down what you dig and sell?"),
            "pr-recordkeeping",
            {
                "self": sentence("📓 Each of us"),
                "one": sentence("👤 One for all"),
                "none": sentence("🚫 Nobody"),
            },
        ),
        "savings": GroupQuestion(
            sentence("Where do you keep money for bad months?"),
            "fin-vsla",
            {
                "group": sentence("🤝 Savings group"),
                "phone": sentence("📱 On the phone"),
                "none": sentence("🚫 Nowhere"),
            },
        ),
    }
)


def question_after(last: str | None) -> str:
    """Return the key of the question that follows `last`; the first when there was none."""
    keys = list(QUESTIONS)
    return keys[(keys.index(last) + 1) % len(keys)] if last and last in QUESTIONS else keys[0]
