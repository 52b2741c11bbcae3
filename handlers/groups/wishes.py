"""What can be chosen about the news: defaults of each kind, and a table of settings with their options. No messages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from content.countries import Country
from content.guidance.catalogue import GROUPS
from content.languages import CODES, Speaker, sentence, speaker
from content.market.minerals import MINERALS
from content.market.regions import REGIONS
from content.market.units import UNITS
from content.quiet import NIGHT
from content.schedule import WEEK, Schedule
from content.zones import zones_of
from handlers import figures
from handlers.groups.digests import MEMBER
from storage.subscriptions import MOST_LANGUAGES, WhenEmpty, Wishes

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "cooperative": sentence("🤝 A cooperative"),
        "women": sentence("👩 Women's group"),
        "practitioners": sentence("👷 Miners"),
        "researchers": sentence("🔬 Researchers"),
    }
)
TOPICS: Mapping[str, str] = MappingProxyType(
    {
        "health-safety": sentence("Safety and health"),
        "processing": sentence("Getting gold out"),
        "law": sentence("Papers and law"),
        "finance": sentence("Saving and loans"),
        "market": sentence("Selling gold"),
        "community": sentence("Working together"),
    }
)
_WHEN_EMPTY = {"line": sentence("One question"), "silence": sentence("Silence")}
_CHANGED_BY = {
    "administrators": sentence("Administrators"),
    "owner": sentence("Only the owner"),
    "members": sentence("Every member"),
}
_MONDAY, _FRIDAY, _SATURDAY = 0, 4, 5
_DOLLAR = "USD"
_GRAM = "gram"
_NONE = "none"
_QUIET = ("21-7", "20-6", "22-8", _NONE)
Countries = Mapping[str, Country]


@dataclass(frozen=True)
class _Usual:
    """What a kind begins with: its day, topics and minerals (none: all of them), what comes when nothing is new."""

    weekday: int = _MONDAY
    topics: tuple[str, ...] = ()
    minerals: tuple[str, ...] = ("gold",)
    when_empty: WhenEmpty = "line"


_USUAL: Mapping[str, _Usual] = MappingProxyType(
    {
        # It plans its week together: everything, papers and money too.
        "cooperative": _Usual(),
        # The same, when the week's work is done.
        "women": _Usual(_SATURDAY),
        # What helps at the next shift, and what is paid for it.
        "practitioners": _Usual(topics=("health-safety", "processing", "market")),
        # What was tried, of any mineral; neither prices nor questions that are asked to pass the time.
        "researchers": _Usual(_FRIDAY, minerals=(), when_empty="silence"),
        MEMBER: _Usual(when_empty="silence"),
    }
)


def usual(kind: str, language: str, country: str, countries: Countries) -> Wishes:
    """Return the wishes that a group of a kind (one of KINDS, or "member") begins with."""
    begins, known = _USUAL[kind], countries.get(country)
    return Wishes(
        kind=kind,
        languages=(language,),
        schedule=Schedule((begins.weekday,), 8, zones_of(country)[0]),
        minerals=begins.minerals,
        topics=begins.topics,
        country=country,
        currency=known.currencies[0] if known and known.currencies else _DOLLAR,
        unit=_GRAM,
        when_empty=begins.when_empty,
        quiet=NIGHT if kind == MEMBER else None,
    )


@dataclass(frozen=True)
class Setting:
    """One thing that is chosen: `options` are its keys with their labels, `chosen` the keys that hold.

    `take` returns the wishes with a key taken, or dropped where `several` may hold; None where one must stay.
    """

    label: str
    options: Callable[[Wishes, Speaker, Countries], Sequence[tuple[str, str]]]
    chosen: Callable[[Wishes], tuple[str, ...]]
    take: Callable[[Wishes, str, bool, Countries], Wishes | None]
    several: bool = False
    none: str = ""

    def told(self, wishes: Wishes, say: Speaker, countries: Countries) -> str:
        """Return what holds, in words."""
        labels = dict(self.options(wishes, say, countries))
        chosen = [labels.get(key, key) for key in self.chosen(wishes)]
        return say.list_of(chosen) if chosen else say(self.none)


def _toggled(values: Sequence[str], key: str, is_on: bool) -> tuple[str, ...]:
    others = tuple(value for value in values if value != key)
    return (*others, key) if is_on else others


def _take_language(wishes: Wishes, key: str, is_on: bool, _: Countries) -> Wishes | None:
    most = 1 if wishes.kind == MEMBER else MOST_LANGUAGES
    languages = _toggled(wishes.languages, key, is_on)[-most:]
    return replace(wishes, languages=languages) if languages else None


def _take_day(wishes: Wishes, key: str, is_on: bool, _: Countries) -> Wishes | None:
    days = sorted(int(day) for day in _toggled([str(day) for day in wishes.schedule.weekdays], key, is_on))
    return replace(wishes, schedule=replace(wishes.schedule, weekdays=tuple(days))) if days else None


def _take_country(wishes: Wishes, key: str, _on: bool, countries: Countries) -> Wishes:
    """Another country has another clock and money."""
    new = usual(wishes.kind, wishes.languages[0], key, countries)
    schedule = replace(wishes.schedule, zone=new.schedule.zone)
    return replace(wishes, country=key, region=None, schedule=schedule, currency=new.currency, unit=new.unit)


def _take_quiet(wishes: Wishes, key: str, _on: bool, _: Countries) -> Wishes:
    begins, _dash, ends = key.partition("-")
    return replace(wishes, quiet=None if key == _NONE else (int(begins), int(ends)))


def _countries(_: Wishes, say: Speaker, countries: Countries) -> list[tuple[str, str]]:
    """All countries that are known, the likeliest of the language first."""
    likeliest = [code for code in say.language.countries if code in countries]
    others = sorted((code for code in countries if code not in likeliest), key=say.country)
    return [(code, f"{countries[code].flag} {say.country(code)}") for code in (*likeliest, *others)]


def _regions(wishes: Wishes, say: Speaker, _: Countries) -> list[tuple[str, str]]:
    regions = REGIONS.get(wishes.country or "", ())
    return [*((one.key, one.named(say.language.code)) for one in regions), (_NONE, say("All of the country"))]


def _units(wishes: Wishes, _: Speaker, countries: Countries) -> list[tuple[str, str]]:
    known = countries.get(wishes.country or "")
    keys = dict.fromkeys([_GRAM, *(known.units if known else ()), "kilogram", "troy_ounce"])
    return [(key, figures.unit_name(key)) for key in keys if key in UNITS and UNITS[key].grams and key != "carat"]


def _currencies(wishes: Wishes, _: Speaker, countries: Countries) -> list[tuple[str, str]]:
    known = countries.get(wishes.country or "")
    return [(code, code) for code in dict.fromkeys([*(known.currencies if known else ()), _DOLLAR])]


def _quiet_key(wishes: Wishes) -> tuple[str, ...]:
    return (f"{wishes.quiet[0]}-{wishes.quiet[1]}" if wishes.quiet else _NONE,)


def _hour(hour: int) -> str:
    return f"{hour:02}:00"


def _hours(key: str, say: Speaker) -> str:
    begins, _, ends = key.partition("-")
    return say("None") if key == _NONE else f"{_hour(int(begins))} – {_hour(int(ends))}"


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "languages": Setting(
            sentence("🌍 Language"),
            lambda wishes, say, _: [(code, speaker(code).language.name) for code in CODES],
            lambda wishes: wishes.languages,
            _take_language,
            several=True,
        ),
        "minerals": Setting(
            sentence("⛏ Minerals"),
            lambda wishes, say, _: [(key, say(figures.MINERAL_NAMES[key])) for key in MINERALS],
            lambda wishes: wishes.minerals,
            lambda wishes, key, on, _: replace(wishes, minerals=_toggled(wishes.minerals, key, on)),
            several=True,
            none=sentence("All, no prices"),
        ),
        "topics": Setting(
            sentence("📚 Topics"),
            lambda wishes, say, _: [(key, say(TOPICS[key])) for key in GROUPS if key in TOPICS],
            lambda wishes: wishes.topics,
            lambda wishes, key, on, _: replace(wishes, topics=_toggled(wishes.topics, key, on)),
            several=True,
            none=sentence("All topics"),
        ),
        "country": Setting(
            sentence("🌐 Country"),
            _countries,
            lambda wishes: (wishes.country,) if wishes.country else (),
            _take_country,
            none=sentence("None"),
        ),
        "region": Setting(
            sentence("📍 Region"),
            _regions,
            lambda wishes: (wishes.region or _NONE,),
            lambda wishes, key, _on, _: replace(wishes, region=None if key == _NONE else key),
        ),
        "days": Setting(
            sentence("📅 Days"),
            lambda wishes, say, _: [(str(day), say.weekday(day)) for day in range(WEEK)],
            lambda wishes: tuple(str(day) for day in wishes.schedule.weekdays),
            _take_day,
            several=True,
        ),
        "weeks": Setting(
            sentence("🔁 How often"),
            lambda wishes, say, _: [
                ("1", say("Every week")),
                ("2", say("Every 2 weeks")),
                ("4", say("Every 4 weeks")),
            ],
            lambda wishes: (str(wishes.schedule.every_weeks),),
            lambda wishes, key, _on, _: replace(wishes, schedule=replace(wishes.schedule, every_weeks=int(key))),
        ),
        "hour": Setting(
            sentence("🕗 Hour"),
            lambda wishes, say, _: [(str(hour), _hour(hour)) for hour in range(24)],
            lambda wishes: (str(wishes.schedule.hour),),
            lambda wishes, key, _on, _: replace(wishes, schedule=replace(wishes.schedule, hour=int(key))),
        ),
        "zone": Setting(
            sentence("🕰 Clock of"),
            lambda wishes, say, _: [(zone, say.place_of_zone(zone)) for zone in zones_of(wishes.country)],
            lambda wishes: (wishes.schedule.zone,),
            lambda wishes, key, _on, _: replace(wishes, schedule=replace(wishes.schedule, zone=key)),
        ),
        "currency": Setting(
            sentence("💱 Money"),
            _currencies,
            lambda wishes: (wishes.currency or _DOLLAR,),
            lambda wishes, key, _on, _: replace(wishes, currency=key),
        ),
        "unit": Setting(
            sentence("⚖️ Unit"),
            _units,
            lambda wishes: (wishes.unit or _GRAM,),
            lambda wishes, key, _on, _: replace(wishes, unit=key),
        ),
        "empty": Setting(
            sentence("💤 Nothing new"),
            lambda wishes, say, _: [(key, say(label)) for key, label in _WHEN_EMPTY.items()],
            lambda wishes: (wishes.when_empty,),
            lambda wishes, key, _on, _: replace(wishes, when_empty="line" if key == "line" else "silence"),
        ),
        "changed": Setting(
            sentence("🔐 Changed by"),
            lambda wishes, say, _: [(key, say(label)) for key, label in _CHANGED_BY.items()],
            lambda wishes: (wishes.changed_by,),
            lambda wishes, key, _on, _: replace(wishes, changed_by=key),
        ),
        "quiet": Setting(
            sentence("🌙 Quiet hours"),
            lambda wishes, say, _: [(key, _hours(key, say)) for key in _QUIET],
            _quiet_key,
            _take_quiet,
        ),
    }
)
_GROUPS_ONLY, _MEMBERS_ONLY = frozenset({"empty", "changed"}), frozenset({"quiet"})


def settings_of(wishes: Wishes, say: Speaker, countries: Countries) -> dict[str, Setting]:
    """Return what this target can choose: what leaves a choice, in the order in which it is shown."""
    hidden = _GROUPS_ONLY if wishes.kind == MEMBER else _MEMBERS_ONLY
    return {
        name: one
        for name, one in SETTINGS.items()
        if name not in hidden and len(one.options(wishes, say, countries)) > 1
    }
