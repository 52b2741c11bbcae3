"""What a reviewer is warned of, and what is left alone: a warning, a question, history, prices."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.guidance.library import Library
from content.privacy import KINDS
from content.review import Flag, flags
from content.review.judging import learned
from content.review.rules import Rule, rules
from content.reviewing import DANGEROUS, FLAGS, found_flags, weigh
from content.search.frequent import LANGUAGES
from scripts.review_wordings import review_stamp, review_wordings, texts_of

HITS = [(rule.name, language, text) for rule in rules() for language, text in rule.hits]
HARMLESS = [(rule.name, language, text) for rule in rules() for language, text in rule.harmless]
MESSAGE = 4096


def _names(text: str, language: str) -> set[str]:
    return {flag.name for flag in flags(text, language)}


@pytest.mark.parametrize(("name", "language", "text"), HITS)
def test_what_a_rule_is_for_is_flagged(name: str, language: str, text: str) -> None:
    assert name in _names(text, language)


@pytest.mark.parametrize(("name", "language", "text"), HARMLESS)
def test_what_only_looks_like_it_is_left(name: str, language: str, text: str) -> None:
    assert not _names(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Put more m3rcury in the mill and more g0ld comes out",
        "Put more m e r c u r y in the mill and more gold comes out",
        "Put more mer\u200bcury in the mill and more gold comes out",
        "PUT MORE MERCURY IN THE MILL AND MORE GOLD COMES OUT",
        "Put more mеrсury in the mill and more gold comes out",  # Cyrillic letters that look the same
    ],
)
def test_a_disguised_word_is_read_as_what_it_says(text: str) -> None:
    assert "mercury-up" in _names(text, "en")


def test_a_danger_in_the_middle_of_a_long_story_is_found() -> None:
    calm = "Our group meets on Sundays and we write the weights in the book. " * 12
    assert not _names(calm, "en")
    assert "indoor-burn" in _names(f"{calm} We burn the amalgam in the kitchen, it is quick. {calm}", "en")


def test_a_flag_brings_its_reason_and_the_card_whose_never_line_fits() -> None:
    (found,) = (flag for flag in flags("We burn the amalgam in the kitchen", "en") if flag.name == "indoor-burn")
    assert found == Flag("indoor-burn", "burning amalgam near people", "hold", "hs-mercury-retort")


def test_a_story_with_dangerous_advice_waits_for_the_expert_of_its_field() -> None:
    found = found_flags("My name is Joseph Mwita and we burn the amalgam in the kitchen", "en")
    assert found == ("name", "indoor-burn")
    assert weigh(found) == (DANGEROUS, "doctor")


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_reviewers_read_the_reason_of_every_rule_in_their_language(rule: Rule) -> None:
    assert FLAGS[rule.name].reason == rule.reason
    assert rule.card in Library.load().cards


def test_twenty_dangers_are_known_and_a_recipe_a_harm_or_hate_is_never_published_as_it_stands() -> None:
    assert len({rule.name for rule in rules()} - set(KINDS)) == 20
    assert {rule.name for rule in rules() if rule.severity == "block"} == {
        "explosive-mix",
        "asks-for-harm",
        "incitement",
    }


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.sampled_from([*LANGUAGES, "", "xx"]))
def test_no_text_makes_it_fail(text: str, language: str) -> None:
    assert _names(text, language) <= {rule.name for rule in rules()}


@pytest.mark.parametrize("seed", ["", " ", "a", "\ud800", "\u202e", "burn ", "m3rcury ", "a b ", "زئبق ", "?؟", "\0"])
def test_a_message_full_of_one_thing_is_read_to_its_end(seed: str) -> None:
    assert _names((seed * MESSAGE)[:MESSAGE], "en") <= {rule.name for rule in rules()}


def test_the_verdict_was_learned_from_the_wordings_as_they_are() -> None:
    assert learned().stamp == review_stamp(), "Run `make learn`: rules, concepts or wordings have changed since."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_teaches_hits_and_look_alikes_of_every_danger(language: str) -> None:
    taught = {(flag, one.is_bad) for one in review_wordings() if one.language == language for flag in one.flags}
    assert taught - {("any", False)} == {(rule.name, is_bad) for rule in rules() for is_bad in (True, False)}


def test_a_family_of_wordings_gives_each_choice() -> None:
    assert texts_of("{we|they} dig {here|there}") == ["we dig here", "we dig there", "they dig here", "they dig there"]
    assert len(texts_of("{a|b|c}{a|b|c}")) == 5
