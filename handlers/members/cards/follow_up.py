"""A very short question after a card ("and in the rain?") is about that card: the rest of it, and other ways on."""

from dataclasses import replace

from content.guidance.library import Card
from content.guidance.markup import render
from content.languages import Speaker, speaker
from content.search.answer import Found, Hit
from content.search.fold import words
from content.search.frequent import weightless
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.cards.card import note_shown
from handlers.members.cards.tools import TOOLS
from handlers.members.cards.topics import card_button

LONGEST = 6  # words
MOST_OTHERS = 3
NONE_OF_THESE = "none-of-these"
# What a question can add to a subject without naming one (concepts of the glossary).
CIRCUMSTANCES = frozenset(
    ["rain", "wet", "how-much", "price", "cheap", "buy", "why", "child", "woman", "danger", "help", "today", "week"]
)
# With these a person goes on from what was just said, in any of the languages, folded.
_OPENINGS = frozenset(
    words("and but if et mais si na je lakini kama ikiwa y pero e mas se dan tapi kalau terus lalu طيب بس لكن لو")
)
_TWO_WORD_OPENINGS = frozenset([("what", "about"), ("how", "about"), ("what", "if"), ("bagaimana", "kalau")])


def _just_shown(context: Context) -> Card | None:
    person = context.hearing.person_id
    seen = context.services.shown.last(person, context.now) if person is not None else None
    return context.library.cards.get(seen.card) if seen and context.hearing.is_private else None


def with_what_was_said(context: Context, found: Found) -> Found:
    """Hear a question together with what the card just shown is about.

    Who has read that card because she is pregnant, and now asks about burning gold, is pregnant still.
    """
    card = _just_shown(context)
    if card is None or not card.first_when or found.together:
        return found
    said = frozenset.intersection(*(one.concepts for one in card.first_when))
    first = context.library.first(found.concepts | said)
    if len(first) < 2:
        return found
    return replace(found, outcome="sure", together=True, hits=tuple(Hit("card", one, 1.0) for one in first))


def card_meant(context: Context, question: str, found: Found) -> Card | None:
    """Return the card just shown when these words have no subject of their own and fit it."""
    card = _just_shown(context)
    if card is None or not lacks_subject(question, found):
        return None
    title = card.text(found.language)[0].title
    together = context.finder.find(f"{title} {question}", language=found.language, is_calm=True)
    return card if card.id in {hit.id for hit in together.hits} else None


def lacks_subject(question: str, found: Found) -> bool:
    """Tell whether so few words name no subject: small words only, or a circumstance of what was said before."""
    said = words(question)
    is_named = found.outcome == "sure" and not found.concepts
    if not said or len(said) > LONGEST or is_named:
        return False
    small = weightless().get(found.language, frozenset()) | _OPENINGS
    own = [word for word in said if word not in small]
    opens = said[0] in _OPENINGS or tuple(said[:2]) in _TWO_WORD_OPENINGS
    opens = opens or (said[0].startswith("و") and len(said[0]) > 2)
    if not own:
        return True
    if found.concepts:
        is_circumstance = found.concepts <= CIRCUMSTANCES and len(own) <= 2
        return is_circumstance and (opens or found.outcome != "sure" or len(said) <= 3)
    return (opens or len(said) == 2) and len(own) == 1 and found.outcome != "sure"


def go_on(context: Context, card: Card, found: Found) -> None:
    """Stage the rest of `card`; when that was read already, its relatives. What the words alone found stands below."""
    say = speaker(found.language)
    person = context.hearing.person_id
    seen = context.services.shown.last(person, context.now) if person is not None else None
    rest = render(card, say.language.code, say, today=context.now.date()).more
    if rest and not (seen and seen.is_whole):
        context.reply(rest, [*_others(context, card, found, say), [Button(say("None of these"), NONE_OF_THESE)]])
        note_shown(context, card, is_whole=True)
        return
    related = [context.library.cards[one] for one in card.related if one in context.library.cards]
    context.reply(
        say("I have told you all I know about it. Perhaps one of these helps."),
        [
            *_others(context, card, found, say),
            *([card_button(one, say)] for one in related[:MOST_OTHERS]),
            [Button(say("None of these"), NONE_OF_THESE)],
        ],
    )


def _others(context: Context, card: Card, found: Found, say: Speaker) -> list[list[Button]]:
    """Return what the words alone are about, besides this card."""
    rows = []
    for hit in found.hits:
        if hit.kind == "tool" and hit.id in TOOLS:
            rows.append([TOOLS[hit.id].button(say)])
        elif hit.kind == "card" and hit.id != card.id and hit.id in context.library.cards:
            rows.append([card_button(context.library.cards[hit.id], say)])
    return rows[:MOST_OTHERS]
