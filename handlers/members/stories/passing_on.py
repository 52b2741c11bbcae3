"""What becomes of a story once it is decided: it is found, or found no more; its author and who asked are told."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from content.guidance.library import Library
from content.languages import Speaker
from content.search.experiences import Searchable, concepts_in
from handlers.members.gaps.asking_others import LIVING, begin_waiting
from handlers.members.gaps.gap import CASE_KIND as GAP
from handlers.members.gaps.gap import TONGUES
from handlers.members.stories.case_news import own_row, tell_author
from handlers.members.stories.others_tried import READERS, caution_lines, is_open, story_rows, story_text
from handlers.members.stories.story_news import plan_news
from handlers.members.stories.translations import want
from handlers.notices import notify, speaker_for
from handlers.services import Services
from handlers.story_words import CAUTION, PICTURES, TRANSLATIONS
from storage.experiences import ANSWERED, QUESTION, Experience
from storage.outbox import Staged
from storage.session import Session

# What tells that an answer is looked at once more.
AGAIN = "answer-again"


async def published(services: Services, w: Session, one: Experience) -> list[Staged]:
    """Let a story that was just published be found, thank its author, and tell who asked; returns what is to be sent.

    Who reads a story reads it from the store: one whose decision is rolled back is found and not shown.
    """
    now = one.published_at
    if now is None:
        return []
    gap = await w.gaps.get(one.gap) if one.gap is not None else None
    beside: dict[str, object] = {QUESTION: dict(gap.passed)} if gap and gap.passed else {}
    if pictures := await w.experiences.count_pictures(one.id):
        beside |= {PICTURES: pictures}
    if beside:
        shown = {**(one.shown or {}), **beside}
        one = replace(one, shown=shown) if await w.experiences.show_anew(one, shown) else one
    await find_by_all(services, w, one)
    await plan_news(w, one, now)
    cautioned = dict(one.shown or {})
    thanks = await tell_author(
        w, one, "published", lambda say: _thanks(say, cautioned), now, lambda say: own_row(say, one)
    )
    return [*thanks, *await tell_askers(services, w, one.gap, one, now)]


async def find_by_all(services: Services, w: Session, one: Experience) -> None:
    """Let a published story be found by all that is shown of it now."""
    if READERS in one.audience:
        found_by = searchable(replace(one, concepts=None))
        await w.experiences.keep_concepts(one.id, found_by.concepts or ())
        services.experiences.add(found_by)


def unpublished(services: Services, one: Experience) -> None:
    """Let a story be found no more, from this moment on."""
    services.experiences.remove(one.id)


def _thanks(say: Speaker, shown: Mapping[str, object]) -> str:
    thanks = say(
        "🎉 Your story is out: others can find it now, without your name. Thank you. "
        "You can take it back at any time: /mine, or the code that you were given."
    )
    return "\n".join([thanks, *caution_lines(shown, say)])


async def tell_askers(
    services: Services, w: Session, answered: int | None, one: Experience, now: datetime
) -> list[Staged]:
    """Tell everyone who waits for an answer to a question which story answers it, and end the waiting."""
    gap = await w.gaps.get(answered) if answered is not None else None
    if gap is None or not is_open(one) or not await w.gaps.finish(gap.id, "answered", now.date()):
        return []
    for kind in (GAP, *TONGUES.values()):
        await w.cases.close(kind, gap.id, "answered", now)
    staged = []
    for asker in await w.gaps.askers(gap.id):
        await w.gaps.drop_asker(asker.id)
        if member := await w.members.get(asker.member):
            say = speaker_for(member, asker.language)
            told = say("🎉 Someone has answered what you asked on {day}:", day=say.date(asker.asked_at.date()))
            text = "\n\n".join([told, story_text(one, say), say("Does this help you?")])
            rows = story_rows(services.library, one, say)
            await want(w, one, say.language.code, now)
            staged += await notify(w, member, ANSWERED, f"{gap.id}:{one.revision}:{one.id}", text, rows, now)
    return staged


async def ask_again(w: Session, library: Library, one: Experience, now: datetime) -> list[Staged]:
    """Tell whoever was sent a story as an answer that it is looked at once more, and let them wait for it again."""
    gap = await w.gaps.get(one.gap) if one.gap is not None else None
    if gap is None:
        return []
    if not any(other.id != one.id for other in await w.experiences.answers_to(gap.id)):
        await w.gaps.wait_again(gap.id)
    fresh, staged = await w.gaps.get(gap.id) or gap, []
    for target, has_arrived in (await w.outbox.addressees(ANSWERED, one.id)).items():
        if member := await w.members.get(target):
            say = speaker_for(member)
            if fresh.state in LIVING:
                await begin_waiting(w, library, fresh, member.id, say, now)
            if has_arrived:
                told = say(
                    "✋ What I sent you as an answer is being checked again. Please do not do it until you hear more."
                )
                # What was sent may harm whoever does it: this waits for no morning.
                period = f"{one.revision}:{one.id}"
                staged += await notify(w, member, AGAIN, period, told, [], now, at_once=True)
    return staged


def searchable(one: Experience) -> Searchable:
    """Return what an experience is found by: its words, translated too, the question it answers, and its card."""
    shown = dict(one.shown or {})
    translated = ((code, told["text"]) for code, told in shown.pop(TRANSLATIONS, {}).items())
    shown.pop(CAUTION, None)
    also = (*shown.pop(QUESTION, {}).items(), *translated)
    text = " ".join(_words(shown))
    concepts = one.concepts
    if concepts is None:
        said = ((one.language, text), *also)
        concepts = frozenset().union(*(concepts_in(words, language) for language, words in said))
    return Searchable(one.id, one.language, text, one.card, concepts, also)


def _words(shown: object) -> Iterator[str]:
    """Yield every text in what is shown, whatever its steps are called."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, dict):
        for value in shown.values():
            yield from _words(value)
    elif isinstance(shown, list | tuple):
        for value in shown:
            yield from _words(value)
