"""What is over and what happens now, told at length: a story is no cry without doubt, and no cry is lost in one.

Nothing is learned from `stories_and_cries.tsv`; one writer, no native speakers.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from content.search.emergency import alarm
from content.search.emergency.tense import LEAST_WORDS, tense
from content.search.frequent import LANGUAGES
from scripts.texts import STORIES, WORDINGS, stamp_of

FILE = Path(__file__).with_name("stories_and_cries.tsv")
EMERGENCIES = Path(__file__).with_name("emergencies.tsv")
DEMO = Path(__file__).parents[3] / "content" / "guidance" / "demo" / "experiences.tsv"
# Of ten in each language, and of seventy in all.
HEARD, SURE, FALSE, FALSE_SURE = 9, 6, 7, 2
HEARD_IN_ALL, FALSE_IN_ALL, FALSE_SURE_IN_ALL = 66, 28, 4
# Before stories were told from cries 57 of the demo's 117 were heard, 40 of them without doubt.
DEMO_FALSE, DEMO_FALSE_SURE = 33, 9
STILL_SURE = 0.65
OVER = {
    "en": "A trader from our row fell into the wash hole years back. We fished him out, he lived, and since then we "
    "keep a pole there.",
    "fr": "Quand quelqu'un tombe sans connaissance dans la galerie, chez nous personne ne le suit : on ventile "
    "d'abord.",
    "sw": "Mwenzetu aliungua na mafuta mwaka jana. Alipona, na sasa tunaweka kifuniko karibu na jiko.",
    "es": "A mi cuñado lo golpeó una roca, estuvo un mes en cama y sanó. Desde entonces todos llevamos casco.",
    "pt": "Meu tio levou um choque na bomba, sobreviveu, e desde então a gente desliga a chave antes de mexer.",
    "id": "Dulu paman saya tertimpa batu, sebulan di rumah sakit lalu sembuh. Sekarang kami selalu pakai helm.",
    "ar": "قبل سنين عمي وقعت فوقو صخرة وقعد شهر في المستشفى وطاب. من يومها كلنا بنلبس خوذة.",
}
STILL = {
    "en": "A trader from our row fell into the wash hole this noon. We fished him out but he still does not breathe.",
    "fr": "Ce matin il est tombé dans la galerie, on ventile depuis et il ne répond toujours pas.",
    "sw": "Mwenzetu aliungua na mafuta jana, tangu usiku analia na sasa hajitambui.",
    "es": "A mi cuñado lo golpeó una roca ayer, hasta ahora no despierta y le sale sangre del oído.",
    "pt": "Meu tio levou um choque na bomba de manhã, até agora não acordou e está ficando roxo.",
    "id": "Tadi pagi paman saya tertimpa batu, sampai sekarang kakinya masih terjepit dan dia menangis.",
    "ar": "الصباح عمي وقعت فوقو صخرة، ولحد هسع رجلو مزنوقة تحتها وبيصرخ.",
}


# How people end a cry: where they are, thanks, who they are. Nothing is learned from these ends.
ENDS = {
    "en": "we are near the water tower in Kibi, thanks and may God be with you all",
    "fr": "nous sommes près du château d'eau de Kibi, merci et que Dieu soit avec vous tous",
    "sw": "tuko karibu na tenki la maji Kibi, asanteni na Mungu awe nanyi nyote",
    "es": "estamos cerca del tanque de agua de Kibi, gracias y que Dios los acompañe a todos",
    "pt": "estamos perto da caixa d'água de Kibi, obrigado e que Deus acompanhe todos",
    "id": "kami dekat menara air Kibi, terima kasih dan Tuhan beserta kalian semua",
    "ar": "نحن جنب صهريج الموية في كيبي، شكرا والله معاكم كلكم",
}


@cache
def levels(language: str, told: str) -> tuple[str | None, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        texts = [row["text"] for row in rows if (row["language"], row["level"]) == (language, told)]
    heard = [alarm(text) for text in texts]
    return tuple(one.level if one else None for one in heard)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cry_that_begins_like_a_story_is_heard(language: str) -> None:
    heard = levels(language, "emergency")
    assert len(heard) == 10
    assert sum(level is not None for level in heard) >= HEARD
    assert heard.count("emergency") >= SURE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_of_a_danger_that_is_over_is_seldom_a_cry_without_doubt(language: str) -> None:
    heard = levels(language, "calm")
    assert len(heard) == 10
    assert sum(level is not None for level in heard) <= FALSE
    assert heard.count("emergency") <= FALSE_SURE


def test_over_all_languages_few_stories_and_nearly_all_cries_are_heard() -> None:
    cries = [level for language in LANGUAGES for level in levels(language, "emergency")]
    stories = [level for language in LANGUAGES for level in levels(language, "calm")]
    assert sum(level is not None for level in cries) >= HEARD_IN_ALL
    assert sum(level is not None for level in stories) <= FALSE_IN_ALL
    assert stories.count("emergency") <= FALSE_SURE_IN_ALL


def test_stories_as_members_share_them_are_seldom_taken_for_cries() -> None:
    with DEMO.open(encoding="utf-8", newline="") as file:
        stories = [max(row, key=len) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    heard = [alarm(story) for story in stories]
    assert sum(one is not None for one in heard) <= DEMO_FALSE
    assert sum(one is not None and one.level == "emergency" for one in heard) <= DEMO_FALSE_SURE


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_over_is_a_story_and_what_still_goes_on_is_a_cry(language: str) -> None:
    assert alarm(OVER[language]) is None
    still = alarm(STILL[language])
    assert still is not None and still.level == "emergency"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cry_that_ends_with_a_place_and_thanks_stays_one(language: str) -> None:
    with EMERGENCIES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        cries = [row["text"] for row in rows if row["language"] == language and row["expected"].startswith("emg-")]
    heard = [(alarm(cry), alarm(f"{cry}. {ENDS[language]}")) for cry in cries]
    assert sum(bare is not None and ended is None for bare, ended in heard) <= 1
    sure = [ended for bare, ended in heard if bare is not None and bare.level == "emergency"]
    assert sum(one is not None and one.level == "emergency" for one in sure) >= STILL_SURE * len(sure)


def test_a_call_for_help_between_calm_sentences_is_heard() -> None:
    before = "We came here with the cooperative and worked well."
    after = "The gold was fine and the food too."
    assert alarm(f"{before} Now he fell down the shaft and does not answer, help us. {after}") is not None


@pytest.mark.parametrize("text", ["my brother fell into the shaft", "mon frère est tombé dans le puits"])
def test_a_few_words_in_the_past_are_a_cry_all_the_same(text: str) -> None:
    assert len(text.split()) < LEAST_WORDS
    heard = alarm(text)
    assert heard is not None and heard.level == "emergency"


def test_what_was_learned_is_of_the_stories_as_they_are() -> None:
    assert tense().stamp == stamp_of(WORDINGS, STORIES), "Run `make learn`: stories or wordings have changed since."
