"""What a checked offer says: what was understood, the share and what it means, what is usual, and where it all is from.

It accuses nobody, foretells nothing and does not tell anyone to sell. All lines are plain text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from content.languages import Speaker, sentence
from content.market.deductions import Deduction, net_of
from content.market.minerals import Mineral
from content.market.offers import share_of
from content.market.prices.reading import Price
from content.market.purity import Span
from content.market.reported import Middle
from content.market.rounding import round_half_up
from content.market.shares import Share
from handlers import figures
from handlers.members.market.offer_steps import BUYERS
from handlers.members.market.offered import PRECIOUS, Judged
from handlers.quantities import show_purity, usual_unit

_BANDS: Mapping[str, str] = {
    "check_units_low": sentence(
        "❓ This is so little that a weight, a unit or a nought is probably wrong. Check these first."
    ),
    "very_low": sentence("🔻 This is very low."),
    "low": sentence("🔸 This is low."),
    "usual_range": sentence("▫️ Buyers near mines often pay about this much."),
    "good": sentence("🔹 This is a good share."),
    "at_world_price": sentence("🔹 This is about the world price itself. Check weight and purity once more."),
    "above_world_check": sentence("❓ This is more than the world price. Check weight, purity and the money offered."),
    "check_units_high": sentence(
        "❓ This is so much that a weight, a unit or a nought is probably wrong. Check these first."
    ),
}
# Where it is sold when nobody says: most ask from the pit.
USUAL_STEP = "pit"
# So far off at its lower end that the purity does not matter.
_ALIKE_AT_BOTH_ENDS = frozenset({"above_world_check", "check_units_high"})
STEP_NAMES: Mapping[str, str] = {
    "pit": sentence("at the pit"),
    "village": sentence("in the village"),
    "site": sentence("at mine and village"),
    "state_buyer": sentence("at the state buyer"),
    "export": sentence("at export"),
    "chain": sentence("all that stays in the country"),
}
_FORMULAS: Mapping[str, str] = {
    "coltan": sentence(
        "There is no public price of coltan: each lot is agreed on. The sum: kilograms × grade × 2.20462 × dollars per "
        "pound of what it holds (Ta2O5). Above 0.10 % of uranium and thorium together smelters refuse it: ask for the "
        "test."
    ),
    "tungsten": sentence(
        "There is no free public price of tungsten. The sum: kilograms × grade ÷ 10 × dollars per unit (10 kg of WO3)."
    ),
    "cobalt": sentence(
        "There is no free daily price of cobalt. Depots pay by the grade: kilograms × grade × dollars per kilogram of "
        "cobalt. Ask two depots for the grade and the price."
    ),
}
_STONES = sentence(
    "There is no public price of stones: no two are alike, so I say none. Weigh it in carats, take a photo on white "
    "paper beside the scale, ask the government valuer and three buyers, and never leave the stone with anyone."
)


@dataclass(frozen=True)
class Surroundings:
    """What is known around an offer: the country, what studies and people say, and what the law takes off there."""

    country: str
    studies: tuple[Share, ...] = ()
    deduction: Deduction | None = None
    reported: str = ""


def read_back(say: Speaker, judged: Judged) -> str:
    """Return how the offer was understood."""
    offered = judged.offered
    unit = usual_unit(offered.mineral)
    grams = figures.weight(say, *_in_unit(offered.grams, unit))
    parts = [say(figures.MINERAL_NAMES[offered.mineral]), grams]
    if offered.purity:
        parts.append(show_purity(offered.purity, say))
    elif offered.mineral in PRECIOUS:
        parts.append(say("purity not known"))
    parts.append(say("{money} in all", money=figures.money(say, offered.money, offered.currency)))
    parts.append(say(STEP_NAMES[offered.step]) if offered.step else say("at the pit, I assume"))
    return "⚖️ " + " · ".join(parts)


def _in_unit(grams: Decimal, unit: str) -> tuple[Decimal, str]:
    sizes = {"kilogram": Decimal(1000), "carat": Decimal("0.2")}
    return round_half_up(grams / sizes.get(unit, Decimal(1)), 4).normalize(), unit


def verdict_lines(say: Speaker, judged: Judged) -> list[str]:
    """Return the share of the world price and what it means; or why there is none."""
    checked, price = judged.checked, judged.price
    if not isinstance(price, Price):
        return _without_price(say, judged)
    if price.age != "last_known" and price.rate.age == "last_known" and price.rate.kind == "own":
        day = say.date(price.rate.as_of.date())
        return [say("🕐 Your own rate is of {date}: too old to judge an offer by. Set it anew with /rate.", date=day)]
    if "last_known" in (price.age, price.rate.age):
        day = say.date(min(price.as_of, price.rate.as_of).date())
        return [say("🕐 The last price I know is of {date}: too old to judge an offer by. Ask again later.", date=day)]
    if checked.share is None:
        return [say("Without a test of the grade I can't tell the share. Ask the buyer for the paper of his test.")]
    share = figures.percent_span(say, checked.share)
    if checked.verdict.startswith("depends_on_purity"):
        worst = checked.verdict.partition(":")[2].partition("..")[0]
        return [
            say("📊 The offer is {share} of the world price: it depends on how pure it is.", share=share),
            *([say(_BANDS[worst])] if worst in _ALIKE_AT_BOTH_ENDS or checked.verdict.endswith(worst) else []),
            say("I counted with 80 to 95 % pure. Test the purity before you agree."),
            *_low_lines(say, judged),
        ]
    told = say("📊 The offer is {share} of the world price for what it holds.", share=share)
    if checked.verdict == "concentrate_share_only":
        return [
            told,
            say("For concentrate I judge no further: transport, smelting and penalties differ. Weigh it dry."),
        ]
    return [told, say(_BANDS[checked.verdict]), *(_low_lines(say, judged) or _before_agreeing(say, judged))]


def _low_lines(say: Speaker, judged: Judged) -> list[str]:
    if not judged.checked.is_low:
        return []
    return [
        say(
            "A low offer can come from purity, costs, distance or a debt. Do not quarrel alone. Weigh again on another "
            "scale, and ask a second buyer or your cooperative."
        )
    ]


def _before_agreeing(say: Speaker, judged: Judged) -> list[str]:
    """Return what to do with an offer of which nothing is odd."""
    is_usual = judged.checked.verdict in ("usual_range", "good")
    return [say("Weigh it yourself and ask a second buyer before you agree.")] if is_usual else []


def unpriced(say: Speaker, known: Mineral) -> str:
    """Return why a mineral has no public price, and what there is instead."""
    told = _STONES if known.basis == "stone" else _FORMULAS[known.key]
    return say(told)


def _without_price(say: Speaker, judged: Judged) -> list[str]:
    offered = judged.offered
    if not offered.known.has_public_price:
        lines = [unpriced(say, offered.known)]
    else:
        return [
            say(
                "I have no checked price or rate for this money now, so I give no share. I kept your offer: try again."
            ),
            say("The sum: grams × purity × price of a pure gram. 22 karat is 22 ÷ 24 pure. An ounce is 31.1035 g."),
        ]
    if judged.per_unit is not None:
        amount = figures.money(say, judged.per_unit, "USD")
        unit = f"1 {figures.unit_name(offered.known.quoted_unit)} {offered.known.symbol}".rstrip()
        lines.append(say("This offer comes to {money} for {unit}.", money=amount, unit=unit))
    return lines


def reference_lines(say: Speaker, judged: Judged) -> list[str]:
    """Return what the piece is worth by the world price."""
    price, checked = judged.price, judged.checked
    if not isinstance(price, Price) or checked.fair_total is None or checked.fair_per_gram is None:
        return []
    currency = judged.offered.currency
    return [
        say(
            "🌍 World reference for it: {total} ({gram} for a gram as it is). This is London, not the pit.",
            total=figures.money_span(say, checked.fair_total, currency),
            gram=figures.money_span(say, checked.fair_per_gram, currency),
        )
    ]


def net_lines(say: Speaker, judged: Judged, around: Surroundings) -> list[str]:
    """Return what is left of it after legal deductions; nothing when none is known or nobody can judge."""
    price, fair = judged.price, judged.checked.fair_total
    if not judged.bears_verdict or not isinstance(price, Price) or fair is None:
        return []
    net = _net_line(say, judged, around, price, fair)
    return [net] if net else []


def _net_line(say: Speaker, judged: Judged, around: Surroundings, price: Price, fair: Span) -> str:
    offered, law = judged.offered, around.deduction
    if offered.cut is not None:
        percent, per_kg = offered.cut, Decimal(0)
    elif law is not None:
        percent, per_kg = law.percent, law.usd_per_kg * price.rate.per_usd
    else:
        return ""
    if not percent and not per_kg:
        return ""
    pure = (offered.fineness or Span.at(Decimal(0))).times(offered.grams)
    net = Span(*(net_of(end, percent, per_kg=per_kg, pure_g=g) for end, g in _ends(fair, pure)))
    if not net.low:
        return ""
    share = Span(*(round_half_up(share_of(offered.money, end), 1) for end in (net.high, net.low)))
    total, of = figures.money_span(say, net, offered.currency), figures.percent_span(say, share)
    if offered.cut is not None or law is None:
        told = figures.percent(say, percent)
        return say(
            "🧾 After {percent} off: {total}. The offer is {share} of that.", percent=told, total=total, share=of
        )
    return say(
        "🧾 After legal deductions of {percent} ({buyer}, {country}, {year}): {total}. The offer is {share} of that.",
        percent=figures.percent(say, percent) if percent else f"{say.number(law.usd_per_kg)} USD/kg",
        buyer=say(BUYERS[law.buyer]),
        country=say.country(law.country),
        year=law.year,
        total=total,
        share=of,
    )


def _ends(fair: Span, pure: Span) -> tuple[tuple[Decimal, Decimal], ...]:
    return (fair.low, pure.low), (fair.high, pure.high)


def study_lines(say: Speaker, around: Surroundings) -> list[str]:
    """Return what studies found there, each with its year."""
    return [_study_line(say, one) for one in around.studies[:2]]


def _study_line(say: Speaker, one: Share) -> str:
    told = {
        "step": say(STEP_NAMES[one.step]),
        "country": say.country(one.country) if one.country else "",
        "share": figures.percent_span(say, Span(one.low, one.high)),
        "study": one.study,
        "year": one.year,
    }
    if one.of == "trader":
        return say("📚 {country}, {step}: {share} of the next trader's price ({study}, {year}).", **told)
    if not one.country:
        return say("📚 Several countries, {step}: {share} of the world price ({study}, {year}).", **told)
    if one.is_ours:
        return say("📚 {country}, {step}: {share} of the world price (our sum from: {study}, {year}).", **told)
    return say("📚 {country}, {step}: {share} of the world price ({study}, {year}).", **told)


def reported_line(say: Speaker, middle: Middle, place: str, unit: str = "") -> str:
    """Return what people say they get at a place; with a `unit` it is USD for one, and the only figure there is."""
    if unit:
        return say.say_count(
            "👥 {place}, since {date}: {low} to {high} USD for {unit}, {n} report, not checked. I know no other.",
            "👥 {place}, since {date}: {low} to {high} USD for {unit}, {n} reports, not checked. I know no other.",
            middle.reports,
            place=place,
            date=say.date(middle.since),
            low=say.number(middle.low),
            high=say.number(middle.high),
            unit=unit,
        )
    return say.say_count(
        "👥 {place}, since {date}: {share} of the world price, {n} report, not checked.",
        "👥 {place}, since {date}: {share} of the world price, {n} reports, not checked.",
        middle.reports,
        place=place,
        date=say.date(middle.since),
        share=figures.percent_span(say, Span(middle.low, middle.high)),
    )
