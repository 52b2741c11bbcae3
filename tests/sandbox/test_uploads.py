from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.sandbox.errors import ApiError
from bot.sandbox.parameters import Upload
from bot.sandbox.people import Person
from bot.sandbox.pictures import picture_size
from bot.sandbox.telegram import LocalTelegram

Call = Callable[..., Awaitable[Any]]
Draw = Callable[..., bytes]
MEGABYTE = 1024 * 1024


async def test_photo_comes_in_two_sizes_and_can_be_sent_again_by_id(
    call: Call, refusal: Call, amina: Person, picture: bytes
) -> None:
    sent = await call("sendPhoto", chat_id=amina.id, caption="<b>x</b>", parse_mode="HTML", files={"photo": picture})
    small, full = sent["photo"]
    assert (small["width"], small["height"], full["width"], full["height"]) == (90, 68, 640, 480)
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    again = await call("sendPhoto", chat_id=amina.id, photo=full["file_id"])
    assert again["photo"] == sent["photo"]
    answer = await refusal("sendDocument", chat_id=amina.id, document=full["file_id"])
    assert answer == (400, "Bad Request: can't use file of type Photo as Document")


async def test_voice_and_documents_keep_their_names_and_types(call: Call, amina: Person) -> None:
    voice = await call("sendVoice", chat_id=amina.id, duration="7", files={"voice": b"OggS"})
    assert (voice["voice"]["duration"], voice["voice"]["mime_type"]) == (7, "audio/ogg")
    document = await call("sendDocument", chat_id=amina.id, files={"document": Upload(b"a,b", "data.csv")})
    assert (document["document"]["file_name"], document["document"]["mime_type"]) == ("data.csv", "text/csv")


async def test_album_is_sent_as_messages_of_one_group(call: Call, refusal: Call, amina: Person, picture: bytes) -> None:
    media = [{"type": "photo", "media": "attach://one", "caption": "first"}, {"type": "photo", "media": "attach://two"}]
    sent = await call("sendMediaGroup", chat_id=amina.id, media=media, files={"one": picture, "two": picture})
    assert [message.get("caption") for message in sent] == ["first", None]
    assert sent[0]["media_group_id"] == sent[1]["media_group_id"]
    assert (await refusal("sendMediaGroup", chat_id=amina.id, media=media[:1]))[0] == 400
    answer = await refusal("sendMediaGroup", chat_id=amina.id, media=media * 6)
    assert answer == (400, "Bad Request: wrong number of messages in the album")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "file must be non-empty"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        ((50_000, 50_000), "PHOTO_INVALID_DIMENSIONS"),
        ((2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (11 * MEGABYTE, "too big for a photo"),
        (51 * MEGABYTE, "is too big"),
    ],
)
async def test_photos_telegram_would_refuse_are_refused(
    local: LocalTelegram, amina: Person, draw: Draw, content: Any, complaint: str
) -> None:
    photo = draw(*content) if isinstance(content, tuple) else bytes(content)
    with pytest.raises(ApiError, match=complaint):
        await local.call("sendPhoto", {"chat_id": amina.id}, {"photo": photo})


async def test_references_to_no_file_are_refused(refusal: Call, amina: Person, call: Call, picture: bytes) -> None:
    for reference, complaint in [
        ("", "there is no photo in the request"),
        ("https://example.org/x.jpg", "wrong file identifier/HTTP URL specified"),
        ("attach://nothing", "wrong file identifier/HTTP URL specified"),
        ("AgACAgQ", "wrong remote file identifier specified"),
    ]:
        code, description = await refusal("sendPhoto", chat_id=amina.id, photo=reference)
        assert (code, complaint in description) == (400, True), description
    with pytest.raises(ApiError, match="caption is too long"):
        await call("sendPhoto", chat_id=amina.id, caption="x" * 1025, files={"photo": picture})


async def test_files_over_20_megabytes_can_not_be_fetched(call: Call, refusal: Call, amina: Person) -> None:
    sent = amina.send_document(bytes(20 * MEGABYTE), "a.bin")
    assert (await call("getFile", file_id=sent["document"]["file_id"]))["file_size"] == 20 * MEGABYTE
    sent = amina.send_document(bytes(20 * MEGABYTE + 1), "a.bin")
    answer = await refusal("getFile", file_id=sent["document"]["file_id"])
    assert answer == (400, "Bad Request: file is too big")
    assert await refusal("getFile", file_id="x") == (400, "Bad Request: invalid file_id")


async def test_a_persons_file_name_never_becomes_a_path(call: Call, amina: Person) -> None:
    sent = amina.send_document(b"x", "../../etc/passwd")
    path = (await call("getFile", file_id=sent["document"]["file_id"]))["file_path"]
    assert ".." not in path
    assert sent["document"]["file_name"] == "../../etc/passwd"


def test_sizes_are_read_from_the_headers_of_common_pictures(draw: Draw) -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + (480).to_bytes(2, "big") + (640).to_bytes(2, "big")
    extended = b"RIFF....WEBPVP8X" + bytes(8) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
    gif = b"GIF89a" + (640).to_bytes(2, "little") + (480).to_bytes(2, "little")
    lossless = b"RIFF....WEBPVP8L" + bytes(5) + (639 | 479 << 14).to_bytes(4, "little")
    assert [picture_size(one) for one in (draw(), jpeg, extended, gif, lossless)] == [(640, 480)] * 5
    assert [picture_size(one) for one in (b"", b"\xff\xd8", b"\xff\xd8\xff", draw()[:18], b"BM")] == [None] * 5
