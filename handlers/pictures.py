"""Photos that someone sent: fetched from Telegram and made bare, while nothing is locked."""

import asyncio
from collections.abc import Sequence

from telegram.error import TelegramError

from content.errors import FileTooLarge, MemberError
from content.languages import sentence
from content.pictures import MOST_BYTES, reencode
from handlers.context import Context
from handlers.steps import Unfit

DEADLINE_S = 10


async def fetch_pictures(context: Context, step: str, file_ids: Sequence[str]) -> list[bytes]:
    """Return the photos that answered `step` as bare JPEGs.

    Raises Unfit when one is too large or no picture, or when Telegram does not give them within ten seconds.
    """
    download = context.services.download
    try:
        if download is None:
            raise TimeoutError
        async with asyncio.timeout(DEADLINE_S):
            files = await asyncio.gather(*(download(one, MOST_BYTES) for one in file_ids))
    except FileTooLarge:
        raise Unfit(step, sentence("This picture is too large. Please send a smaller one.")) from None
    except (TelegramError, TimeoutError):
        late = sentence(
            "I could not fetch the photo just now. What you wrote is kept. Send the photo again, now or later."
        )
        raise Unfit(step, late) from None
    try:
        return [await asyncio.to_thread(reencode, file) for file in files]
    except MemberError as flaw:
        raise Unfit(step, flaw.sentence, **flaw.values) from None
