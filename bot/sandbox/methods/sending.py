"""What all sends share: reading a formatted text, finding the chat, answering a message, keeping the pace."""

from dataclasses import dataclass

from bot.sandbox.chats import Chat
from bot.sandbox.entities import check_given, parse_html
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json
from bot.sandbox.files import StoredFile
from bot.sandbox.keyboards import check_markup
from bot.sandbox.limits import MAX_CAPTION_UNITS
from bot.sandbox.parameters import Parameters
from bot.sandbox.texts import Entity, is_blank, trim, units, with_automatic
from bot.sandbox.world import World

REPLY_MISSING = "message to be replied not found"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a message goes and what comes with it, checked."""

    chat: Chat
    markup: Json | None
    fields: Json


def read_formatted(source: str, mode: str, given: object) -> tuple[str, list[Entity]]:
    """Return text and entities; of the parse modes this sandbox knows HTML, the only one Pitwise uses."""
    entities: list[Entity] = []
    if mode.lower() == "html":
        source, entities = parse_html(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    elif given:
        entities = check_given(source, given)
    text, entities = trim(source, entities)
    if is_blank(text):
        return "", []
    return text, with_automatic(text, entities)


def read_caption(parameters: Parameters) -> Json:
    """Return the caption fields of a message, none when there is no caption; raises ApiError when it is too long."""
    if not parameters.has("caption"):
        return {}
    given = parameters.json("caption_entities", "can't parse caption entities JSON object")
    text, entities = read_formatted(parameters.text("caption"), parameters.text("parse_mode"), given)
    return caption_fields(text, entities)


def caption_fields(text: str, entities: list[Entity]) -> Json:
    """Return a caption as message fields; raises ApiError when it is too long."""
    if units(text) > MAX_CAPTION_UNITS:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def address(world: World, parameters: Parameters, what: str, *, count: int = 1) -> Envelope:
    """Check where a message goes and that it may go now; from here on it will be posted."""
    markup = check_markup(parameters.json("reply_markup", "can't parse reply keyboard markup JSON object"))
    chat = world.chats.find(parameters.chat_id())
    chat.check_writable(what)
    fields = _reply_fields(chat, parameters) | _topic_fields(chat, parameters)
    if parameters.boolean("protect_content"):
        fields["has_protected_content"] = True
    if markup and markup.get("inline_keyboard"):
        fields["reply_markup"] = markup
    world.pace.take(chat.id, group=chat.kind != "private", count=count)
    return Envelope(chat, markup, fields)


def post(world: World, envelope: Envelope, content: Json, file: StoredFile | None = None) -> Json:
    """Post a checked message and put up the keyboard that came with it."""
    message = world.post_from_bot(envelope.chat, {**content, **envelope.fields}, file=file)
    markup = envelope.markup
    if markup and "inline_keyboard" not in markup:
        world.set_keyboard(envelope.chat, None if markup.get("remove_keyboard") else markup)
    return message


def _reply_fields(chat: Chat, parameters: Parameters) -> Json:
    given = parameters.json("reply_parameters", "can't parse reply parameters JSON object")
    if isinstance(given, dict):
        asked = Parameters(given, {})
        message_id, optional = asked.integer("message_id"), asked.boolean("allow_sending_without_reply")
    else:
        message_id = parameters.integer("reply_to_message_id")
        optional = parameters.boolean("allow_sending_without_reply")
    if not message_id:
        return {}
    if message_id not in chat.messages:
        if optional:
            return {}
        raise bad_request(REPLY_MISSING)
    return {"reply_to_message": quoted(chat.messages[message_id])}


def quoted(message: Json) -> Json:
    """Return a message as it stands inside an answer to it: without what it answered itself."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def _topic_fields(chat: Chat, parameters: Parameters) -> Json:
    thread_id = parameters.integer("message_thread_id")
    if not thread_id or not chat.is_group:
        return {}
    if thread_id not in chat.topics:
        raise bad_request("message thread not found")
    if thread_id in chat.closed_topics:
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread_id, "is_topic_message": True}
