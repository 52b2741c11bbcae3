"""A bare echo bot, as python-telegram-bot's own examples write it: the yardstick. Arguments: address, token."""

import sys
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, CallbackContext, MessageHandler, filters

Any_ = CallbackContext[Any, Any, Any, Any]


async def echo(update: Update, _context: Any_) -> None:
    await update.effective_message.reply_text(update.effective_message.text)


if __name__ == "__main__":
    address, token = sys.argv[1:]
    application = ApplicationBuilder().token(token).base_url(f"{address}/bot").concurrent_updates(True).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()
