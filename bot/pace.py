"""How fast may be sent: token buckets over all, per person, per group, with a part kept for replies."""

# This share of the budget over all is only for emergencies and replies.
KEPT_FOR_REPLIES = 0.2
BURST = 5
# Buckets that are full again say nothing; they are forgotten beyond this many.
MOST_BUCKETS = 10_000


class Bucket:
    """`rate` tokens a second, at most `burst` at once; a rate of 0 never runs dry. Times are monotonic seconds."""

    def __init__(self, rate: float, burst: float, now_s: float) -> None:
        self.rate = rate
        self.burst = burst
        self._tokens = burst
        self._filled_at_s = now_s

    def wait_s(self, now_s: float, *, keep: float = 0.0) -> float:
        """Return the seconds until a token above `keep` is there; 0 when one is."""
        return max(0.0, (1.0 + keep - self.level(now_s)) / self.rate) if self.rate else 0.0

    def take(self, now_s: float) -> None:
        """Take one token."""
        if self.rate:
            self._tokens = self.level(now_s) - 1.0

    def level(self, now_s: float) -> float:
        """Return the tokens that are there, refilled up to now."""
        self._tokens = min(self.burst, self._tokens + (now_s - self._filled_at_s) * self.rate)
        self._filled_at_s = now_s
        return self._tokens


class Pace:
    """Says when a send to a chat may go: the budget over all, then the chat's own."""

    def __init__(self, *, per_second: float, per_chat_per_second: float, per_group_per_minute: float) -> None:
        self._all = Bucket(per_second, max(1.0, per_second / 10), 0.0)
        self._rates = {False: per_chat_per_second, True: per_group_per_minute / 60}
        self._chats: dict[int, Bucket] = {}

    def wait_s(self, now_s: float, *, is_reply: bool) -> float:
        """Return the seconds until one more send to any chat may go."""
        # Of a budget of one at a time nothing can be kept: what is no reply would wait for ever.
        keep = 0.0 if is_reply else min(KEPT_FOR_REPLIES * self._all.burst, self._all.burst - 1)
        return self._all.wait_s(now_s, keep=keep)

    def wait_of_s(self, chat: int, now_s: float, *, is_group: bool) -> float:
        """Return the seconds until one more send to `chat` may go, were it for this chat alone."""
        return self._bucket(chat, now_s, is_group).wait_s(now_s)

    def take(self, chat: int, now_s: float, *, is_group: bool) -> None:
        """Count one send to `chat`."""
        self._all.take(now_s)
        self._bucket(chat, now_s, is_group).take(now_s)

    def _bucket(self, chat: int, now_s: float, is_group: bool) -> Bucket:
        if chat not in self._chats:
            if len(self._chats) >= MOST_BUCKETS:
                self._chats = {one: b for one, b in self._chats.items() if b.level(now_s) < b.burst}
            self._chats[chat] = Bucket(self._rates[is_group], BURST, now_s)
        return self._chats[chat]
