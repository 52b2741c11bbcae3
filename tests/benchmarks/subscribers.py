"""A store with many groups that are due in one minute and many members who are not, and what there is to tell them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox.telegram import LocalTelegram
from content.market.prices.demo import demo_prices
from content.schedule import Schedule, next_due
from storage.experiences import Told
from storage.store import Store, open_store
from storage.subscriptions import Wishes
from storage.vault import Vault

FILLED = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAILY = Schedule(tuple(range(7)), 8, "Africa/Accra")
FRIDAYS = Schedule((4,), 17, "Africa/Dar_es_Salaam")
NEWS = Wishes("women", ("en",), DAILY, minerals=("gold", "tin"), country="GH", currency="GHS", unit="gram")
LANGUAGES = ("en", "fr", "sw", "es", "pt", "id", "ar")
STORIES = 12
AT_ONCE = 500
NO_ZONE = "Mars/Olympus"


def add_chats(local: LocalTelegram, count: int) -> list[int]:
    """Open so many supergroups that the bot is in, without telling it; the same ids each time."""
    chats = [local.world.chats.add_shared("supergroup", "", username=None, forum=False) for _ in range(count)]
    for chat in chats:
        chat.bot_status = "member"
    return [chat.id for chat in chats]


async def fill(folder: Path, chats: list[int], members: int, *, spoilt: int) -> None:
    """Make a key and a store in which all groups are due at DUE; of the first `spoilt` nothing can be read.

    The zone of the next group is one that nobody knows any more.
    """
    folder.mkdir(parents=True, exist_ok=True)
    store = await open_store(f"sqlite:///{folder / 'pitwise.db'}", vault=Vault.create(folder / "key"))
    try:
        await _tell(store)
        for begin in range(0, len(chats), AT_ONCE):
            async with store.write() as w:
                for number, chat in enumerate(chats[begin : begin + AT_ONCE], begin):
                    code = LANGUAGES[number % len(LANGUAGES)]
                    group = await w.groups.meet(chat, guessed=code)
                    wishes = replace(NEWS, languages=(code,), own_line="ours" if number < spoilt else "")
                    if number == spoilt:
                        wishes = replace(wishes, schedule=replace(DAILY, zone=NO_ZONE))
                    await w.subscriptions.add(group.id, wishes, DUE, FILLED - timedelta(days=7))
        for begin in range(0, members, AT_ONCE):
            async with store.write() as w:
                for number in range(begin, min(begin + AT_ONCE, members)):
                    member = await w.members.meet(1_000_000 + number, guessed="sw", now=FILLED)
                    wishes = replace(NEWS, kind="member", languages=("sw",), schedule=FRIDAYS)
                    await w.subscriptions.add(member.id, wishes, next_due(FRIDAYS, FILLED).at, FILLED)
        async with store.write() as w:
            # As a disk spoils it.
            spoil = "UPDATE subscriptions SET own_line = kind WHERE own_line IS NOT NULL"
            await w._means.connection.execute(spoil, ())
    finally:
        await store.close()


async def _tell(store: Store) -> None:
    async with store.write() as w:
        for price in demo_prices(FILLED):
            await w.quotes.accept(price)
        for number in range(STORIES):
            told = Told("en", {"story": f"We tied ladder {number} to a post. It held."}, ["groups"], "1")
            id = await w.experiences.add(1, f"code{number}", told, FILLED.date())
            one = await w.experiences.get(id or 0)
            if one is not None:
                at = FILLED - timedelta(hours=number + 1)
                await w.experiences.publish(one, one.answers, card=None, now=at)
