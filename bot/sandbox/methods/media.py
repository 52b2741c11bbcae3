"""Sending photos, documents, voice notes and albums, and fetching what people sent."""

import secrets
from typing import Final

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.events import Json
from bot.sandbox.files import Kind, StoredFile, check_upload, media_fields
from bot.sandbox.methods.sending import address, post, read_caption
from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.world import World

ALBUM_SIZES: Final = range(2, 11)
ALBUM_KINDS: Final[dict[str, Kind]] = {"photo": "photo", "document": "document"}
MIME_TYPES: Final = {"photo": "image/jpeg", "voice": "audio/ogg"}


def _file(world: World, kind: Kind, reference: str, upload: Upload | None) -> StoredFile:
    if upload is not None:
        check_upload(kind, upload.content)
        return world.files.keep(kind, upload.content, name=upload.name, mime_type=MIME_TYPES.get(kind))
    if not reference:
        raise bad_request(f"there is no {kind} in the request")
    if "://" in reference or "." in reference:
        raise bad_request("wrong file identifier/HTTP URL specified")
    try:
        file = world.files.by_id(reference)
    except ApiError:
        raise bad_request("wrong remote file identifier specified: Wrong string length") from None
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _send(world: World, parameters: Parameters, kind: Kind, what: str) -> Json:
    file = _file(world, kind, parameters.text(kind), parameters.upload(kind))
    fields = media_fields(file, duration_s=parameters.integer("duration")) | read_caption(parameters)
    return post(world, address(world, parameters, what), fields, file)


def send_photo(world: World, parameters: Parameters) -> Json:
    """Send a picture."""
    return _send(world, parameters, "photo", "photos")


def send_document(world: World, parameters: Parameters) -> Json:
    """Send a file."""
    return _send(world, parameters, "document", "documents")


def send_voice(world: World, parameters: Parameters) -> Json:
    """Send a voice note."""
    return _send(world, parameters, "voice", "voice notes")


def send_media_group(world: World, parameters: Parameters) -> list[Json]:
    """Send 2 to 10 photos or documents as one album."""
    media = parameters.json("media", "can't parse media JSON object")
    if not isinstance(media, list) or not all(isinstance(item, dict) for item in media):
        raise bad_request("expected an Array of InputMedia")
    if len(media) not in ALBUM_SIZES:
        raise bad_request("wrong number of messages in the album" if media else "there are no messages to send")
    items = [_album_item(world, parameters, item) for item in media]
    envelope = address(world, parameters, "photos", count=len(items))
    album = {"media_group_id": str(secrets.randbelow(10**17))}
    return [post(world, envelope, {**fields, **album}, file) for fields, file in items]


def _album_item(world: World, parameters: Parameters, item: Json) -> tuple[Json, StoredFile]:
    kind = ALBUM_KINDS.get(str(item.get("type")))
    if kind is None:
        raise bad_request("can't parse InputMedia: type must be photo or document")
    reference = str(item.get("media", ""))
    file = _file(world, kind, reference, parameters.attached(reference))
    return media_fields(file) | read_caption(Parameters(item, {})), file


def get_file(world: World, parameters: Parameters) -> Json:
    """Say where a file can be downloaded."""
    return world.files.for_download(parameters.text("file_id"))


METHODS = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVoice": send_voice,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
