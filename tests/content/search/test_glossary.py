from collections import defaultdict
from pathlib import Path

import pytest

from content.errors import CardFlaw
from content.search.fold import words
from content.search.frequent import LANGUAGES
from content.search.glossary import FOLDER, Glossary, glossary, read_concepts
from content.search.topics import TOOLS, topics


def hear(text: str, language: str) -> set[str]:
    return set(glossary().hear(words(text), language))


def test_there_are_many_concepts_and_none_lacks_a_language() -> None:
    concepts = read_concepts()
    assert len(concepts) >= 250
    assert sum(len(forms) for concept in concepts for forms in concept.forms.values()) >= 14_000
    assert all(concept.forms[language] for concept in concepts for language in LANGUAGES)


def test_no_form_stands_twice_in_one_concept() -> None:
    for concept in read_concepts():
        for language, forms in concept.forms.items():
            assert len(set(forms)) == len(forms), (concept.id, language)


# Words that mean two things in one language; both are heard, and the rest of the question decides.
DOUBLE = {
    frozenset(pair.split())
    for pair in (
        "carat-gem purity",
        "how-much price",
        "bank open-pit",
        "advance food",
        "alcohol swallow",
        "bank lease",
        "breaker price-moves",
        "breathless drown",
        "burn fire lamp",
        "candle local-unit",
        "candle goes-out",
        "child electric",
        "crush pillar",
        "dam tank",
        "danger poison",
        "electric today",
        "equipment kit",
        "eye sample",
        "formalise licence",
        "goes-out unconscious",
        "lease wages",
        "licence noise",
        "offer symptom",
        "outside pipe",
        "pollution spill",
        "pot village",
        "rights taboo",
        "savings share-out",
    )
}


def test_no_other_word_means_two_things_in_one_language() -> None:
    meant: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for concept in read_concepts():
        for language, forms in concept.forms.items():
            for form in forms:
                meant[language, " ".join(words(form))].add(concept.id)
    double = {key: sorted(concepts) for key, concepts in meant.items() if len(concepts) > 1}
    assert [key for key, concepts in double.items() if frozenset(concepts) not in DOUBLE] == []


def test_everyday_words_around_the_pit_are_heard_in_every_language() -> None:
    for text, language, concept in [
        ("waist dey pain me after the shift", "en", "back-pain"),
        ("the machine broke down and no spare parts", "en", "repair"),
        ("on m'a volé cette nuit", "fr", "night"),
        ("j'ai perdu ma carte d'identité", "fr", "id-card"),
        ("simu yangu iko wapi, laini imepotea", "sw", "phone"),
        ("duara la zamani lina nini", "sw", "old-workings"),
        ("me quieren sacar en el regateo", "es", "haggle"),
        ("la retro llegó ayer", "es", "excavator"),
        ("meu falecido marido tinha um barranco", "pt", "inheritance"),
        ("perdi o bebê no garimpo", "pt", "miscarriage"),
        ("arah angin ke rumah", "id", "wind"),
        ("ktp saya hilang", "id", "id-card"),
        ("الموتر عطلان وما في اسبيرات", "ar", "repair"),
        ("ana khayef shadid", "ar", "fear"),
    ]:
        assert concept in hear(text, language), (text, hear(text, language))


def test_karat_and_carat_share_a_word_and_both_are_heard() -> None:
    for text, language in [
        ("18 carats", "fr"),
        ("karati", "sw"),
        ("quilate", "es"),
        ("quilate", "pt"),
        ("قيراط", "ar"),
    ]:
        assert {"purity", "carat-gem"} <= hear(text, language), language


def test_a_longer_phrase_wins_over_the_words_in_it() -> None:
    assert hear("air raksa", "id") == {"mercury"}
    assert hear("sans mercure", "fr") == {"without-mercury"}


def test_a_word_means_what_it_means_in_the_language_of_the_text() -> None:
    assert "water" in hear("air sungai", "id")
    assert "water" not in hear("air sungai", "fr")
    assert "gold" in hear("le prix de l'or", "fr")
    assert "gold" not in hear("gold or mercury", "en") - hear("gold", "en")


def test_words_of_other_languages_are_heard_in_passing() -> None:
    assert "mercury" in hear("mercury inanitetemesha", "sw")


def test_arabic_in_latin_letters_is_heard_by_its_consonants() -> None:
    assert {"mercury", "burn"} <= hear("kif na7reg elzeybag", "ar")
    assert "electric" in hear("el kahraba darabto", "ar")


def test_every_concept_of_a_subject_is_in_the_glossary() -> None:
    known = glossary().ids
    for topic in topics().all.values():
        assert topic.related <= {*known, "*"}, topic.id


def test_every_planned_card_and_tool_is_a_subject() -> None:
    planned = (FOLDER.parent / "catalogue.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert {line.split("\t")[0] for line in planned} | set(TOOLS) <= topics().all.keys()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "gold.toml").write_text('meaning = "gold"\n[forms]\nen = ["gold"]\n', encoding="utf-8")
    with pytest.raises(CardFlaw, match=r"gold\.toml"):
        Glossary.load(tmp_path)
    (tmp_path / "gold.toml").write_text("meaning =", encoding="utf-8")
    with pytest.raises(CardFlaw, match=r"gold\.toml"):
        Glossary.load(tmp_path)
