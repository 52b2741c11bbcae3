"""The files that went through the sandbox, kept in memory. It knows no message and no chat."""

import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json
from bot.sandbox.limits import MAX_DOWNLOAD_BYTES, MAX_PHOTO_BYTES, MAX_UPLOAD_BYTES
from bot.sandbox.pictures import picture_size

Kind = Literal["photo", "document", "voice", "sticker"]
FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "sticker": "stickers"}
MAX_SIDES = 10_000
MAX_RATIO = 20
THUMBNAIL_SIDE = 90


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file as Telegram keeps it; `path` is where getFile says it can be downloaded."""

    id: str
    unique_id: str
    kind: Kind
    content: bytes
    name: str | None
    mime_type: str
    path: str

    def as_json(self) -> Json:
        """Return the fields that every file object of the Bot API has."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class FileShelf:
    """All files by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, kind: Kind, content: bytes, *, name: str | None = None, mime_type: str | None = None) -> StoredFile:
        """Store bytes under a new id."""
        guessed = mime_type or (mimetypes.guess_type(name)[0] if name else None) or "application/octet-stream"
        suffix = PurePosixPath(name).suffix[:8] if name else {"photo": ".jpg", "voice": ".oga"}.get(kind, "")
        path = f"{FOLDERS[kind]}/file_{len(self._by_id)}{suffix}"
        file = StoredFile(secrets.token_urlsafe(32), secrets.token_urlsafe(11), kind, content, name, guessed, path)
        self._by_id[file.id] = self._by_path[path] = file
        return file

    def by_id(self, file_id: str) -> StoredFile:
        """Return the file; raises ApiError when there is none."""
        if not file_id:
            raise bad_request("file_id not specified")
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("invalid file_id")
        return file

    def for_download(self, file_id: str) -> Json:
        """Return what getFile answers; raises ApiError for unknown and for too big files."""
        file = self.by_id(file_id)
        if len(file.content) > MAX_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return {**file.as_json(), "file_path": file.path}

    def by_path(self, path: str) -> StoredFile | None:
        """Return the file that getFile announced under `path`."""
        return self._by_path.get(path)


def check_upload(kind: Kind, content: bytes) -> None:
    """Refuse what a bot may not send: empty, too big, or no picture where one is due."""
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > MAX_UPLOAD_BYTES:
        raise bad_request(f"file of size {len(content)} bytes is too big; the maximum size is {MAX_UPLOAD_BYTES} bytes")
    if kind != "photo":
        return
    if len(content) > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {MAX_PHOTO_BYTES} bytes"
        )
    size = picture_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if not width or not height or width + height > MAX_SIDES or max(size) > MAX_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def photo_sizes(file: StoredFile) -> list[Json]:
    """Return a photo as the API lists it: a thumbnail, then the picture itself."""
    width, height = picture_size(file.content) or (1280, 960)
    scale = min(1.0, THUMBNAIL_SIDE / max(width, height))
    small = {**file.as_json(), "width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
    full = {**file.as_json(), "width": width, "height": height}
    return [full] if scale == 1.0 else [small, full]


def media_fields(file: StoredFile, *, duration_s: int = 1) -> Json:
    """Return the fields that a message gets for this file."""
    if file.kind == "photo":
        return {"photo": photo_sizes(file)}
    if file.kind == "voice":
        return {"voice": {**file.as_json(), "duration": duration_s, "mime_type": file.mime_type}}
    if file.kind == "sticker":
        sticker = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        return {"sticker": {**file.as_json(), **sticker, "emoji": "⛏"}}
    document = {**file.as_json(), "mime_type": file.mime_type}
    return {"document": document | ({"file_name": file.name} if file.name else {})}
