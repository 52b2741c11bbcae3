"""A published story is to be translated: into which language is asked, then for the words."""

from content.errors import MemberError
from handlers.asking import in_pairs
from handlers.context import Context
from handlers.keyboards import Button
from handlers.members.stories.others_tried import read_stories
from handlers.members.stories.translations import STORIES_IN, TRANSLATE, all_told, is_translated, tongues_for
from handlers.staff.gate import OnStaff
from handlers.staff.permissions import Act
from handlers.staff.queue import NOT_YOURS
from handlers.staff.settling import claimed_case
from handlers.staff.writing import begin_writing
from storage.experiences import Experience
from storage.team import Staff


async def translate(context: Context, staff: Staff) -> None:
    """Ask for a language, then for the words, from under a story: "story-tongue:<story>:<language>"."""
    id, _, code = context.argument.partition(":")
    async with context.read() as r:
        one = next(iter(await read_stories(r, [id])), None)
    others = tongues_for(staff, one) if one else []
    if one is None or not others:
        context.reply(context.say(NOT_YOURS))
    elif code in others or len(others) == 1:
        await _begin(context, one, code if code in others else others[0])
    else:
        buttons = [Button(context.say.tongue(code), f"{TRANSLATE}:{one.id}:{code}") for code in others]
        context.reply(context.say("Into which language?"), in_pairs(buttons))


async def translate_wanted(context: Context, staff: Staff) -> None:
    """Ask for the words of a translation that /next has shown: "next-tongue:<file number>"."""
    async with context.read() as r:
        case = await claimed_case(context, r, staff, context.argument, *STORIES_IN.values())
        one = next(iter(await read_stories(r, [str(case.subject)])), None)
    if one is None:
        raise MemberError(NOT_YOURS)
    await _begin(context, one, case.language, case.number)


async def _begin(context: Context, one: Experience, code: str, number: str = "") -> None:
    told, had = all_told(one), is_translated(one, code)
    await begin_writing(
        context, "story-tongue", number, now=told, story=one.id, revision=one.revision, language=code, had=had
    )


HANDLERS: tuple[OnStaff, ...] = (
    OnStaff(Act.TRANSLATE_STORY, TRANSLATE, translate),
    OnStaff(Act.TRANSLATE_STORY, "next-tongue", translate_wanted),
)
