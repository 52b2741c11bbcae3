"""A story that is told is heard as one; a question, a wish, an alarm, an advert and a rule are not."""

import pytest

from content.search.telling import is_telling

STORIES = [
    (
        "en",
        "Last year we bought a second carpet for the sluice and washed it twice a day. We lost less and it paid off.",
    ),
    ("en", "I used to burn in a pan, then I built a retort from two bowls and my headaches stopped after some weeks."),
    (
        "en",
        "When the water came in we stopped the pump, we dug a drain on the high side and we went back after two days.",
    ),
    (
        "fr",
        "L'an dernier nous avons acheté un tapis plus épais et nous avons lavé deux "
        "fois. On a perdu moins d'or ensuite.",
    ),
    (
        "fr",
        "J'ai fabriqué une cornue avec deux bols, j'ai mis de l'eau dessus et je n'ai "
        "plus mal à la tête depuis un mois.",
    ),
    (
        "sw",
        "Mwaka jana tulinunua zulia jipya la sluice na tuliosha mchanga mara mbili kwa "
        "siku, na tulipata dhahabu zaidi.",
    ),
    (
        "sw",
        "Nilitengeneza retort kwa bakuli mbili, niliiweka nje ya nyumba na nikaacha "
        "kuumwa kichwa baada ya wiki tatu hivi.",
    ),
    (
        "es",
        "El año pasado compramos una alfombra más gruesa y lavamos dos veces al día. Sacamos más oro y gastamos menos.",
    ),
    (
        "es",
        "Hice una retorta con dos tazones, la puse afuera de la casa y después de un mes ya no tuve dolores de cabeza.",
    ),
    (
        "pt",
        "No ano passado compramos um tapete mais grosso e lavamos duas vezes por dia. "
        "Tiramos mais ouro e perdemos menos.",
    ),
    (
        "pt",
        "Fiz uma retorta com duas tigelas, usei fora de casa e depois de um mês não tive mais dor de cabeça nenhuma.",
    ),
    (
        "id",
        "Tahun lalu kami membeli karpet yang lebih tebal dan kami cuci dua kali sehari, "
        "lalu kami dapat emas lebih banyak.",
    ),
    ("id", "Dulu saya bakar di dapur, lalu saya buat retort dari dua mangkuk dan sakit kepala hilang setelah sebulan."),
    ("ar", "في العام الماضي اشترينا سجادة أسمك للمجرى وغسلنا الرمل مرتين في اليوم ثم حصلنا على ذهب أكثر من قبل بكثير"),
    ("ar", "كنت أحرق في المطبخ ثم صنعت معوجة من إناءين ووضعت الماء فوقها وبعد شهر ذهب الصداع الذي كان عندي كل يوم"),
]
OTHERS = [
    ("en", "How did you build the retort that you showed and what did you use for the pipe between the two bowls"),
    (
        "en",
        "We bought a new pump last year and we used it every day, what should we do when it does not start any more?",
    ),
    (
        "en",
        "Never go down after someone who has fallen, move everyone from the mouth and "
        "blow air down for a long time first.",
    ),
    (
        "en",
        "I want to sell gold of good quality and I need a buyer who pays in cash in the next days near the big market.",
    ),
    ("en", "We tried it."),
    (
        "en",
        "He fell into the shaft and he is not answering, three of them went in after him and nobody has come out yet",
    ),
    (
        "fr",
        "Comment avez-vous fabriqué la cornue et avec quoi avez-vous fermé le tuyau entre les deux bols de la photo",
    ),
    (
        "fr",
        "Je cherche un acheteur honnête pour mon or, je peux venir au marché chaque "
        "semaine et je veux être payé en cash.",
    ),
    (
        "sw",
        "Naomba kujua jinsi ya kutengeneza retort kwa sababu mimi na wenzangu tunataka kuacha kuchoma zebaki nyumbani.",
    ),
    ("sw", "Bei ya dhahabu leo ni kiasi gani kwa gramu moja ya karati ishirini na mbili hapa sokoni kwetu mjini sasa"),
    (
        "es",
        "¿Compramos una alfombra más gruesa o lavamos dos veces al día? No sabemos qué "
        "es mejor para sacar más oro fino.",
    ),
    (
        "es",
        "Vendo una bomba de agua casi nueva, motor a gasolina, precio a convenir, "
        "entrego en el pueblo los fines de semana",
    ),
    (
        "pt",
        "Como vocês fizeram a retorta com duas tigelas e o que usaram para fechar o cano entre uma e outra tigela aí",
    ),
    (
        "pt",
        "Quero comprar um tapete novo para a calha e preciso saber qual é o melhor e "
        "quanto ele custa na loja da cidade.",
    ),
    (
        "id",
        "Bagaimana cara membuat retort dari dua mangkuk dan pipa apa yang harus dipakai "
        "supaya uapnya tidak keluar lagi",
    ),
    (
        "id",
        "Saya mau jual emas kadar dua puluh dua karat, siapa yang mau beli dengan harga bagus silakan datang ke pasar.",
    ),
    ("ar", "كيف صنعتم المعوجة من إناءين وماذا استعملتم لإغلاق الأنبوب بينهما حتى لا يخرج البخار إلى الغرفة"),
    ("ar", "أريد أن أبيع الذهب عيار اثنين وعشرين وأبحث عن مشتر جيد يدفع نقداً في السوق القريب من هنا هذا الأسبوع"),
]


@pytest.mark.parametrize(("language", "text"), STORIES)
def test_a_story_is_heard(language: str, text: str) -> None:
    assert is_telling(text, language)


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_what_only_looks_like_one_is_not(language: str, text: str) -> None:
    assert not is_telling(text, language)


def test_what_is_written_in_another_language_is_none() -> None:
    assert not is_telling(STORIES[0][1], "xx")
