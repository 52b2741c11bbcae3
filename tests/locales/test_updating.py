from pathlib import Path

import pytest

from bot.cli import sentences
from bot.cli.sentences import Key, collect_sentences, update_catalogue
from content.catalogues import check_catalogue, load_catalogue

COUNTED: Key = ("{n} card.", "{n} cards.")


def test_sentences_are_collected_from_say_say_count_tables_and_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("bot/sandbox", "content", "handlers"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "handlers" / "one.py").write_text(
        'context.say("First.")\nsay("In two " "parts.")\nTABLE = {1: sentence("Third.")}\n'
        'say.say_count("{n} card.", "{n} cards.", 3)\nraise MemberError("Fifth {n}.", n=1)\n'
        'text.count("a")\nsay(TABLE[1])\nsay(f"Not {this}.")\ndef say(words="x"): ...\n',
        encoding="utf-8",
    )
    (tmp_path / "content" / "two.py").write_text('say("First.")\n', encoding="utf-8")
    (tmp_path / "bot" / "sandbox" / "three.py").write_text('person.say("Hello bot.")\n', encoding="utf-8")
    monkeypatch.setattr(sentences, "ROOT", tmp_path)
    assert collect_sentences() == {
        "First.": {"handlers/one.py", "content/two.py"},
        "In two parts.": {"handlers/one.py"},
        "Third.": {"handlers/one.py"},
        COUNTED: {"handlers/one.py"},
        "Fifth {n}.": {"handlers/one.py"},
    }


def test_an_update_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "sw" / "messages.po"
    assert update_catalogue(file, "sw", {"One.": {"a.py"}, "Two.": {"a.py"}}) == (2, 2)
    file.write_text(file.read_text(encoding="utf-8").replace('"One."\nmsgstr ""', '"One."\nmsgstr "Moja."'))
    assert update_catalogue(file, "sw", {"One.": {"b.py"}, "One!": {"a.py"}}) == (2, 1)
    words = file.read_text(encoding="utf-8")
    assert load_catalogue(file, "sw").sentences == {"One.": "Moja."}
    assert "Two." not in words
    assert "fuzzy" not in words
    assert "#: b.py\n" in words


def test_an_update_writes_the_same_bytes_again(tmp_path: Path) -> None:
    file = tmp_path / "messages.po"
    wanted: dict[Key, set[str]] = {"Two {n}.": {"b.py", "a.py"}, "One.": {"a.py"}, COUNTED: {"c.py"}}
    update_catalogue(file, "ar", wanted)
    first = file.read_bytes()
    update_catalogue(file, "ar", dict(reversed(wanted.items())))
    assert file.read_bytes() == first
    assert b"Date" not in first
    assert first.count(b"msgstr[") == 6


def test_a_fuzzy_entry_stays_fuzzy_until_a_person_decides(tmp_path: Path) -> None:
    file = tmp_path / "messages.po"
    file.write_text('msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "One."\nmsgstr "Mbili."\n', encoding="utf-8")
    update_catalogue(file, "sw", {"One.": {"a.py"}})
    assert [flaw.what for flaw in check_catalogue(file, "sw", ["One."])] == ["marked fuzzy: One."]


def test_a_sentence_that_becomes_counted_is_translated_anew(tmp_path: Path) -> None:
    file = tmp_path / "messages.po"
    file.write_text('msgid ""\nmsgstr ""\n\nmsgid "{n} card."\nmsgstr "{n} kadi."\n', encoding="utf-8")
    assert update_catalogue(file, "sw", {COUNTED: {"a.py"}}) == (1, 1)
