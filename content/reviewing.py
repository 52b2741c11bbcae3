"""What a flag on a text means for those who review it: how dangerous, whose word it needs, which card helps. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from content.languages import sentence
from content.privacy import personal
from content.privacy.marks import SIGN
from content.review import flags
from content.review.rules import rules

ORDINARY, FLAGGED, DANGEROUS = 0, 1, 2
_TAKEN_OUT = ("phone", "handle", "name", "id-number")  # what is wholly in the words that were marked


@dataclass(frozen=True)
class Flag:
    """One kind of doubt: what reviewers read of it, the danger (0 to 2), the expert field that has to agree, or "".

    `cards` help whoever wrote such a thing; what is `distressing` says so before it is read.
    """

    reason: str
    danger: int = FLAGGED
    field: str = ""
    cards: tuple[str, ...] = ()
    distressing: bool = False


# Of several fields the one that is listed first has to agree.
FLAGS: Mapping[str, Flag] = MappingProxyType(
    {
        "medical-cure": Flag(sentence("a cure that may harm"), DANGEROUS, "doctor", ("hs-mercury-exposure",)),
        "indoor-burn": Flag(sentence("burning amalgam near people"), DANGEROUS, "doctor", ("hs-mercury-retort",)),
        "gbv": Flag(sentence("violence against someone"), DANGEROUS, "social", ("hs-gbv",), distressing=True),
        "child-labour": Flag(sentence("a child at work"), DANGEROUS, "social", ("hs-children",), distressing=True),
        "incitement": Flag(sentence("a call to hate or violence"), DANGEROUS, "social"),
        "debt-bondage": Flag(sentence("work to pay off a debt"), DANGEROUS, "lawyer", ("fin-prefinance",)),
        "armed-group": Flag(sentence("armed men"), DANGEROUS, "lawyer", ("law-conflict-lsm",)),
        "explosive-mix": Flag(sentence("explosives"), DANGEROUS, "engineer", ("hs-explosives",)),
        "unsafe-entry": Flag(sentence("going in without testing the air"), DANGEROUS, "engineer", ("hs-bad-air-test",)),
        "engine-underground": Flag(sentence("an engine underground"), DANGEROUS, "engineer", ("hs-generators-co",)),
        "wet-electric": Flag(sentence("electricity and water"), DANGEROUS, "engineer", ("hs-electric",)),
        "dry-drill": Flag(sentence("drilling dry"), DANGEROUS, "engineer", ("hs-silica-dust",)),
        "asks-for-harm": Flag(sentence("asks how to do harm"), DANGEROUS, "engineer"),
        "cyanide-home": Flag(sentence("cyanide at home or in a river"), DANGEROUS, "geologist", ("hs-cyanide",)),
        "cyanide-on-mercury": Flag(sentence("cyanide after mercury"), DANGEROUS, "geologist", ("hs-cyanide",)),
        "mercury-up": Flag(
            sentence("more mercury for more gold"), DANGEROUS, "geologist", ("hs-mercury-retort", "pr-mercury-free")
        ),
        "death": Flag(sentence("someone died"), distressing=True),
        "contradicts-card": Flag(sentence("says the opposite of a card")),
        "phone": Flag(sentence("a phone number")),
        "handle": Flag(sentence("an address or account")),
        "name": Flag(sentence("a name")),
        "id-number": Flag(sentence("a number of papers or a plate")),
        "place-exact": Flag(sentence("an exact place")),
        "third-person-accused": Flag(sentence("accuses a person"), cards=("com-share-safely",)),
        "bribery": Flag(sentence("a bribe"), cards=("law-police-harassment",)),
        "price-manipulation": Flag(sentence("pushes a price"), cards=("mkt-tricks",)),
        "advert-scam": Flag(sentence("an advert or a fraud"), cards=("mkt-scams",)),
        "prompt-injection": Flag(sentence("gives orders to a program")),
        "reader": Flag(sentence("a reader calls it dangerous or wrong")),
        "objected": Flag(sentence("its author does not want the changed words")),
    }
)


def weigh(flags: Collection[str]) -> tuple[int, str]:
    """Return the danger (0 ordinary, 1 flagged, 2 dangerous) and the expert field that flags call for, or ""."""
    field = next((flag.field for name, flag in FLAGS.items() if flag.field and name in flags), "")
    return (DANGEROUS if field else FLAGGED if flags else ORDINARY), field


def is_blocked(flags: Collection[str]) -> bool:
    """Tell whether a text with these flags goes out as it stands by nobody's word alone: a recipe, hate, a crime."""
    return any(rule.severity == "block" and rule.name in flags for rule in rules())


def is_distressing(flags: Collection[str]) -> bool:
    """Tell whether a text with these flags is hard to read."""
    return any(name in FLAGS and FLAGS[name].distressing for name in flags)


def helping_cards(flags: Collection[str]) -> tuple[str, ...]:
    """Return the cards that help whoever wrote a text with these flags, the most important first."""
    return tuple(dict.fromkeys(card for name, flag in FLAGS.items() if name in flags for card in flag.cards))


def found_flags(text: str, language: str) -> tuple[str, ...]:
    """Return what of a text looks personal and which dangers it may contain, each kind once.

    What was taken out is not personal any more, although the words around it still speak of it.
    """
    marks = [mark for piece in text.split(SIGN) for mark in personal(piece, language)]
    found = dict.fromkeys(mark.kind for mark in marks)
    gone = _TAKEN_OUT if SIGN in text else ()
    return tuple(found | dict.fromkeys(flag.name for flag in flags(text, language, marks) if flag.name not in gone))


def read_lists() -> None:
    """Read all that texts are looked through by, so that the first one need not wait; takes a third of a second."""
    found_flags("ready", "en")
