"""What someone is told when something went wrong: what happened, what was kept, what to do next."""

from html import escape

from content.errors import MemberError
from content.languages import Speaker, speaker
from handlers.context import Context
from handlers.keyboards import lasting
from handlers.lengths import newest


def explain(say: Speaker, error: MemberError) -> str:
    """Put what the person can mend into their language."""
    return escape(say(error.sentence, **error.values), quote=False)


def apology(language: str, code: str) -> dict[str, object]:
    """Return the one call that answers an update which failed for good. It never quotes what was written."""
    say = speaker(language)
    text = say(
        "Something went wrong here with your last message, and I could not answer it. Please send it again. "
        "If someone is in danger, press 🆘. Code {code}.",
        code=code,
    )
    return {"method": "sendMessage", "text": text, "reply_markup": lasting(say)}


def too_many(say: Speaker) -> str:
    """Return what someone is told who writes faster than anyone can answer."""
    return say("You write very fast. I answer again in a minute. 🆘 always works.")


def sum_up(say: Speaker, quotes: list[str]) -> str:
    """Return the one line about late questions that are not answered one by one."""
    shown = escape(newest([f"“{quote}”" for quote in quotes], " · "), quote=False)
    return say("I was away. These I did not answer; send them again if you still need them:") + "\n" + shown


async def raise_flag(_update: object, context: Context) -> None:
    """Remember the error that PTB swallows, for the lane to read."""
    context.turn.error = context.error
