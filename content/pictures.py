"""Makes of a picture that someone sent one that tells nothing but what it shows: smaller, and without a camera's notes.

It blocks: seconds of computing belong into a thread.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

from content.errors import MemberError
from content.languages import sentence

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1280
QUALITY = 80
# Telegram sends no picture on that is longer than so many times its width: nobody could look at it.
LONGEST_SHAPE = 20
_FORMATS = ("JPEG", "PNG", "WEBP")
# What a file that is a picture and something else as well holds: near its head a document or a page, at its end a zip.
_IN_HEAD = (b"%PDF-", b"<html", b"<script", b"<?php", b"<svg")
_AT_END = (b"PK\x05\x06",)
_HEAD_BYTES, _END_BYTES = 1024, 65_557
# What Pillow raises on bytes that are no whole picture.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError, struct.error)


def reencode(content: bytes) -> bytes:
    """Return a JPEG of at most 1,280 pixels a side, upright, with nothing in it but the pixels.

    The size is read from the header before anything is decoded. Raises MemberError when it is too large, no JPEG, PNG
    or WebP, something else as well, or too narrow to be shown.
    """
    if len(content) > MOST_BYTES:
        raise _too_large()
    if _is_disguised(content):
        raise _no_picture()
    from PIL import Image  # it is loaded when first needed: 3 MB

    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_large()
            if max(picture.size) > LONGEST_SHAPE * min(picture.size):
                raise _no_picture()
            return _bare(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except _BROKEN:
        raise _no_picture() from None


def _bare(picture: Image.Image) -> bytes:
    from PIL import Image, ImageOps

    # Made small first: of a large one a second whole copy is too much for a small computer.
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    # A new picture has no notes to lose.
    bare = Image.new("RGB", upright.size, "white")
    bare.paste(upright, mask=upright.getchannel("A"))
    encoded = BytesIO()
    bare.save(encoded, "JPEG", quality=QUALITY, optimize=True)
    return encoded.getvalue()


def _is_disguised(content: bytes) -> bool:
    head, end = content[:_HEAD_BYTES].lower(), content[-_END_BYTES:]
    return any(sign.lower() in head for sign in _IN_HEAD) or any(sign in end for sign in _AT_END)


def _too_large() -> MemberError:
    return MemberError(sentence("This picture is too large. Please send a smaller one."))


def _no_picture() -> MemberError:
    return MemberError(sentence("I can't read this as a picture. Please send another photo."))
