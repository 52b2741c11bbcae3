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
    # Said in other words, as people do who know that the plain ones are not taken.
    ("en", "the government people come tomorrow to the pits"),
    ("en", "three trucks of uniformed men on the road"),
    ("en", "they will burn the dredges tomorrow"),
    ("fr", "les gens du gouvernement viennent demain"),
    ("fr", "les corps habillés arrivent"),
    ("fr", "les forces de l'ordre arrivent vendredi"),
    ("sw", "watu wa serikali wanakuja kesho"),
    ("sw", "serikali inakuja machimboni"),
    ("sw", "kesho watatufukuza"),
    ("es", "la guardia viene"),
    ("es", "mañana hay interdicción"),
    ("es", "vienen a quemar las máquinas"),
    ("pt", "a federal está chegando"),
    ("pt", "vai ter operação amanhã"),
    ("id", "orang pemerintah datang besok"),
    ("id", "satgas turun hari Jumat"),
    ("ar", "الحملة جاية بكرة"),
    ("ar", "ناس الحكومة جايين بكرة"),
    ("ar", "الدعم السريع في الطريق"),
    ("en", "👮👮 at the pits tomorrow at six"),
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
    # The words of people who come, for what is no raid.
    ("en", "government hospital has no medicine against the snakes"),
    ("en", "the guard rail at the shaft is broken"),
    ("fr", "le gouvernement dit que le pont est cassé"),
    ("fr", "le contrôle du gaz a montré du mauvais air"),
    ("sw", "serikali ilisema daraja limevunjika"),
    ("es", "cuidado, la autoridad minera avisó que viene lluvia"),
    ("es", "el control de la bomba está roto"),
    ("pt", "a rodovia federal está rachando"),
    ("pt", "a operação da bomba parou e o poço encheu"),
    ("pt", "muitos tombos na lama, o poço está cheio"),
    ("id", "pemerintah bilang jembatan putus"),
    ("ar", "الحكومة قالت ان الجسر انهار"),
]


@pytest.mark.parametrize(("language", "text"), RAIDS)
def test_who_is_not_to_be_looked_for_is_heard(language: str, text: str) -> None:
    assert names_raid(text, language)


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_other_dangers_are_no_raids(language: str, text: str) -> None:
    assert not names_raid(text, language)
