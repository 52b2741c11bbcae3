"""/stories: what other miners tried, by topics: shelves with a count, the newest stories of a shelf, the story."""

from content.guidance.shelves import Shelf, cards_on, shelves
from content.languages import Speaker
from handlers.context import Context, first_words
from handlers.keyboards import Button
from handlers.members.cards.topics import NAMES
from handlers.members.stories.others_tried import READERS, is_open
from handlers.members.stories.translations import is_translated, told_in
from handlers.routing import On, on_action, on_command
from storage.experiences import Experience
from storage.session import Session

MOST_LISTED = 8
_LONGEST_LABEL = 40


async def stories(context: Context) -> None:
    """Show the topics to which someone has told something."""
    say = context.say
    async with context.read() as r:
        counts = await r.experiences.card_counts(READERS)
    buttons = []
    for shelf in shelves().values():
        count = sum(counts.get(card.id, 0) for card in cards_on(shelf, context.library))
        if count:
            label = f"{shelf.pictogram} {say(NAMES[shelf.name])} · {say.number(count)}"
            buttons.append(Button(label, f"stories-of:{shelf.name}"))
    if buttons:
        context.reply(say("👥 What other miners tried. About what?"), [[button] for button in buttons])
    else:
        text = say("Nobody has told anything yet that I may pass on. You could be the first.")
        context.reply(text, [[Button(say("🗣 Tell"), "tell")]])


async def stories_of(context: Context) -> None:
    """List the newest stories of a topic."""
    say, shelf = context.say, shelves().get(context.argument)
    async with context.read() as r:
        found = await _newest(context, r, shelf) if shelf else []
    if shelf is None or not found:
        await stories(context)
        return
    code = say.language.code
    rows = [[Button(_line(one, say), f"tried-by:{one.id}:{code}")] for one in found]
    context.reply(say("👥 The newest first. Press one, or type its number."), rows)


async def _newest(context: Context, r: Session, shelf: Shelf) -> list[Experience]:
    found = []
    for card in cards_on(shelf, context.library):
        found += [one for one in await r.experiences.under_card(card.id, MOST_LISTED) if is_open(one)]
    return sorted(found, key=lambda one: one.received_on, reverse=True)[:MOST_LISTED]


def _line(one: Experience, say: Speaker) -> str:
    """Return how a story begins, in this language if it was translated; another language is named."""
    code = say.language.code
    beginning = first_words(told_in(one, code))[:_LONGEST_LABEL]
    return (
        beginning if code == one.language or is_translated(one, code) else f"{beginning} ({say.tongue(one.language)})"
    )


HANDLERS: tuple[On, ...] = (
    on_command("stories", stories),
    on_action("stories", stories),
    on_action("stories-of", stories_of),
)
