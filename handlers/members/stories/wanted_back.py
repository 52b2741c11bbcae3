"""Someone says in their own words that they want their story back: they are asked once, then it is gone.

It comes before the emergencies: in such a wish there is no cry, but some of its words are heard as one.
"""

from collections.abc import Mapping
from itertools import product

from content.search.emergency import alarm
from content.search.fold import words
from handlers.context import Context
from handlers.hearing import Hearing
from handlers.keyboards import Button
from handlers.members.stories.receipts import MOST_LISTED, ask_to_withdraw, line, mine
from handlers.members.stories.story import action
from handlers.members.told_refs import own_ref
from handlers.routing import On

# By language: what is done with a story, and what it is called. Whoever says all words of one of either wants it back.
_WORDS: Mapping[str, tuple[str, str]] = {
    "en": ("take back, delete, remove, erase, withdraw", "my story, my experience"),
    "fr": (
        "retirer, retirez, reprendre, supprimer, supprimez, effacer, effacez, enlever",
        "mon récit, mon histoire, mon expérience",
    ),
    "sw": (
        "irudishe, irudisheni, nirudishie, futa, ifute, ondoa, iondoe, kuondoa, kufuta, nairudisha, irudi, iondolewe",
        "hadithi yangu, habari yangu, kisa changu",
    ),
    "es": (
        "retirar, retira, retire, borrar, borra, borre, quitar, quita, quite, eliminar, elimina, elimine",
        "mi relato, mi historia, mi experiencia",
    ),
    "pt": (
        "retirar, retire, apagar, apague, remover, remova, excluir, exclua, tirar, tire",
        "meu relato, minha história, minha experiência",
    ),
    "id": ("tarik, hapus, cabut, batalkan, menarik, menghapus", "cerita saya, kisah saya, pengalaman saya, ceritaku"),
    "ar": ("اسحب, سحب, احذف, حذف, امسح, مسح, ازل, أزل, استرجع, استرجاع, ارجع, أرجع", "قصتي, حكايتي, تجربتي"),
}
# Politeness may sound like a call for help: "tolong".
_POLITE = frozenset(words("please, s'il vous plaît, tafadhali, naomba, por favor, tolong, mohon, من فضلك, لو سمحت"))
_LONGEST_WISH = 60


def _forms(told: str) -> tuple[frozenset[str], ...]:
    """Return the forms of a list as sets of words, folded as they are heard."""
    return tuple(frozenset(words(form)) for form in told.split(","))


_WISHES = tuple(
    done | called for told, names in _WORDS.values() for done, called in product(_forms(told), _forms(names))
)


def _wants_it_back(h: Hearing) -> bool:
    is_plain = h.is_private and h.kind == "message" and h.command is None and h.action is None
    if not is_plain or len(h.text) >= _LONGEST_WISH:
        return False
    heard = words(h.text)
    wish = next((one for one in _WISHES if one <= frozenset(heard)), None)
    # What is left of it may be a cry; the emergencies come first then.
    return wish is not None and alarm(" ".join(word for word in heard if word not in wish | _POLITE)) is None


async def give_back(context: Context) -> None:
    """Ask whether the one story that there is goes for good; of several ask which."""
    say, member = context.say, context.hearing.member
    async with context.read() as r:
        stories = (await r.experiences.of(member.id))[:MOST_LISTED] if member else []
    living = [one for one in stories if one.state in ("waiting", "announced", "published")]
    if not living:
        await mine(context)
    elif len(living) == 1:
        ask_to_withdraw(context, living[0], own_ref(living[0]))
    else:
        rows = [[Button(line(one, say), action("out", own_ref(one)))] for one in living]
        context.reply(say("Which one do you take back? Press it, or type its number."), rows)


HANDLERS: tuple[On, ...] = (On(_wants_it_back, give_back),)
