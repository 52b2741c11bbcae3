"""The doors for other programs, as a program uses them: lines in, one JSON object a line out, whatever the line is."""

import json

from click.testing import CliRunner

from bot.cli.calc import DOORS, calc

OFFER = (
    '{"quantity": "3", "unit": "gram", "purity_kind": "karat", "purity": "22", "spot": "4200", "spot_unit": "ozt",'
    ' "currency": "TZS", "rate": "2480", "offer": "640000", "basis": "total"}'
)


def test_each_line_is_answered_in_order_and_a_broken_one_refused() -> None:
    lines = "\n".join((OFFER, "nonsense", "[1]", OFFER.replace('"3"', "NaN"), OFFER.replace('"3"', "3.0"), "[" * 9999))
    done = CliRunner().invoke(calc, ["offer", "--json"], input=lines)
    first, *broken, nan, number, deep = (json.loads(line) for line in done.stdout.splitlines())
    assert done.exit_code == 0
    assert first == {
        "grams": "3",
        "fineness": "0.91666667",
        "fair_per_gram": "306975.32823726",
        "fair_total": "920925.98471178",
        "share_percent": "69.5",
        "verdict": "low",
    }
    assert {one["result"] for one in (*broken, deep)} == {"refused"}
    assert nan["verdict"] == "refuse"
    assert number == first


def test_a_number_of_json_keeps_all_its_digits() -> None:
    done = CliRunner().invoke(calc, ["offer", "--json"], input=OFFER.replace('"3"', "3.00000000000000000001"))
    assert json.loads(done.stdout)["grams"] == "3.00000000000000000001"


def test_a_weighing_is_answered_too() -> None:
    line = '{"grams_in_air": "20.00", "grams_in_water": "18.86", "water_celsius": "20", "scale_grams": "0.01"}'
    done = CliRunner().invoke(calc, ["purity", "--json"], input=line)
    assert json.loads(done.stdout) == {
        "density": "17.512",
        "fineness_low": "0.8611",
        "fineness_high": "0.9226",
        "karat_low": "20.7",
        "karat_high": "22.1",
        "verdict": "estimate",
    }


def test_the_help_of_a_door_tells_what_it_reads_and_how_it_rounds() -> None:
    said = CliRunner().invoke(calc, ["offer", "--help"]).stdout
    assert "per_fine_gram" in said
    assert "half up" in said
    assert all(door in CliRunner().invoke(calc, ["--help"]).stdout for door in DOORS)


def test_without_json_a_door_says_what_it_wants() -> None:
    done = CliRunner().invoke(calc, ["purity"])
    assert done.exit_code == 2
    assert "Give --json" in done.stderr
