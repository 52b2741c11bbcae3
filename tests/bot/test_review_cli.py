"""The review door, as a program uses it: `language<TAB>text` in, the flags of each line out, whatever the line is."""

import json

from click.testing import CliRunner

from bot.cli.review import ORDER, review
from content.privacy import KINDS
from content.review.rules import rules


def _flags(lines: bytes) -> list[dict[str, object]]:
    done = CliRunner().invoke(review, ["--json"], input=lines)
    assert done.exit_code == 0
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_line_is_answered_in_order() -> None:
    lines = "en\tMy name is Joseph Mwita, call 0712 345 678\nfr\tOn a pesé 3,5 g\nar\tاسمي محمد عثمان\n"
    assert _flags(lines.encode()) == [{"flags": ["phone", "name"]}, {"flags": []}, {"flags": ["name"]}]


def test_a_bad_line_has_an_error_and_the_next_is_answered() -> None:
    bad = [b"no tab", b"", b"xx\tcall 0712 345 678", b"\xff\xfe\ten"]
    *errors, last = _flags(b"\n".join([*bad, b"en\tcall 0712 345 678 \xff"]))
    assert all(line["flags"] == [] and line["error"] for line in errors)
    assert len(errors) == len(bad)
    assert last == {"flags": ["phone"]}


def test_a_person_at_the_terminal_reads_what_was_found() -> None:
    said = CliRunner().invoke(review, ["my", "name", "is", "Joseph"]).stdout
    assert said.split() == ["name", "Joseph"]
    assert CliRunner().invoke(review, ["we", "washed", "3", "bags"]).stdout == "Nothing was found.\n"


def test_dangers_stand_behind_what_is_personal() -> None:
    line = "en\tMy name is Joseph Mwita, we burn the amalgam in the kitchen, it is quick\n"
    assert _flags(line.encode()) == [{"flags": ["name", "indoor-burn"]}]
    assert _flags(b"en\tNever burn the amalgam in the kitchen\n") == [{"flags": []}]


def test_a_person_at_the_terminal_reads_the_danger_and_its_card() -> None:
    said = CliRunner().invoke(review, ["we", "burn", "the", "amalgam", "in", "the", "kitchen"]).stdout
    assert "indoor-burn" in said
    assert "hs-mercury-retort" in said


def test_every_flag_has_its_place_in_the_order() -> None:
    assert set(ORDER) == {*KINDS, *(rule.name for rule in rules())}
    assert len(set(ORDER)) == len(ORDER) == 26


def test_without_a_text_it_says_what_it_wants() -> None:
    assert CliRunner().invoke(review, []).exit_code == 2
