"""How files go back to the browser: pictures and sound to be seen and heard, all else only to be saved."""

from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from bot.sandbox.files import StoredFile

# The first bytes tell what a file is; what a person or the bot called it does not.
SIGNATURES: Final = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"OggS", "audio/ogg"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftyp", "audio/mp4"),
)


def media_type(content: bytes) -> str | None:
    """Return the type of a picture or a sound, None for anything else."""
    return next((kind for at, mark, kind in SIGNATURES if content[at : at + len(mark)] == mark), None)


def file_response(file: StoredFile) -> Response:
    """Answer with a file so that nothing in it can run as a part of the page."""
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, max-age=3600"}
    kind = media_type(file.content) if file.kind != "document" else None
    if kind is None:
        kind = "application/octet-stream"
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name or 'file', safe='')}"
    return Response(file.content, media_type=kind, headers=headers)
