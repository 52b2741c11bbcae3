"""Who says that they are a child is heard in seven languages; years at work, depths and others' children are not."""

import pytest

from content.ages import says_under_18


@pytest.mark.parametrize(
    "text",
    [
        "I am 14 years old and I carry sacks after school.",
        "I’m only fifteen, and we tried a new carpet",
        "J’ai 15 ans et j'ai construit une cornue.",
        "j'ai quatorze ans, je lave le sable",
        "Nina miaka 15 na nachimba na kaka yangu.",
        "Umri wangu ni miaka 13",
        "Tengo 16 años y lavo oro con mi mamá.",
        "Tenho 13 anos e lavo cascalho.",
        "Umur saya 15 tahun, saya membuat retort.",
        "saya baru berumur 12",
        "عمري ١٥ سنة وبنيت معوجة",
        "انا عندي 14 سنة",
        "ana 3omri 16",
    ],
)
def test_a_child_is_heard(text: str) -> None:
    assert says_under_18(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am 34 years old and I built a retort.",
        "I am 18 years old",
        "I am 12 metres down and the air is bad.",
        "J'ai 15 ans d'expérience dans l'or.",
        "J'ai 10 ans dans la mine.",
        "Nina miaka 10 kwenye machimbo.",
        "Tengo 15 años de minero.",
        "Tenho 12 anos de garimpo.",
        "Tambang kami umur 15 tahun",
        "My son is 14 years old and I keep him away.",
        "عندي 10 سنوات خبرة",
        "عمري ٤٠ سنة",
        "",
    ],
)
def test_work_depth_and_others_are_not_a_child(text: str) -> None:
    assert not says_under_18(text)
