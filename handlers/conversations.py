"""CONVERSATIONS: everything that someone can say, in the order in which it is tried. The first that fits answers."""

from handlers import flows
from handlers.groups import addressed, answered, membership, news, opening, own_line, received
from handlers.members import courtesy, emergency, media, places, preferences, privacy, seldom, start
from handlers.members.cards import ask, card, did_you_try, offline, reading, saved, topics
from handlers.members.gaps import answering, asking_others, spoken, wish
from handlers.members.hazards import hazard, hazard_receipts
from handlers.members.market import (
    advance,
    offer,
    price_alerts,
    price_charts,
    price_choosing,
    prices,
    purity,
    rate,
    reporting,
)
from handlers.members.stories import (
    case_replies,
    others_tried,
    outside_expert,
    receipts,
    share,
    story_news,
    told_stories,
    unasked,
    wanted_back,
)
from handlers.routing import On
from handlers.staff import joining, open_questions, outbox, price_doubts, queue, settings, small_work, team, undoing
from handlers.staff.alerts import alert, alert_agreeing, alert_wording
from handlers.staff.hazards import hazard_acts, hazards_told
from handlers.staff.stories import case_acts, case_writing, cases, doubted, outside, tongue_writing

CONVERSATIONS: tuple[On, ...] = (
    *wanted_back.HANDLERS,
    *flows.FIRST,
    *emergency.HANDLERS,
    *joining.HANDLERS,
    *outside_expert.HANDLERS,
    *received.LINKS,
    *opening.LINKS,
    *addressed.LINKS,
    *start.HANDLERS,
    *preferences.HANDLERS,
    *places.HANDLERS,
    *offline.HANDLERS,
    *privacy.HANDLERS,
    *topics.HANDLERS,
    *card.HANDLERS,
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
    *share.HANDLERS,
    *hazard.HANDLERS,
    *hazard_receipts.HANDLERS,
    *receipts.HANDLERS,
    *unasked.HANDLERS,
    *asking_others.HANDLERS,
    *answering.HANDLERS,
    *others_tried.HANDLERS,
    *told_stories.HANDLERS,
    *news.HANDLERS,
    *received.HANDLERS,
    *opening.HANDLERS,
    *answered.HANDLERS,
    *spoken.HANDLERS,
    *seldom.HANDLERS,
    *wish.HANDLERS,
    *team.HANDLERS,
    *price_doubts.HANDLERS,
    *settings.HANDLERS,
    *queue.HANDLERS,
    *cases.HANDLERS,
    *case_writing.HANDLERS,
    *case_acts.HANDLERS,
    *small_work.HANDLERS,
    *open_questions.HANDLERS,
    *tongue_writing.HANDLERS,
    *alert.HANDLERS,
    *alert_agreeing.HANDLERS,
    *alert_wording.HANDLERS,
    *doubted.HANDLERS,
    *hazard_acts.HANDLERS,
    *hazards_told.HANDLERS,
    *undoing.HANDLERS,
    *outside.HANDLERS,
    *outbox.HANDLERS,
    *case_replies.HANDLERS,
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
JOBS = {
    emergency.FOLLOW_UP: emergency.follow_up,
    asking_others.WAITING: asking_others.tell_how_it_stands,
    answering.ASK_ON: answering.ask_on,
    did_you_try.DID_YOU_TRY: did_you_try.ask_whether_tried,
    story_news.NEWS: story_news.tell_news,
    hazard.UNREAD: hazard.erase_unread,
    answered.GROUP_ANSWER: answered.drop,
    own_line.NAMELESS: own_line.drop,
}
