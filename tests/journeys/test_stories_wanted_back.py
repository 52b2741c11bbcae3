"""Who says in their own words that they want their story back is asked once, and it is gone."""

from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from tests.journeys.conversing import press, say
from tests.journeys.sharing import only, share, stories

BACK = (
    "take my story back",
    "please delete my story",
    "Quiero retirar mi historia",
    "borra mi relato por favor",
    "je veux retirer mon récit",
    "supprimez mon histoire",
    "nataka irudishe hadithi yangu",
    "tafadhali futa hadithi yangu",
    "quero retirar meu relato",
    "apague a minha história",
    "tolong hapus cerita saya",
    "tarik cerita saya",
    "اسحب قصتي",
    "أريد حذف قصتي من فضلك",
)


NOT_BACK = (
    "my story is long",
    "take the ore back",
    "mi historia",
    "futa vumbi",
    "cerita saya panjang",
    "hadithi yangu",
)


async def test_whoever_says_that_they_want_it_back_is_asked_once_and_it_is_gone(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    for words in BACK:
        [asked] = await say(shop, grace, words)
        assert "new carpet" in asked and [row[0].split()[1] for row in grace.buttons] == ["🗑", "◀️"], words
    for words in NOT_BACK:
        assert "new carpet" not in "".join(await say(shop, grace, words)), words
    await say(shop, grace, BACK[0])
    assert (await press(shop, grace, "Yes, take it back"))[0].startswith("Gone.")
    assert not await stories(shop)
    assert "I have no story of yours" in (await say(shop, grace, BACK[1]))[0]


async def test_who_has_told_several_chooses_which_one_goes(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    await share(shop, grace, "We tied a rope to the ladder and nobody fell since then.")
    assert (await say(shop, grace, BACK[0]))[0].startswith("Which one")
    assert "rope" in (await press(shop, grace, "rope"))[0]
    await press(shop, grace, "Yes, take it back")
    assert "new carpet" in (await only(shop)).answers["story"]
