"""What says where police or armed people are is heard in every language; other dangers are not taken for it."""

import pytest

from content.raids import names_raid

RAIDS = [
    ("en", "Police are coming to the site tomorrow"),
    ("en", "p0lice checkpoint at the bridge"),
    ("en", "armed men at the river"),
    ("en", "mines inspectors come on Friday"),
    ("fr", "La gendarmerie arrive demain au site"),
    ("fr", "L'armée est au carré minier"),
    ("fr", "des hommes armés sur la route"),
    ("sw", "Polisi wanakuja kesho machimboni"),
    ("sw", "askari wako njiani"),
    ("sw", "maafisa wa madini wanakuja leo"),
    ("es", "mañana hay operativo del ejército en la mina"),
    ("es", "gente armada en la trocha"),
    ("pt", "o ibama está chegando"),
    ("pt", "homens armados no rio"),
    ("id", "besok ada razia di lokasi"),
    ("id", "tentara sudah dekat tambang"),
    ("ar", "الشرطة قادمة غدا إلى الموقع"),
    ("ar", "الجيش في الطريق"),
    ("ar", "رجال مسلحين عند البئر"),
    # Written in another language than the rest of the chat.
    ("en", "la policía viene subiendo"),
]
OTHERS = [
    ("en", "There is a fake buyer in Geita with false notes"),
    ("en", "dynamite sticks lie beside the road, children play there"),
    ("fr", "le terrain se fissure près du barrage"),
    ("fr", "Un faux acheteur à Bunia paie avec de faux billets"),
    ("sw", "Kuna mnunuzi feki Geita mwenye noti bandia"),
    ("sw", "hewa mbaya kwenye shimo la zamani"),
    ("es", "la tierra se está agrietando"),
    ("pt", "o barranco está rachando"),
    ("id", "ada pembeli palsu bawa uang palsu"),
    ("ar", "الأرض تتشقق قرب الحفرة"),
]


@pytest.mark.parametrize(("language", "text"), RAIDS)
def test_who_is_not_to_be_looked_for_is_heard(language: str, text: str) -> None:
    assert names_raid(text, language)


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_other_dangers_are_no_raids(language: str, text: str) -> None:
    assert not names_raid(text, language)
