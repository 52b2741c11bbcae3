"""A bot of a few lines that stands in for Pitwise where only the sandbox is tested."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from html import escape

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, NetworkError

from bot.clock import TurnableClock
from bot.sandbox.telegram import LocalTelegram
from bot.sandbox.transport import LocalRequest

LASTING = ReplyKeyboardMarkup(
    [["🆘 Danger", "💰 Price"], ["❓ Topics", "🗣 Tell"]], resize_keyboard=True, is_persistent=True
)
INLINE = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("1 Yes", callback_data="yes"), InlineKeyboardButton("2 No", callback_data="no")],
        [InlineKeyboardButton("3 More", callback_data="more")],
    ]
)
RETRY_S = 0.01
COMMANDS = [("start", "Begin anew"), ("help", "What I can do")]


class StandIn:
    """Repeats what is written to it and answers every press."""

    def __init__(self, local: LocalTelegram, picture: bytes) -> None:
        self._local, self._picture = local, picture
        self.bot = Bot(local.token, request=LocalRequest(local), get_updates_request=LocalRequest(local))
        self.restarts = self.turns = 0

    async def idle(self) -> None:
        await self._local.drained()

    async def restart(self) -> None:
        self.restarts += 1

    async def let_pass(self, time: timedelta) -> None:
        self.turns += 1
        clock = self._local.world.clock
        assert isinstance(clock, TurnableClock)
        await clock.turn(time)

    async def poll(self) -> None:
        offset = 0
        while True:
            try:
                updates = await self.bot.get_updates(offset, timeout=50)
            except NetworkError:
                await asyncio.sleep(RETRY_S)
                continue
            for update in updates:
                offset = update.update_id + 1
                await self._answer(update)

    async def _answer(self, update: Update) -> None:
        if query := update.callback_query:
            await query.answer(f"You pressed {query.data}", show_alert=query.data == "more")
            with contextlib.suppress(BadRequest):  # the second tap changes nothing
                markup = INLINE if query.data == "no" else None
                await query.edit_message_text(f"Chosen: {query.data}", reply_markup=markup)
        elif update.inline_query:
            await self._answer_inline(update.inline_query)
        elif update.message and update.message.via_bot is None:
            await self._answer_message(update.message)

    async def _answer_inline(self, query: InlineQuery) -> None:
        words = query.query
        content = InputTextMessageContent(f"<b>Card</b> about {escape(words)}", parse_mode="HTML")
        results = [InlineQueryResultArticle("1", f"About {words}", content)] if words else []
        button = None if words else InlineQueryResultsButton("Ask in private", start_parameter="ask")
        await query.answer(results, button=button)

    async def _answer_message(self, message: Message) -> None:
        text = message.text or ""
        if text.startswith("/start"):
            await message.reply_text(f"Welcome. {text}", reply_markup=LASTING)
        elif text == "picture":
            await message.reply_photo(self._picture, caption="A picture")
        elif text == "sound":
            await message.reply_voice(b"OggS" + bytes(40))
        elif text == "paper":
            await message.reply_document(b"<script>alert(1)</script>", filename="page.html")
        elif text == "delete":
            await (await message.reply_text("Soon gone")).delete()
        elif text == "link":
            name = self._local.me["username"]
            await message.reply_html(f'<a href="https://t.me/{name}?start=c_103-sw">Open the card</a>')
        elif message.photo:
            await message.reply_text(f"A photo of {message.photo[-1].width} px: {message.caption}")
        elif message.voice:
            await message.reply_text("A voice note")
        elif text:
            await message.reply_html(f"You said <b>{escape(text)}</b>", reply_markup=INLINE)


@asynccontextmanager
async def standing_in(local: LocalTelegram, picture: bytes = b"") -> AsyncIterator[StandIn]:
    stand_in = StandIn(local, picture)
    async with stand_in.bot:
        await stand_in.bot.set_my_commands(COMMANDS)
        polling = asyncio.create_task(stand_in.poll())
        try:
            yield stand_in
        finally:
            polling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await polling
