"""/dangers: what groups are told of now, that it is over, and an alert that is made of it."""

from datetime import date

from content.digest.hazards import checked, headline
from content.errors import MemberError
from content.languages import CODES, Speaker, sentence, speaker
from handlers.arguments import read_id
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.hazards.hazard_news import tell_reporter
from handlers.members.hazards.hazard_words import as_news, kind_of, place_named
from handlers.staff.alerts.alert_steps import AlertSource, start_alert_of
from handlers.staff.gate import OnStaff, deciding
from handlers.staff.hazards.hazard_view import told_view
from handlers.staff.permissions import Act
from storage.hazards import CASE_KIND, Hazard
from storage.team import Staff

MOST_LISTED = 20
_GONE = sentence("This is over already, or was taken back.")


async def list_(context: Context, staff: Staff) -> None:
    """List the dangers that groups are told of now."""
    say = context.say
    async with context.read() as r:
        running = (await r.hazards.running(context.now))[:MOST_LISTED]
    if not running:
        context.reply(say("Groups are told of no danger now. What waits comes with /next."))
        return
    rows = [
        [Button(f"{say(kind_of(one).label)} · {place_named(say, one, one.reach or 'region')}", f"hazard-see:{one.id}")]
        for one in running
    ]
    context.reply(say("⚠️ Groups are told of these now. Press one to see it, or to say that it is over."), rows)


async def see(context: Context, staff: Staff) -> None:
    """Show a danger that groups are told of."""
    async with context.read() as r:
        one = await r.hazards.get(read_id(context.argument))
    if one is None or one.state != "told":
        context.reply(context.say(_GONE))
    else:
        context.reply(*told_view(context.say, staff, one))


async def end(context: Context, staff: Staff) -> None:
    """Tell no further group; those that heard of it hear in their next news that it is over."""
    id = read_id(context.argument)
    async with context.read() as r:
        case = await r.cases.of_subject(CASE_KIND, id)
    async with deciding(context, Act.DECIDE_HAZARD, f"{case.number if case else '-'}:over") as (w, _):
        one = await w.hazards.get(id)
        if one is None or not await w.hazards.be_over(id):
            raise MemberError(_GONE)
        context.edit(context.say("🏁 Over. Groups that heard of it are told so in their next news."))

        def told(say: Speaker) -> str:
            return say("🏁 The danger that you reported is over, our team says. Groups that heard of it are told so.")

        context.send_too(await tell_reporter(w, one, "over", told, context.now))


async def alert(context: Context, staff: Staff) -> None:
    """Begin an alert from a danger that waits or is told: what it is in our own words, in every language."""
    async with context.read() as r:
        one = await r.hazards.get(read_id(context.argument))
    if one is None or one.state not in ("waiting", "told"):
        context.reply(context.say(_GONE))
        return
    texts = {code: _warning(one, speaker(code), context.now.date()) for code in CODES}
    await start_alert_of(context, AlertSource(texts, one.country, one.region))


def _warning(one: Hazard, say: Speaker, today: date) -> str:
    """Return a danger as plain text: no words of the member's, who wrote in one language only."""
    news = as_news(one, say, "", "region" if one.region else "country", today)
    return "\n".join([headline(news, say), checked(today, say)])


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.DECIDE_HAZARD, "/dangers", list_),
    OnStaff(Act.DECIDE_HAZARD, "hazard-see", see),
    OnStaff(Act.DECIDE_HAZARD, "hazard-over", end),
    OnStaff(Act.ALERT, "hazard-alert", alert),
)
