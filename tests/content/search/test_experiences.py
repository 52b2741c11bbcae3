"""What other miners tried is found across languages, at once gone when withdrawn, and never instead of the answer."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.search import as_object
from content.guidance.library import Library
from content.search.answer import Finder
from content.search.experiences import ExperienceIndex, Searchable, concepts_in

DEMO = Path(__file__).parents[3] / "content" / "guidance" / "demo" / "experiences.tsv"
FRENCH = Searchable(
    7,
    "fr",
    "Le soudeur nous a fait un appareil avec un coude. On récupère presque tout le vif argent dans le seau.",
    "hs-mercury-retort",
)
SWAHILI = Searchable(
    8, "sw", "Tulijaza maji ndani ya shimo la kale, ukuta ulianguka usiku. Sasa tunaweka mbao.", "hs-shaft-shoring"
)
SWAHILI_QUESTION = "nawezaje kutengeneza retort ya zebaki"


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder.load(Library.load())


def ids(finder: Finder, index: ExperienceIndex, text: str, language: str) -> list[str]:
    return [hit.id for hit in finder.find(text, language=language, experiences=index).experiences]


def test_a_question_in_swahili_finds_what_was_told_in_french(finder: Finder) -> None:
    assert ids(finder, ExperienceIndex.build([FRENCH, SWAHILI]), SWAHILI_QUESTION, "sw") == ["7"]


def test_without_a_card_it_is_found_by_what_the_words_mean(finder: Finder) -> None:
    index = ExperienceIndex.build([replace(FRENCH, card=None), replace(SWAHILI, card=None)])
    said = {"zebaki": 1.0}
    heard = dict.fromkeys(concepts_in("zebaki", "sw"), 1.0)
    assert [one.id for one in index.search(said, heard, [], "sw")] == [7]


def test_what_is_not_ours_finds_no_experience(finder: Finder) -> None:
    index = ExperienceIndex.build([FRENCH, SWAHILI])
    for text in ("how do I bake bread", "?", "", "\ud800", "who won the football"):
        assert ids(finder, index, text, "en") == []


def test_in_danger_nobody_is_shown_stories(finder: Finder) -> None:
    found = finder.find("the shaft fell in and my brother is under it help", language="en", experiences=_demo())
    assert found.outcome == "emergency"
    assert found.experiences == ()


def test_withdrawn_is_gone_at_once_and_stays_gone(finder: Finder) -> None:
    index = ExperienceIndex.build([FRENCH])
    index.remove(FRENCH.id)
    assert ids(finder, index, SWAHILI_QUESTION, "sw") == []
    index.commit()
    assert ids(finder, index, SWAHILI_QUESTION, "sw") == []
    assert not index.is_behind


def test_published_is_found_after_the_next_commit(finder: Finder) -> None:
    index = ExperienceIndex()
    assert ids(finder, index, SWAHILI_QUESTION, "sw") == []
    index.add(FRENCH)
    assert index.is_behind
    index.commit()
    assert ids(finder, index, SWAHILI_QUESTION, "sw") == ["7"]
    assert not index.is_behind


def test_what_was_changed_is_never_found_by_its_old_words(finder: Finder) -> None:
    index = ExperienceIndex.build([FRENCH])
    index.add(replace(SWAHILI, id=FRENCH.id))
    assert ids(finder, index, SWAHILI_QUESTION, "sw") == []
    index.commit()
    assert ids(finder, index, SWAHILI_QUESTION, "sw") == []
    index.add(FRENCH)
    index.remove(FRENCH.id)
    index.commit()
    assert ids(finder, index, SWAHILI_QUESTION, "sw") == []


def test_withdrawn_while_the_index_writes_is_still_gone(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    index = ExperienceIndex()
    index.add(FRENCH)
    document = index._document

    def withdrawn_meanwhile(row: Searchable) -> object:
        index.remove(row.id)
        return document(row)

    monkeypatch.setattr(index, "_document", withdrawn_meanwhile)
    index.commit()
    assert ids(finder, index, SWAHILI_QUESTION, "sw") == []
    assert index.is_behind


def test_the_withdrawn_leave_their_places_to_others(finder: Finder) -> None:
    index = ExperienceIndex.build(replace(FRENCH, id=number) for number in range(20))
    for number in range(15):
        index.remove(number)
    assert set(ids(finder, index, SWAHILI_QUESTION, "sw")) <= {"15", "16", "17", "18", "19"}
    assert len(ids(finder, index, SWAHILI_QUESTION, "sw")) == 3


def test_other_programs_get_cards_first_then_experiences(finder: Finder) -> None:
    index = ExperienceIndex.build([FRENCH])
    found = finder.find(SWAHILI_QUESTION, language="sw", rank_all=True, experiences=index)
    hits = as_object(found)["hits"]
    kinds = [hit["kind"] for hit in json.loads(json.dumps(hits))]
    assert [kind == "experience" for kind in kinds] == [False] * 4 + [True]
    assert as_object(found)["outcome"] == "sure"


def test_the_demo_stories_are_found_by_the_titles_of_their_cards(finder: Finder) -> None:
    library, index = Library.load(), _demo()
    stories = {str(number): row["card"] for number, row in enumerate(_rows(), 1)}
    right = []
    for card in sorted(set(stories.values())):
        for language, text in library.cards[card].texts.items():
            found = finder.find(text.title, language=language, experiences=index, is_calm=True)
            right.append(any(stories[hit.id] == card for hit in found.experiences))
    assert sum(right) / len(right) > 0.95


def _rows() -> list[dict[str, str]]:
    with DEMO.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, ("language", "card", "text"), delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def _demo() -> ExperienceIndex:
    rows = enumerate(_rows(), 1)
    return ExperienceIndex.build(Searchable(number, row["language"], row["text"], row["card"]) for number, row in rows)


def test_a_long_story_is_no_less_of_an_answer_than_a_short_one(finder: Finder) -> None:
    with DEMO.open(encoding="utf-8") as file:
        others = [row[2] for row in csv.reader(file, delimiter="\t") if row[0] == "fr"]
    told = replace(FRENCH, text=" ".join([FRENCH.text, *others])[:1500])
    index = ExperienceIndex.build([told, *(replace(SWAHILI, id=id) for id in range(20, 40))])
    assert ids(finder, index, SWAHILI_QUESTION, "sw") == ["7"]


def test_a_story_is_found_by_the_words_of_its_translation(finder: Finder) -> None:
    also = (("es", "El soldador nos hizo una campana chueca."),)
    index = ExperienceIndex.build([replace(FRENCH, card=None, also=also)])
    assert [one.id for one in index.search({"campana": 1.0, "chueca": 1.0}, {}, [], "es")] == [7]
