"""Single facts about this installation: what the bot is called, the keys' fingerprints, a pause over all chats."""

from storage.noun import Noun

# Under this name stands what Telegram last said of the bot itself: its id and username, as JSON.
ME = "bot_description"


class Facts(Noun):
    """Named texts of ours; nothing that comes from a person."""

    name = "facts"

    async def get(self, name: str) -> str | None:
        """Return a fact, or None."""
        content: str | None = await self._sql.get(name=name)
        return content

    async def put(self, name: str, content: str) -> None:
        """Keep a fact in place of what stood there."""
        await self._sql.put(name=name, content=content)
