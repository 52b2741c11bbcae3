"""The emergencies as one text file, to keep on the phone for where there is no network."""

from content.guidance.paper.offline import compose_offline
from handlers.context import Context
from handlers.members.country import call_lines, country_of
from handlers.routing import On, on_action, on_command


async def offline(context: Context) -> None:
    """Send the file, with the numbers of the person's country when they have named it."""
    say, today = context.say, context.now.date()
    text = compose_offline(context.library, say, today=today, foot=call_lines(say, country_of(context), today))
    context.reply_file(
        f"pitwise-{say.language.code}.txt",
        text,
        say("All emergencies in one text. Open it now once, so that it stays on your phone."),
    )


HANDLERS: tuple[On, ...] = (on_command("offline", offline), on_action("offline", offline))
