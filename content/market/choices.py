"""What each number of a line may be: a weight, money or a purity, with its value by the marks of the place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from content.market.amount import Amount
from content.market.currencies import CURRENCIES, RETIRED
from content.market.lexicon import Place
from content.market.lines import Item
from content.market.marks import Marks
from content.market.numerals import Number
from content.market.units import UNITS

# Finenesses that are stamped or spoken of; only these are read as a purity where nothing says that they are one.
_STAMPED = frozenset(
    map(
        Decimal,
        [
            "333",
            "375",
            "417",
            "500",
            "585",
            "625",
            "666",
            "750",
            "800",
            "833",
            "850",
            "875",
            "900",
            "916",
            "917",
            "920",
            "925",
            "950",
            "958",
            "960",
            "980",
            "990",
            "995",
            "999",
        ],
    )
)
_LEAST_KARAT = Decimal(8)
# Nobody leaves out the unit of more than this: what is bigger was meant as money.
_MOST_UNSAID_GRAMS = Decimal(10_000)
# Leones and ouguiyas of before the cut are still said: from this sum of the new money on they may be meant.
_OLD_SPOKEN = {"SLL": Decimal(100_000), "MRO": Decimal(20_000)}
_SUCCEEDED = {RETIRED[code].successor: (RETIRED[code].factor, least) for code, least in _OLD_SPOKEN.items()}


@dataclass(frozen=True)
class Choice:
    """One thing an item may be; `ask` says why it must be confirmed, `fault` why it can't be."""

    amount: Amount
    ask: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Question:
    """What was asked for, where, and which marks and money are used there."""

    place: Place
    expecting: str
    marks: Marks
    currencies: tuple[str, ...]


def list_choices(item: Item, question: Question, *, others: frozenset[str], per: bool, first: bool) -> list[Choice]:
    """Return all that `item` may be.

    `others` are the slots that words beside other numbers name; `per` says that the line has a price for one unit,
    `first` that no number stands before it.
    """
    if item.unknown:
        return [Choice(Amount(), fault="unknown_word")]
    choices = [*_masses(item, question), *_moneys(item, question), *_purities(item, question)]
    if item.k:
        choices += _thousands(item, question, others)
    elif not choices:
        choices += _bare(item, question, others, per=per, first=first)
    return choices


def _masses(item: Item, question: Question) -> Iterator[Choice]:
    for key in item.units:
        for number in item.numbers:
            for value in _values(number, "mass", question.marks):
                yield _mass(value, key)


def _mass(value: Decimal, key: str) -> Choice:
    unit = UNITS[key]
    grams = None if unit.grams is None else value * unit.grams
    amount = Amount(quantity=value, unit=key, grams=grams)
    if value <= 0:
        return Choice(amount, fault="zero_mass")
    if unit.certainty == "X":
        return Choice(amount, fault="weigh_in_grams")
    return Choice(amount, ask="" if unit.converts else "rough_weight")


def _moneys(item: Item, question: Question) -> Iterator[Choice]:
    for code, factor in item.money:
        yield from _sums(item, question, code, factor * (1000 if item.k else 1))


def _sums(item: Item, question: Question, code: str | None, factor: Decimal = Decimal(1)) -> Iterator[Choice]:
    whole = code is not None and CURRENCIES[code].decimals == 0
    for number in item.numbers:
        for value in _values(number, "money", question.marks, whole=whole):
            yield from _money(value * factor, code)


def _money(value: Decimal, code: str | None) -> Iterator[Choice]:
    amount = Amount(money=value, currency=code)
    yield Choice(amount, fault="" if value > 0 else "zero_money")
    factor, least = _SUCCEEDED.get(code or "", (Decimal(1), value + 1))
    if value >= least:
        yield Choice(replace(amount, money=value / factor), ask="old_money")


def _unsaid_money(item: Item, question: Question, factor: int = 1) -> Iterator[Choice]:
    for code in question.currencies or (None,):
        yield from _sums(item, question, code, Decimal(factor))


def _purities(item: Item, question: Question) -> Iterator[Choice]:
    gem = question.place.mineral == "gem" and item.units
    if item.purity and not gem:
        for number in item.numbers:
            yield from read_purity(number, item.purity)


def read_purity(number: Number, kind: str) -> list[Choice]:
    """Return what `number` is as a purity of `kind`; "any" leaves that to the number: 21.6 is karat, 916 per mille."""
    if kind in ("any", "karat") and number.over == 24:
        return [_purity(number.value * 24, "karat")]
    if kind == "any" and number.over == 1000:
        return [_purity(number.value * 1000, "millesimal")]
    values = [number.value] if number.as_group is None else [number.value, number.as_group]
    choices = [_purity(value, kind if kind != "any" else _kind(value)) for value in values]
    choices += [_purity(value, "karat") for value in values if kind == "any" and value == 1]
    return [choice for choice in choices if not choice.fault] or choices[:1]


def _kind(value: Decimal) -> str:
    for most, kind in ((1, "fraction"), (24, "karat"), (100, "percent")):
        if value <= most:
            return kind
    return "millesimal"


def _purity(value: Decimal, kind: str) -> Choice:
    most, fault = {
        "karat": (24, "karat_over_24"),
        "percent": (100, "percent_over_100"),
        "millesimal": (1000, "per_mille_over_1000"),
        "fraction": (1, "fraction_over_1"),
    }[kind]
    amount = Amount(purity_kind=kind, purity=value)
    return Choice(amount, fault="zero_purity" if value <= 0 else fault if value > most else "")


def _thousands(item: Item, question: Question, others: frozenset[str]) -> Iterator[Choice]:
    """Read a number with "k": karat, thousand of money, or kilograms where a weight was asked for.

    Beside a price, or beside a weight if that can be, it is a karat.
    """
    expecting = question.expecting
    if item.money or item.purity:
        return
    karats = [choice for number in item.numbers for choice in read_purity(number, "karat")]
    if (expecting != "money" or "money" in others) and question.place.mineral != "gem":
        yield from karats
    likely = all(choice.amount.purity and _LEAST_KARAT <= choice.amount.purity <= 24 for choice in karats)
    if expecting == "money" or (expecting in ("offer", "any") and not (likely and "mass" in others)):
        yield from _unsaid_money(item, question, 1000)
    if expecting == "mass" and not item.units:
        yield from _unsaid_mass(item, question, "kilogram")


def _bare(item: Item, question: Question, others: frozenset[str], *, per: bool, first: bool) -> Iterator[Choice]:
    """Read a number that stands alone by what was asked for."""
    expecting = question.expecting
    if expecting == "purity" and "purity" not in others:
        yield from (choice for number in item.numbers for choice in read_purity(number, "any"))
    if expecting in ("money", "offer", "any") or per:
        yield from _unsaid_money(item, question)
    if expecting in ("mass", "offer", "any"):
        yield from (choice for number in item.numbers for choice in _stamped(number))
    if "mass" not in others and (expecting == "mass" or (expecting in ("offer", "any") and first and not per)):
        likely = expecting == "mass" or item.numbers[0].value < _MOST_UNSAID_GRAMS
        yield from _unsaid_mass(item, question, "gram") if likely else ()


def _unsaid_mass(item: Item, question: Question, key: str) -> Iterator[Choice]:
    for number in item.numbers:
        for value in _values(number, "mass", question.marks):
            yield replace(_mass(value, key), ask="unit_unsaid")


def _stamped(number: Number) -> Iterator[Choice]:
    for choice in read_purity(number, "any"):
        value = choice.amount.purity or Decimal(0)
        usual = value in _STAMPED or _LEAST_KARAT <= value <= 24 or Decimal("0.3") <= value < 1
        if not choice.fault and usual:
            yield choice


def _values(number: Number, slot: str, marks: Marks, *, whole: bool = False) -> list[Decimal]:
    """Return what digits like "1.500" may be worth.

    Three decimals are usual on scales; money has two, or with `whole` none, but people write it carelessly.
    """
    if number.as_group is None:
        return [number.value]
    if slot == "money":
        if number.factor > 1:
            return [number.value] if number.mark == marks.decimal else [number.value, number.as_group]
        careless = number.mark == marks.decimal and not whole
        return [number.value, number.as_group] if careless else [number.as_group]
    if number.mark == marks.decimal:
        return [number.value]
    # A scale shows a dot wherever it was bought, never a comma.
    if number.mark == marks.group and number.mark == ",":
        return [number.as_group]
    return [number.value, number.as_group]
