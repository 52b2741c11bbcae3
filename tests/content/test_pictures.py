"""What becomes of a picture: small, upright, without what the camera wrote; or refused with a sentence."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from content.errors import MemberError
from content.pictures import LONGEST_SIDE, MOST_BYTES, reencode

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def photo(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **more: object) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "red").save(written, kind, **more)
    return written.getvalue()


def located() -> bytes:
    exif = Image.Exif()
    exif[MAKE] = "canary phone"
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS).update({1: "S", 2: (2.0, 52.0, 12.0), 3: "E", 4: (32.0, 13.0, 48.0)})
    return photo(exif=exif, comment=b"canary comment")


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_place_phone_and_comment_are_gone_and_it_stands_upright() -> None:
    sent = located()
    assert opened(sent).getexif().get_ifd(GPS) and b"canary comment" in sent
    kept = reencode(sent)
    assert not opened(kept).getexif() and b"canary" not in kept and b"Exif" not in kept
    assert opened(kept).size == (20, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_one_becomes_a_small_jpeg(kind: str) -> None:
    kept = opened(reencode(photo((3000, 1500), kind)))
    assert kept.format == "JPEG" and kept.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize("size", [(20, 900), (2000, 60)])
def test_one_that_telegram_would_not_show_to_whoever_looks_at_it_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(MemberError):
        reencode(photo(size))


def test_what_is_transparent_becomes_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(written, "PNG")
    assert opened(reencode(written.getvalue())).getpixel((4, 4)) == (255, 255, 255)


def bomb(side: int) -> bytes:
    """A PNG that says it is huge, and is a few bytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("side", [7_100, 9_600, 50_000])
def test_one_of_too_many_pixels_is_refused_by_its_header(side: int) -> None:
    with pytest.raises(MemberError, match="too large"):
        reencode(bomb(side))


def test_a_file_of_more_than_20_mb_is_not_even_opened() -> None:
    with pytest.raises(MemberError, match="too large"):
        reencode(photo() + b"\0" * MOST_BYTES)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\0" * 40,
        b"%PDF-1.4 " + photo(),
        photo()[:20] + b"<script>" + photo()[20:],
        photo() + b"PK\x05\x06" + b"\0" * 18,
        photo()[:200],
        photo(kind="PNG")[:60],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
    ids=["nothing", "gif", "pdf in front", "script inside", "zip behind", "cut off", "cut png", "svg"],
)
def test_what_is_no_picture_or_something_else_as_well_is_refused(content: bytes) -> None:
    with pytest.raises(MemberError, match="can't read this as a picture"):
        reencode(content)
