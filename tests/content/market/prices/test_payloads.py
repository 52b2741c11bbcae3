"""Captured bodies of every source: what must be read from each, and what no parser may make of any bytes."""

import csv
import dataclasses
import importlib
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.market.prices import (
    banrep,
    bcb,
    bcrp,
    cbm,
    currencylayer,
    ecb,
    er_api,
    exchange_api,
    frankfurter,
    fred,
    gold_api,
    goldprice,
    lbma,
    metalpriceapi,
    metals_dev,
    world_bank,
)
from content.market.prices.bodies import Answer
from content.market.prices.guards import judge
from content.market.prices.limits import limits_of
from content.market.prices.money import per_dollar
from content.market.prices.quote import Down, Quote
from content.market.prices.sources import SOURCES
from tests.content.market.prices.workbooks import workbook

HERE = Path(__file__).parents[1]
Parse = Callable[[bytes], Answer]
PARSERS: dict[str, Parse] = {
    "lbma_gold_pm": partial(lbma.parse, auction="gold_pm"),
    "lbma_gold_am": partial(lbma.parse, auction="gold_am"),
    "lbma_silver": partial(lbma.parse, auction="silver"),
    "lbma_blocked": partial(lbma.parse, auction="gold_pm"),
    "gold_api_com": gold_api.parse,
    "goldprice": goldprice.parse,
    "open_er_api": er_api.parse,
    "frankfurter": frankfurter.parse,
    "fawazahmed0": exchange_api.parse,
    "ecb": ecb.parse,
    "metals_dev": metals_dev.parse,
    "metalpriceapi": metalpriceapi.parse,
    "currencylayer": currencylayer.parse,
    "banrep": banrep.parse,
    "bcb_ptax": bcb.parse,
    "bcrp": bcrp.parse,
    "cbm": cbm.parse,
    "fred_fredgraph": partial(fred.parse_csv, mineral="tin"),
    "fred_api": partial(fred.parse, mineral="copper"),
    "worldbank": world_bank.parse_csv,
    "bad_exchangerate_host": metalpriceapi.parse,
    "bad_xau_per_gram": gold_api.parse,
}
# What the notes beside the table say as well.
ALSO = {
    "goldprice_dbxrates_USD.json": [("60.5984", "USD/ozt")],
    "fawazahmed0_usd.json": [("2481.6", "TZS per USD")],
    "metals_dev_latest.json": [("10902.32", "USD/t")],
}
LAST_GOOD = Decimal("4214.70")


def cases() -> list[dict[str, str]]:
    with (HERE / "payloads_expected.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def read(file: str) -> Answer:
    longest = max((name for name in PARSERS if file.startswith(name)), key=len)
    return PARSERS[longest]((HERE / "payloads" / file).read_bytes())


def has(quotes: tuple[Quote, ...], value: str, unit: str, as_of: str = "") -> bool:
    """Tell whether one quote has this value, as many decimals as are given, unit and beginning of its moment."""
    places = Decimal(1).scaleb(Decimal(value).as_tuple().exponent)
    return any(
        one.value.quantize(places) == Decimal(value)
        and one.unit == unit
        and one.as_of.isoformat().startswith(as_of.removesuffix("Z"))
        for one in quotes
    )


def test_every_captured_body_is_in_the_table_and_every_source_has_one() -> None:
    assert {case["file"] for case in cases()} == {file.name for file in (HERE / "payloads").iterdir()}
    read_by = {
        getattr(getattr(parse, "func", parse), "__module__", "").rpartition(".")[2] for parse in PARSERS.values()
    }
    assert read_by == set(SOURCES)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["file"])
def test_a_captured_body_says_what_the_table_says(case: dict[str, str]) -> None:
    answer = read(case["file"])
    if case["expect"] == "down":
        assert isinstance(answer, Down)
        return
    assert isinstance(answer, tuple)
    unit = case["unit"].removesuffix(" tin") or "USD/ozt"
    assert has(answer, case["value"], unit, case["as_of"])
    for value, of_unit in ALSO.get(case["file"], []):
        assert has(answer, value, of_unit)
    if case["expect"] == "reject":
        value = next(one.value for one in answer if one.mineral == "gold")
        alone = judge(limits_of("gold"), LAST_GOOD, {"it": value})
        beside = judge(limits_of("gold"), LAST_GOOD, {"it": value, "other": Decimal("4215.3")})
        assert alone.value == LAST_GOOD and not alone.is_accepted
        assert beside.value == Decimal("4215.3") and beside.faults["it"] in ("implausible", "unit_error:per_gram")


def test_an_inverse_of_three_digits_is_marked_as_coarse_and_one_of_five_is_not() -> None:
    coarse, fine = read("currencylayer_style_inverse_trap.json"), read("fawazahmed0_usd.json")
    assert isinstance(coarse, tuple) and isinstance(fine, tuple)
    assert [one.is_coarse for one in coarse if one.mineral == "gold"] == [True]
    assert [(one.is_coarse, one.direction) for one in fine if one.mineral == "gold"] == [(False, "inverse")]


def test_a_central_bank_that_frankfurter_excluded_changes_nothing_and_a_blend_without_support_is_left_out() -> None:
    body = (HERE / "payloads" / "frankfurter_v2_expand_providers.json").read_bytes()
    assert isinstance(frankfurter.parse(body), tuple)
    assert frankfurter.parse(body.replace(b'"rate": 2480.9,', b'"rate": 29770.8,')) == Down(
        "frankfurter", "no price in it"
    )


def test_rates_per_euro_become_rates_per_dollar_by_the_same_banks_dollar() -> None:
    answer = read("ecb_eurofxref-daily.xml")
    assert isinstance(answer, tuple)
    by_code = {one.currency: one for one in per_dollar(answer)}
    assert by_code["EUR"].value == Decimal("0.85171621") and by_code["EUR"].unit == "EUR per USD"
    assert by_code["ZAR"].value == Decimal("17.11200068")
    assert "USD" not in by_code


def test_the_pink_sheet_gives_each_metal_its_own_newest_month() -> None:
    answer = read("worldbank_pinksheet_monthly_rows.csv")
    assert isinstance(answer, tuple)
    assert {one.mineral: (str(one.value), f"{one.as_of:%Y-%m}") for one in answer} == {
        "copper": ("10874.2", "2026-10"),
        "tin": ("37120.0", "2026-10"),
        "zinc": ("3002.7", "2026-09"),
        "gold": ("4188.35", "2026-10"),
        "silver": ("60.42", "2026-10"),
        "platinum": ("1701.1", "2026-10"),
    }


def test_the_moving_address_of_the_pink_sheet_is_found_in_its_page() -> None:
    link = "https://thedocs.worldbank.org/en/doc/74e8be41-0050012026/related/CMO-Historical-Data-Monthly.xlsx"
    assert world_bank.find_link(f'<a href="{link}">Monthly prices</a>'.encode()) == link
    with pytest.raises(ValueError, match="names no file"):
        world_bank.find_link(b'<a href="https://evil.example/CMO-Historical-Data-Monthly.xlsx">')


@pytest.mark.parametrize(
    "figure", ["null", "0", '""', '"n.d."', "NaN", "Infinity", "-4214.7", "true", "[]", "1e400", '"٤٢١٤"']
)
def test_what_is_no_price_is_down_and_never_zero(figure: str) -> None:
    body = f'{{"price": {figure}, "symbol": "XAU", "updatedAt": "2026-11-23T11:59:02Z"}}'
    assert isinstance(gold_api.parse(body.encode()), Down)


def test_entities_in_xml_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    assert isinstance(ecb.parse(bomb), Down)


def test_every_file_beside_the_parsers_is_a_listed_source_or_known_to_be_none() -> None:
    folder = Path(gold_api.__file__).parent
    fetching = {file.stem for file in folder.glob("*.py") if "\nasync def fetch(" in file.read_text(encoding="utf-8")}
    assert fetching == set(SOURCES)
    for key, source in SOURCES.items():
        module = importlib.import_module(f"content.market.prices.{key}")
        assert key == module.SOURCE and source.load() is module.fetch
        assert module.HOSTS and all("/" not in host for host in module.HOSTS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize("name", PARSERS)
@given(body=st.binary(max_size=200))
@example(body=b"\r\x00")
def test_no_bytes_make_a_parser_raise(name: str, body: bytes) -> None:
    assert isinstance(PARSERS[name](body), Down)


@pytest.mark.parametrize("file", sorted(file.name for file in (HERE / "payloads").iterdir()))
@given(data=st.data())
def test_no_damage_to_a_real_body_makes_its_parser_raise(file: str, data: st.DataObject) -> None:
    body = bytearray((HERE / "payloads" / file).read_bytes())
    at = data.draw(st.integers(0, len(body) - 1))
    until = data.draw(st.integers(at, min(len(body), at + 40)))
    body[at:until] = data.draw(st.binary(max_size=12) | JSON.map(lambda value: repr(value).encode()))
    longest = max((name for name in PARSERS if file.startswith(name)), key=len)
    answer = PARSERS[longest](bytes(body))
    assert isinstance(answer, Down) or all(one.value > 0 and dataclasses.is_dataclass(one) for one in answer)


PINK_SHEET = [
    ["World Bank Commodity Price Data (The Pink Sheet)"],
    ["", "Copper", "Tin", "Zinc **"],
    ["", "($/mt)", "($/mt)", "($/mt)"],
    ["2026M09", 10790.8, 37251.6, 3002.7],
    ["2026M10", 10874.2, 37120.0, "…"],
]


def test_the_pink_sheet_is_read_from_a_workbook_too() -> None:
    answer = world_bank.parse(workbook("Monthly Prices", PINK_SHEET))
    assert isinstance(answer, tuple)
    assert {one.mineral: (str(one.value), one.unit, f"{one.as_of:%Y-%m}") for one in answer} == {
        "copper": ("10874.2", "USD/t", "2026-10"),
        "tin": ("37120.0", "USD/t", "2026-10"),
        "zinc": ("3002.7", "USD/t", "2026-09"),
    }
    assert isinstance(world_bank.parse(workbook("Something else", PINK_SHEET)), Down)
    assert isinstance(world_bank.parse(workbook("Monthly Prices", [])), Down)


def test_a_workbook_that_would_unpack_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world_bank, "MOST_UNPACKED", 1_000)
    assert world_bank.parse(workbook("Monthly Prices", PINK_SHEET)) == Down("world_bank", "it would unpack to too much")


@given(st.data())
def test_no_damage_to_a_workbook_makes_its_parser_raise(data: st.DataObject) -> None:
    body = bytearray(workbook("Monthly Prices", PINK_SHEET))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(1, 8))] = data.draw(st.binary(max_size=8))
        if not body:
            return
    assert isinstance(world_bank.parse(bytes(body)), tuple | Down)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_workbooks_parser_raise(body: bytes) -> None:
    for head in (b"", b"PK\x03\x04"):
        assert isinstance(world_bank.parse(head + body), Down)
        assert frankfurter.read_codes(head + body) == frozenset()
