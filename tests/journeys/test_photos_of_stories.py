"""Photos of a story: added after it was sent, without their place, at most four, each refused with a sentence."""

from io import BytesIO

import pytest
from PIL import Image

from bot.sandbox.errors import ApiError
from bot.sandbox.people import Person
from bot.sandbox.workshop import Workshop
from storage.experiences import Experience
from storage.store import Store
from tests.content.test_pictures import bomb, located, photo
from tests.journeys.conversing import do, press
from tests.journeys.sharing import add_part, only, share


async def _pictures(store: Store, story: Experience) -> list[bytes]:
    async with store.read() as r:
        return await r.experiences.pictures(story.id)


async def test_of_an_album_of_ten_four_are_kept_and_that_is_said(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    await add_part(shop, grace, "Photos")
    await do(shop, grace, lambda: [grace.send_photo(photo(), media_group_id="a") for _ in range(10)])
    assert await press(shop, grace, "Send") == ["Kept with your story.\n📷 Photos: 4"]
    assert len(await _pictures(shop.store, await only(shop))) == 4


async def test_a_photo_loses_its_place_before_it_is_kept(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    assert "No faces" in await add_part(shop, grace, "Photos")
    assert "Look once more" in (await do(shop, grace, lambda: grace.send_photo(located())))[0]
    await press(shop, grace, "Send")
    (kept,) = await _pictures(shop.store, await only(shop))
    assert b"Exif" not in kept and b"canary" not in kept
    assert Image.open(BytesIO(kept)).format == "JPEG"


async def test_an_album_is_one_answer_of_at_most_four_photos(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    await add_part(shop, grace, "Photos")

    def send_album() -> None:
        for _ in range(6):
            grace.send_photo(photo(), media_group_id="album")

    assert len(await do(shop, grace, send_album)) == 1
    await press(shop, grace, "Send")
    story = await only(shop)
    assert len(await _pictures(shop.store, story)) == 4
    await add_part(shop, grace, "Photos")
    await do(shop, grace, lambda: grace.send_photo(photo()))
    await press(shop, grace, "Send")
    assert len(await _pictures(shop.store, story)) == 4


async def test_photos_that_are_sent_one_by_one_are_all_kept_up_to_four(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    await add_part(shop, grace, "Photos")
    shown = [(await do(shop, grace, lambda: grace.send_photo(photo())))[-1] for _ in range(5)]
    assert [one.rpartition("\n")[2] for one in shown] == ["📷", "📷 2", "📷 3", "📷 4", "📷 4"]
    assert await press(shop, grace, "Send") == ["Kept with your story.\n📷 Photos: 4"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (bomb(50_000), "too large"),
        (photo() + b"PK\x05\x06" + b"\0" * 18, "can't read this as a picture"),
        (photo() + b"\0" * 20_000_000, "too large"),
    ],
    ids=["50,000 pixels a side", "also a zip", "20 MB"],
)
async def test_a_bad_photo_is_refused_with_a_sentence_and_another_is_taken(
    shop: Workshop, grace: Person, content: bytes, why: str
) -> None:
    await share(shop, grace)
    await add_part(shop, grace, "Photos")
    answers = await do(shop, grace, lambda: grace.send_photo(content))
    if why not in answers[-1]:
        answers = await press(shop, grace, "Send")
    assert why in answers[-1] and "Send up to four photos" in answers[-1]
    story = await only(shop)
    assert await _pictures(shop.store, story) == []
    await do(shop, grace, lambda: grace.send_photo(photo()))
    await press(shop, grace, "Send")
    assert len(await _pictures(shop.store, story)) == 1


async def test_a_photo_that_telegram_does_not_give_can_come_later(shop: Workshop, grace: Person) -> None:
    await share(shop, grace)
    await add_part(shop, grace, "Photos")
    await do(shop, grace, lambda: grace.send_photo(photo()))
    shop.local.fail_next("getFile", ApiError(500, "Internal Server Error"))
    answers = await press(shop, grace, "Send")
    assert "could not fetch the photo" in answers[0] and "What you wrote is kept" in answers[0]
    await do(shop, grace, lambda: grace.send_photo(photo()))
    await press(shop, grace, "Send")
    assert len(await _pictures(shop.store, await only(shop))) == 1
