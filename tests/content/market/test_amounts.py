"""Reading amounts: what is written in any place is read back there, and no text, however odd, stops it."""

import re
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from babel.numbers import format_decimal, get_currency_precision
from hypothesis import example, given
from hypothesis import strategies as st

from bot.cli.calc import answer_lines, load_door
from bot.cli.doors.amount import FIELDS, answer
from content.countries import load_countries
from content.market.amounts import DOUBTS, EXPECTATIONS, REFUSALS, Amount, read_amount, spell
from content.market.currencies import CURRENCIES, RETIRED
from content.market.lexicon import find_words, phrase_of, read_place
from content.market.traces import may_count
from content.market.units import UNITS

# A place for each way of writing numbers that Babel knows among ours.
PLACES = ("en-TZ", "en-ZA", "fr-CD", "sw-TZ", "sw-CD", "es-CO", "es-PE", "pt-BR", "pt-MZ", "id-ID", "ar-EG", "ar-MA")
HOSTILE = ("1", "1,", "1 ", "½", "k1", "1/", "laki ", "g ", "و", "-", "٣", "\u0301", "\ud800", "ﷺ", "a", "''", "1.5k ")
BITS = tuple(re.findall(r"\S+", "1 3 22 1.500 300000 k g % ½ $ laki na nusu mil y medio - / per ونص جرام NaN"))
WEIGHTS = st.decimals(min_value="0.01", max_value="999999", places=2)
SUMS = st.integers(min_value=1, max_value=999_999_999)


@given(text=st.text(max_size=60), place=st.sampled_from(PLACES), expecting=st.sampled_from(EXPECTATIONS))
def test_no_text_stops_the_reading(text: str, place: str, expecting: str) -> None:
    reading = read_amount(text, locale=place, expecting=expecting, mineral="gold")
    assert (reading.result == "parsed") == (reading.amount is not None and not reading.readings)
    assert (reading.result == "ambiguous") == bool(reading.readings)
    reasons = {"parsed": {""}, "ambiguous": DOUBTS, "refused": REFUSALS}
    assert reading.reason in reasons[reading.result]


@given(
    words=st.lists(st.sampled_from(BITS)),
    glue=st.sampled_from(["", " "]),
    place=st.sampled_from(PLACES),
)
def test_words_of_amounts_in_no_order_stop_nothing(words: list[str], glue: str, place: str) -> None:
    reading = read_amount(glue.join(words), locale=place)
    assert reading.reason in {"parsed": {""}, "ambiguous": DOUBTS, "refused": REFUSALS}[reading.result]


@given(
    words=st.lists(
        st.sampled_from((*BITS, "٣", "two", "dos mil", "جرامين", "والفين", "vingt-cinq", "a million", "x")), max_size=6
    ),
    glue=st.sampled_from(["", " "]),
    place=st.sampled_from(PLACES),
)
@example(words=["جرامين", "بعشرين"], glue=" ", place="ar-EG")
@example(words=["22 300 000"], glue="", place="fr-CD")
@example(words=["gramu", "mbili", "laki", "tatu"], glue=" ", place="sw-TZ")
def test_a_weight_with_money_is_read_only_where_two_numbers_may_be(words: list[str], glue: str, place: str) -> None:
    text = glue.join(words)
    reading = read_amount(text, locale=place, expecting="offer", mineral="gold")
    told = (reading.amount, *reading.readings)
    if any(one and one.unit and one.money is not None for one in told):
        assert may_count(text, place[:2]) >= 2


def test_a_text_without_numbers_holds_none() -> None:
    assert may_count("How do I hold a pan so that the gold stays in it?", "en") == 0


@given(piece=st.sampled_from(HOSTILE), place=st.sampled_from(PLACES), length=st.integers(301, 5000))
def test_what_is_longer_than_an_amount_is_not_looked_at(piece: str, place: str, length: int) -> None:
    assert read_amount((piece * length)[:length], locale=place).reason == "too_long"


@given(piece=st.sampled_from(HOSTILE), place=st.sampled_from(PLACES))
def test_as_much_of_nothing_as_may_be_typed_is_refused(piece: str, place: str) -> None:
    assert read_amount((piece * 300)[:300], locale=place).result == "refused"


@given(weight=WEIGHTS, place=st.sampled_from(PLACES))
def test_a_weight_written_as_people_there_write_is_read_back(weight: Decimal, place: str) -> None:
    text = f"{format_decimal(weight, '#,##0.00', locale=place.replace('-', '_'))} g"
    reading = read_amount(text, locale=place, expecting="mass", mineral="gold")
    assert reading.amount == Amount(quantity=weight, unit="gram", grams=weight)


@given(money=SUMS, place=st.sampled_from(PLACES))
def test_a_sum_written_as_people_there_write_is_read_back(money: int, place: str) -> None:
    text = f"{format_decimal(money, locale=place.replace('-', '_'))} USD"
    reading = read_amount(text, locale=place, expecting="money", mineral="gold")
    assert reading.amount == Amount(money=Decimal(money), currency="USD")


@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=10**9))
def test_numbers_are_spelled_without_exponent_or_empty_zeros(number: Decimal) -> None:
    spelled = spell(number)
    assert Decimal(spelled) == number
    assert "E" not in spelled
    assert "." not in spelled or spelled[-1] not in "0."


SMALL = {
    "en": "one two three four five six seven eight nine",
    "sw": "moja mbili tatu nne tano sita saba nane tisa",
    "id": "satu dua tiga empat lima enam tujuh delapan sembilan",
}
TENS = {
    "en": "ten twenty thirty forty fifty sixty seventy eighty ninety",
    "sw": "kumi ishirini thelathini arobaini hamsini sitini sabini themanini tisini",
}


def say_below_thousand(number: int, language: str) -> str:
    small = ["", *SMALL[language].split()]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if language == "id":
        parts = [f"{small[hundreds]} ratus" if hundreds else "", f"{small[tens]} puluh" if tens > 1 else ""]
        teen = {0: "sepuluh", 1: "sebelas"}.get(ones, f"{small[ones]} belas")
        return " ".join(part for part in [*parts, teen if tens == 1 else small[ones]] if part)
    ten = ["", *TENS[language].split()][tens]
    if language == "en":
        parts = [f"{small[hundreds]} hundred" if hundreds else "", ten, small[ones]]
        return " and ".join(filter(None, [parts[0], " ".join(filter(None, parts[1:]))]))
    return " na ".join(filter(None, [f"mia {small[hundreds]}" if hundreds else "", ten, small[ones]]))


def say(number: int, language: str) -> str:
    """Say a number below a thousand million in one of three languages that build it in three different ways."""
    if language == "sw":
        scales = [("milioni", number // 10**6), ("laki", number // 10**5 % 10), ("elfu", number // 1000 % 100)]
        said = [f"{word} {say_below_thousand(count, language)}" for word, count in scales if count]
        return " na ".join(filter(None, [*said, say_below_thousand(number % 1000, language)]))
    million, thousand = {"en": ("million", "thousand"), "id": ("juta", "ribu")}[language]
    scales = [(million, number // 10**6), (thousand, number // 1000 % 1000)]
    said = [f"{say_below_thousand(count, language)} {word}" for word, count in scales if count]
    return " ".join([*said, say_below_thousand(number % 1000, language)]).strip()


def has_teens(number: int) -> bool:
    return any(10 < int(part) % 100 < 20 for part in f"{number:,}".split(","))


@given(number=SUMS, place=st.sampled_from(["en-GH", "sw-TZ", "id-ID"]))
def test_a_number_said_in_words_is_read_back(number: int, place: str) -> None:
    language = place[:2]
    if language == "en" and has_teens(number):
        number += 10 * sum(10**power for power in (0, 3, 6) if 10 < number // 10**power % 100 < 20)
    text = f"{say(number, language)} USD"
    assert read_amount(text, locale=place, expecting="money").amount == Amount(money=Decimal(number), currency="USD"), (
        text
    )


def test_what_is_unsaid_is_null_for_other_programs() -> None:
    got = answer({"text": "3 g", "locale": "en-TZ", "expecting": "mass", "mineral": "gold"})
    assert {name: value for name, value in got.items() if value} == {
        "result": "parsed",
        "quantity": "3",
        "unit": "gram",
        "grams": "3",
    }


def test_each_reading_has_the_fields_of_an_answer() -> None:
    got = answer({"text": "2 tola", "locale": "fr-CD", "expecting": "mass", "mineral": "gold"})
    assert [(one["unit"], one["grams"]) for one in got["readings"]] == [("tola", "23.3276076"), ("tola_drc", "22.8")]
    assert all(tuple(one) == FIELDS for one in got["readings"])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"no json", "not_json"),
        (b"[1]", "not_an_object"),
        (b"[" * 5000, "not_json"),
        (b'{"text": 3}', "wrong_type"),
        (b'{"text": "3 g", "locale": 5}', "wrong_type"),
        (b'{"text": "3 g", "expecting": "joy"}', "unknown_expectation"),
        (b'{"text": "3 g", "expecting": [1]}', "unknown_expectation"),
        (b'{"text": "\\ud800 3 g", "mineral": 1}', "wrong_type"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_and_the_next_one_answered(
    line: bytes, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer_lines(
        load_door("amount"), BytesIO(line + b'\n{"text": "\\ud800 3 g", "locale": "en-TZ", "expecting": "mass"}\n')
    )
    first, second = capsys.readouterr().out.splitlines()
    assert f'"reason": "{reason}"' in first
    assert '"grams": "3"' in second


def test_suggestions_keep_what_else_was_typed() -> None:
    assert read_amount("3OO,OOO TSh", locale="en-TZ").suggestion == "300,000 TSh"
    assert read_amount("1e3 g", locale="en-TZ").suggestion == "1000"
    assert read_amount("2,500,000 old leones", locale="en-SL").suggestion == "2500 SLE"


def test_every_country_s_money_is_known_and_at_home_there() -> None:
    for country in load_countries().values():
        for code in country.currencies:
            assert country.code in CURRENCIES[code].countries, (country.code, code)


def test_decimals_are_those_of_the_unicode_consortium() -> None:
    assert {code: one.decimals for code, one in CURRENCIES.items()} == {
        c: get_currency_precision(c) for c in CURRENCIES
    }


def test_retired_money_has_a_successor_and_is_no_money_of_today() -> None:
    assert not RETIRED.keys() & CURRENCIES.keys()
    assert all(one.successor in CURRENCIES and one.factor > 0 for one in RETIRED.values())


def test_every_weight_of_the_table_has_a_word_that_is_read() -> None:
    places = [
        read_place(place, mineral)
        for place in (*PLACES, "en-GH", "en-IQ", "en-PH", "en-MM", "mn-MN", "en-HK", "en-IN")
        for mineral in ("gold", "diamond", "tungsten", None)
    ]
    spoken = {unit for place in places for word in find_words(place).values() for unit in word.units}
    assert {key for key, unit in UNITS.items() if unit.kind == "mass"} <= spoken


def test_the_words_of_the_table_of_weights_mean_what_they_say() -> None:
    for unit in UNITS.values():
        for alias in unit.aliases:
            words = [
                find_words(read_place(f"{language}-XX", mineral))
                for language in ("en", "fr", "es", "pt", "ar", "id", "sw")
                for mineral in ("gold", "diamond", "tungsten", None)
            ]
            heard = [table[phrase_of(alias)] for table in words if phrase_of(alias) in table]
            if unit.kind == "mass" and "(" not in alias and heard and any(word.units for word in heard):
                assert any(unit.key in word.units for word in heard) or unit.region in ("Iraq", "Philippines"), alias


def test_pairs_of_prices_are_never_guessed_between_two_moneys() -> None:
    """Where two moneys are used, a bare sum is asked; where one is, it is that one's."""
    shares = [read_amount("300000", locale=place, expecting="money") for place in ("sw-TZ", "fr-CD")]
    assert [one.result for one in shares] == ["parsed", "ambiguous"]
    assert all(a != b for a, b in pairwise(one.currency for one in shares[1].readings))
