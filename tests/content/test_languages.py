from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content.catalogues import check_catalogue, load_catalogue
from content.errors import CatalogueFlaw
from content.languages import CODES, LANGUAGES, Speaker, language_of_client, read_language, speaker

HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: {forms}\\n"\n\n'
TWO_FORMS = "nplurals=2; plural=(n != 1);"
SIX_FORMS = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
OTHER = 'msgid "Other."\nmsgstr "Nyingine."\n\n'


def write(tmp_path: Path, entries: str, forms: str = TWO_FORMS) -> Path:
    file = tmp_path / "messages.po"
    file.write_text(HEAD.format(forms=forms) + entries, encoding="utf-8")
    return file


def speak(tmp_path: Path, entries: str, code: str = "sw", forms: str = TWO_FORMS) -> Speaker:
    return Speaker(LANGUAGES[code], load_catalogue(write(tmp_path, entries, forms), code))


def test_the_seven_languages_are_offered_in_order() -> None:
    assert CODES == ("en", "fr", "sw", "es", "pt", "id", "ar")
    assert [code for code in CODES if LANGUAGES[code].direction == "rtl"] == ["ar"]
    assert LANGUAGES["sw"].name == "Kiswahili"


@pytest.mark.parametrize(
    ("client", "code"),
    [
        ("sw", "sw"),
        ("pt-br", "pt"),
        ("PT_BR", "pt"),
        ("in", "id"),
        ("ms", "id"),
        ("ar-SD", "ar"),
        ("ln", "fr"),
        ("de", "en"),
        ("", "en"),
        ("-", "en"),
        (None, "en"),
    ],
)
def test_the_language_of_a_phone_is_guessed(client: str | None, code: str) -> None:
    assert language_of_client(client) == code


def test_no_client_language_means_two_of_ours() -> None:
    guesses = [guess for language in LANGUAGES.values() for guess in language.guesses]
    assert len(guesses) == len(set(guesses))


def test_english_needs_no_catalogue() -> None:
    say = speaker("en")
    assert say("Take {count} of these.", count=3) == "Take 3 of these."
    assert say.say_count("{n} card.", "{n} cards.", 1) == "1 card."
    assert say.say_count("{n} card.", "{n} cards.", 0) == "0 cards."
    assert say.say_count("{n} card for {who}.", "{n} cards for {who}.", 1200, who="you") == "1,200 cards for you."


def test_a_translated_sentence_is_said_and_a_missing_one_is_english(tmp_path: Path) -> None:
    say = speak(tmp_path, 'msgid "Take {this}."\nmsgstr "Chukua {this}."\n\nmsgid "Go."\nmsgstr ""\n')
    assert say("Take {this}.", this="A") == "Chukua A."
    assert say("Go.") == "Go."
    assert say("Never heard {of}.", of="it") == "Never heard it."


def test_braces_in_a_value_are_only_letters(tmp_path: Path) -> None:
    assert speaker("en")("You said {words}.", words="{words} {0} {x.y}") == "You said {words} {0} {x.y}."


def test_a_value_that_is_not_given_is_our_own_error() -> None:
    with pytest.raises(KeyError):
        speaker("en")("Take {this}.", that="A")


def test_a_fuzzy_entry_is_skipped(tmp_path: Path) -> None:
    say = speak(tmp_path, OTHER + '#, fuzzy\nmsgid "Go."\nmsgstr "Kaa."\n')
    assert say("Go.") == "Go."
    assert say("Other.") == "Nyingine."


def test_a_fuzzy_header_does_not_silence_a_language(tmp_path: Path) -> None:
    file = write(tmp_path, OTHER)
    file.write_text("#, fuzzy\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_catalogue(file, "sw").sentences["Other."] == "Nyingine."


@pytest.mark.parametrize("wrong", ["Chukua {hii}.", "Chukua.", "Chukua {this} {that}.", "Chukua {this", "Chukua {}."])
def test_a_translation_with_other_placeholders_is_not_said(tmp_path: Path, wrong: str) -> None:
    file = write(tmp_path, OTHER + f'msgid "Take {{this}}."\nmsgstr "{wrong}"\n')
    assert Speaker(LANGUAGES["sw"], load_catalogue(file, "sw"))("Take {this}.", this="A") == "Take A."
    (flaw,) = check_catalogue(file, "sw", ["Other.", "Take {this}."])
    assert (flaw.line, flaw.what) == (8, "placeholders differ from the English: Take {this}.")


def test_arabic_counts_with_six_forms(tmp_path: Path) -> None:
    forms = ["لا بطاقات", "بطاقة واحدة", "بطاقتان", "{n} بطاقات", "{n} بطاقة", "{n} بطاقة أخرى"]
    entry = 'msgid "{n} card."\nmsgid_plural "{n} cards."\n'
    entry += "".join(f'msgstr[{index}] "{form}"\n' for index, form in enumerate(forms))
    say = speak(tmp_path, entry, "ar", SIX_FORMS)
    said = [say.say_count("{n} card.", "{n} cards.", n) for n in (0, 1, 2, 3, 11, 100)]
    assert said == [
        *forms[:3],
        "\u20683\u2069 بطاقات",
        "\u206811\u2069 بطاقة",
        "\u2068100\u2069 بطاقة أخرى",
    ]


def test_plural_forms_that_are_not_whole_are_not_said(tmp_path: Path) -> None:
    entry = 'msgid "{n} card."\nmsgid_plural "{n} cards."\nmsgstr[0] "{n} kadi."\nmsgstr[1] ""\n'
    file = write(tmp_path, OTHER + entry)
    say = Speaker(LANGUAGES["sw"], load_catalogue(file, "sw"))
    assert say.say_count("{n} card.", "{n} cards.", 1) == "1 card."
    (flaw,) = check_catalogue(file, "sw", ["Other.", ("{n} card.", "{n} cards.")])
    assert flaw.what == "needs 2 plural forms, each with words: {n} card."


@pytest.mark.parametrize("entries", ["", 'msgid "Go."\nmsgstr ""\n', '#, fuzzy\nmsgid "Go."\nmsgstr "Kaa."\n'])
def test_an_offered_language_without_a_sentence_is_refused(tmp_path: Path, entries: str) -> None:
    with pytest.raises(CatalogueFlaw, match="holds no translated sentence"):
        load_catalogue(write(tmp_path, entries), "sw")


def test_a_missing_or_broken_catalogue_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(CatalogueFlaw, match="is missing"):
        load_catalogue(tmp_path / "messages.po", "sw")
    with pytest.raises(CatalogueFlaw) as caught:
        load_catalogue(write(tmp_path, OTHER + "what is this\n"), "sw")
    assert caught.value.line == 8
    with pytest.raises(CatalogueFlaw, match="Plural-Forms"):
        load_catalogue(write(tmp_path, OTHER, "nplurals=1; plural=n;"), "sw")


def test_what_is_gone_and_what_is_new_is_named(tmp_path: Path) -> None:
    flaws = check_catalogue(write(tmp_path, OTHER), "sw", ["New."])
    assert [flaw.what for flaw in flaws] == [
        "no longer said anywhere, run `languages update`: Other.",
        "not in the catalogue, run `languages update`: New.",
    ]


def test_values_are_isolated_where_scripts_mix(tmp_path: Path) -> None:
    entry = 'msgid "Hello {name}."\nmsgstr "مرحبا {name}."\n'
    assert speak(tmp_path, entry, "ar")("Hello {name}.", name="Amina") == "مرحبا \u2068Amina\u2069."
    assert speaker("en")("Hello {name}.", name="أمينة") == "Hello \u2068أمينة\u2069."
    assert speaker("en")("Hello {name}.", name="Amina 3") == "Hello Amina 3."


@pytest.mark.parametrize(
    ("code", "number", "day", "ago", "listed"),
    [
        ("en", "1,234.5", "23 Nov 2026", "2 hours ago", "a, b and c"),
        ("fr", "1\u202f234,5", "23 nov. 2026", "il y a 2 heures", "a, b et c"),
        ("sw", "1,234.5", "23 Nov 2026", "saa 2 zilizopita", "a, b na c"),
        ("es", "1.234,5", "23 nov 2026", "hace 2 horas", "a, b y c"),
        ("pt", "1.234,5", "23 nov. 2026", "há 2 horas", "a, b e c"),
        ("id", "1.234,5", "23 Nov 2026", "2 jam yang lalu", "a, b, dan c"),
        ("ar", "1,234.5", "23 نوفمبر 2026", "قبل ساعتين", "\u2068a\u2069 و\u2068b\u2069 و\u2068c\u2069"),
    ],
)
def test_numbers_and_times_are_said_as_their_readers_write_them(
    code: str, number: str, day: str, ago: str, listed: str
) -> None:
    say = speaker(code)
    assert say.number(Decimal("1234.5")) == number
    assert say.date(date(2026, 11, 23)) == day
    assert say.ago(timedelta(hours=2)) == ago
    assert say.list_of(["a", "b", "c"]) == listed
    assert say.time(datetime(2026, 11, 23, 21, 5, tzinfo=UTC), ZoneInfo("Africa/Dar_es_Salaam")) == "00:05"


def test_a_speaker_is_cached_and_cannot_be_changed() -> None:
    assert speaker("sw") is speaker("sw")
    with pytest.raises(FrozenInstanceError):
        speaker("sw").catalogue = None  # type: ignore[misc]  # the point of the test


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(CatalogueFlaw, match="xx"):
        speaker("xx")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('name = "Kiswahili"', "", '"name" is missing'),
        ("place = 3", 'place = "3"', '"place" is missing or not a int'),
        ('"ltr"', '"down"', '"direction" is "ltr" or "rtl"'),
        ('locale = "sw"', 'locale = "zz_QQ"', '"locale"'),
        ("offered = true", "offered = true\ncolour = 1", '"colour" is not known'),
        ("offered = true", "offered = ", "Invalid value"),
    ],
)
def test_wrong_language_settings_are_refused(tmp_path: Path, old: str, new: str, what: str) -> None:
    source = Path("locales/sw/language.toml").read_text(encoding="utf-8")
    file = tmp_path / "language.toml"
    file.write_text(source, encoding="utf-8")
    assert read_language(file).name == "Kiswahili"
    assert old in source
    file.write_text(source.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueFlaw) as caught:
        read_language(file)
    assert what in caught.value.what
