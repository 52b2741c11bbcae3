"""CONVERSATIONS: everything that someone can say, in the order in which it is tried. The first that fits answers."""

from handlers import flows
from handlers.groups import addressed, membership
from handlers.members import (
    advance,
    ask,
    cards,
    courtesy,
    emergency,
    media,
    offer,
    offline,
    places,
    preferences,
    price_alerts,
    price_charts,
    price_choosing,
    prices,
    privacy,
    purity,
    rate,
    reading,
    reporting,
    saved,
    start,
    tell,
    topics,
)
from handlers.routing import On
from handlers.staff import joining, price_doubts, settings, team

CONVERSATIONS: tuple[On, ...] = (
    *flows.FIRST,
    *emergency.HANDLERS,
    *joining.HANDLERS,
    *start.HANDLERS,
    *preferences.HANDLERS,
    *places.HANDLERS,
    *offline.HANDLERS,
    *privacy.HANDLERS,
    *topics.HANDLERS,
    *cards.HANDLERS,
    *reading.HANDLERS,
    *saved.HANDLERS,
    *prices.HANDLERS,
    *price_charts.HANDLERS,
    *price_alerts.HANDLERS,
    *price_choosing.HANDLERS,
    *offer.HANDLERS,
    *reporting.HANDLERS,
    *advance.HANDLERS,
    *purity.HANDLERS,
    *rate.HANDLERS,
    *tell.HANDLERS,
    *team.HANDLERS,
    *price_doubts.HANDLERS,
    *settings.HANDLERS,
    *courtesy.HANDLERS,
    *flows.HANDLERS,
    *media.HANDLERS,
    *purity.PLAIN,
    *ask.HANDLERS,
    *start.LAST,
    *membership.HANDLERS,
    *addressed.HANDLERS,
    *media.LAST,
)

# What happens at a planned moment, by the kind of the job: handler(job, session) -> notices staged.
JOBS = {emergency.FOLLOW_UP: emergency.follow_up}
