"""How often a notice is sent of which nobody knows whether it arrived, and after which pauses. No queue, no store."""

# What answers somebody: nothing of it is kept for a group that lets us write nothing.
ANSWERS = frozenset({"reply", "emergency", "emergency-follow-up", "alert-progress"})
# How often a notice whose fate is unknown may be sent in all, by its kind; a kind that is not here once. A safety alert
# must arrive: again, marked as a repeat, as often as its fate is unknown; then a person sees it. The card for who cries
# for help must as well, and does no harm twice.
MOST_SENDS = {**dict.fromkeys(ANSWERS, 2), "emergency": 4, "alert": 4}
# Such a notice is sent again after every crash that it was under way in: power cuts in a row take no answer from
# anybody. The limit is for a send that is itself what kills the process.
MOST_SENDS_OVER_CRASHES = 10
# Where Telegram itself answers that it has failed, nothing has arrived, as far as anybody has seen. That lasts for
# minutes: with the pauses below so many sends take nine of them.
MOST_SENDS_WHILE_FAILING = 40
PAUSE_S, LONGEST_PAUSE_S = 3.0, 15.0


def most_sends(kind: str, fate: str) -> int:
    """Return how often a notice may be sent in all when one of its sends ended "unknown", "failing" or in a "crash"."""
    if kind not in MOST_SENDS:
        return 1
    return {"failing": MOST_SENDS_WHILE_FAILING, "crash": MOST_SENDS_OVER_CRASHES}.get(fate, MOST_SENDS[kind])


def pause_after_s(sends: int) -> float:
    """Return the pause before a notice that was sent so often is sent again, in seconds."""
    return min(PAUSE_S * 2.0 ** (sends - 1), LONGEST_PAUSE_S)
