"""What studies found and what the law takes off: as the files say it, and no file that slips is read."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from content.countries import load_countries
from content.errors import ContentFlaw
from content.market.deductions import find_deductions, load_deductions, net_of
from content.market.minerals import MINERALS
from content.market.offers import share_of
from content.market.rounding import round_half_up
from content.market.shares import SHARES_FILE, find_shares, load_shares


def test_shares_and_deductions_are_of_known_minerals_and_countries() -> None:
    known = load_countries()
    for one in (*load_shares(), *load_deductions()):
        assert one.mineral in MINERALS
        assert one.country in {"", *known}
        assert 2000 <= one.year <= date(2026, 11, 26).year


def test_in_congo_the_studies_of_its_pits_are_told_and_elsewhere_those_of_other_pits() -> None:
    shares = load_shares()
    here = find_shares(shares, mineral="gold", step="pit", country="CD")
    assert [(one.year, one.of, one.low, one.high) for one in here] == [
        (2014, "trader", 33, 50),
        (2011, "world", 31, 31),
    ]
    assert {one.country for one in find_shares(shares, mineral="gold", step="pit", country="TZ")} == {"CD", "KE", "BF"}
    assert find_shares(shares, mineral="gold", step="site", country="KE")[0].country == "KE"
    assert find_shares(shares, mineral="coltan", step="pit", country="CD") == ()


def test_a_tanzanian_offer_is_a_larger_share_of_what_the_law_leaves() -> None:
    fair, offer = Decimal(306_975), Decimal(275_000)
    refinery, bank = find_deductions(load_deductions(), mineral="gold", country="TZ")
    assert (refinery.buyer, bank.buyer) == ("refinery", "central_bank")
    net = net_of(fair, refinery.percent)
    assert round_half_up(net, 0) == 284_566
    assert round_half_up(share_of(offer, fair), 1) == Decimal("89.6")
    assert round_half_up(share_of(offer, net), 1) == Decimal("96.6")


def test_a_levy_by_the_kilogram_is_taken_off_the_pure_grams() -> None:
    (levy,) = find_deductions(load_deductions(), mineral="gold", country="UG")
    assert net_of(Decimal(13_500), levy.percent, per_kg=levy.usd_per_kg, pure_g=Decimal(100)) == 13_480
    assert net_of(Decimal(1), Decimal(0), per_kg=Decimal(200), pure_g=Decimal(100)) == 0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('step = "pit"', 'step = "mine"'),
        ('low = "33"', "low = 33"),
        ('low = "33"', 'low = "NaN"'),
        ('low = "33"', 'low = "a third"'),
        ('low = "33"', 'low = "60"'),
        ("year = 2014", 'year = "2014"'),
        ("year = 2014", "years = 2014"),
        ('study = "BGR, page on conflict minerals"', 'study = ""'),
        ("[[share]]", "[[shares]]"),
    ],
)
def test_a_slip_in_a_table_is_named(tmp_path: Path, right: str, wrong: str) -> None:
    file = tmp_path / "shares.toml"
    text = SHARES_FILE.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(ContentFlaw, match=r"shares\.toml"):
        load_shares(file)
