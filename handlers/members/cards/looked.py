"""What people look for is counted by country, so that groups hear what occupies others. Never who, never a danger."""

from content.guidance.library import Card
from handlers.context import Context
from handlers.members.cards.did_you_try import NEVER_ASKED
from storage.session import Session

_EMERGENCY = "emergency"


async def count_look(context: Context, w: Session, card: Card | None) -> None:
    """Count in a write that this person looked for a card, once a week.

    An emergency is no theme. What could tell a household what someone lives through is not counted either.
    """
    if card is None or not context.hearing.is_private or card.group == _EMERGENCY or card.id in NEVER_ASKED:
        return
    member = context.hearing.member
    await w.themes.count(card.id, member.country if member else None, context.target, context.now)
