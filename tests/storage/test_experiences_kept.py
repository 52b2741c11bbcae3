from datetime import timedelta

from storage.experiences import ANSWERED, CASE_KIND, CONTACT_LASTS, Told
from storage.outbox import Notice
from storage.store import Store
from storage.vault import Vault
from tests.storage.conftest import NOON, Now, Opener

TOLD = Told("sw", {"did": "nilitumia retort", "outcome": "better"}, ["members"], "1", card="hs-mercury-retort")
TODAY = NOON.date()


async def told(store: Store, member: int, receipt: str = "AAAA", story: Told = TOLD) -> int:
    async with store.write() as w:
        id = await w.experiences.add(member, receipt, story, TODAY)
    assert id is not None
    return id


async def test_a_story_is_found_by_its_receipt_and_by_its_author_and_by_nobody_else(store: Store, member: int) -> None:
    id = await told(store, member)
    async with store.read() as r:
        found = await r.experiences.by_receipt("AAAA")
        assert found is not None
        assert (found.id, found.state, found.answers["did"], found.contact) == (
            id,
            "waiting",
            "nilitumia retort",
            member,
        )
        assert [one.id for one in await r.experiences.of(member)] == [id]
        assert await r.experiences.by_receipt("AAAB") is None
        assert await r.experiences.of(member + 1) == []


async def test_a_receipt_opens_the_story_under_a_newer_key_too(sqlite_url: str, opened: Opener) -> None:
    store = await opened(sqlite_url)
    id = await told(store, 7)
    await store.close()
    newer = await opened(sqlite_url, vault=Vault({1: b"k" * 32, 2: b"n" * 32}))
    async with newer.read() as r:
        found = await r.experiences.by_receipt("AAAA")
        assert found is not None
        assert found.id == id
        assert [one.id for one in await r.experiences.of(7)] == [id]


async def test_a_receipt_is_given_once(store: Store, member: int) -> None:
    await told(store, member)
    async with store.write() as w:
        assert await w.experiences.add(member, "AAAA", TOLD, TODAY) is None


async def test_publishing_shows_the_masked_words_and_erases_what_was_written(store: Store, member: int) -> None:
    id = await told(store, member)
    async with store.write() as w:
        one = await w.experiences.get(id)
        assert one is not None
        assert await w.experiences.publish(one, {"text": "nilitumia […]"}, card="hs-mercury-retort", now=NOON)
        assert not await w.experiences.publish(one, {"text": "again"}, card=None, now=NOON)
    async with store.read() as r:
        (shown,) = await r.experiences.under_card("hs-mercury-retort", 5)
        assert (shown.state, shown.shown, dict(shown.answers)) == ("published", {"text": "nilitumia […]"}, {})
        assert [one.id for one in await r.experiences.published(0, 10)] == [id]
        assert await r.experiences.published(id, 10) == []


async def test_a_changed_wording_waits_for_its_author_and_can_go_back_into_review(store: Store, member: int) -> None:
    id = await told(store, member)
    later = NOON + timedelta(hours=24)
    async with store.write() as w:
        one = await w.experiences.get(id)
        assert one is not None
        assert await w.experiences.announce(one, {"text": "other words"}, card=None, publish_at=later)
        assert await w.experiences.announced(later - timedelta(seconds=1), 10) == []
        (due,) = await w.experiences.announced(later, 10)
        assert await w.experiences.review_again(due, TOLD.answers)
        assert not await w.experiences.publish(due, {"text": "other words"}, card=None, now=later)
        back = await w.experiences.get(id)
    assert back is not None
    assert (back.state, back.shown, back.answers["did"]) == ("waiting", None, "nilitumia retort")


async def test_a_withdrawn_story_leaves_its_counts_and_nothing_else(store: Store, member: int) -> None:
    id = await told(store, member)
    async with store.write() as w:
        await w.experiences.add_picture(id, 0, b"jpeg")
        one = await w.experiences.get(id)
        assert one is not None
        await w.experiences.publish(one, {"text": "x"}, card="hs-heat", now=NOON)
        assert await w.experiences.count(id, "helped")
        assert await w.experiences.pictures(id) == [b"jpeg"]
        assert await w.experiences.withdraw(id)
        assert not await w.experiences.withdraw(id)
        assert not await w.experiences.count(id, "helped")
        gone = await w.experiences.get(id)
        assert gone is not None
        assert (gone.shown, dict(gone.answers), gone.contact, gone.helped) == (None, {}, None, 1)
        assert await w.experiences.pictures(id) == []
        assert await w.experiences.of(member) == []
        assert await w.experiences.under_card("hs-heat", 5) == []


async def test_a_member_who_is_forgotten_takes_their_stories_and_the_cases_along(store: Store, member: int) -> None:
    id = await told(store, member)
    async with store.write() as w:
        assert await w.cases.open(CASE_KIND, id, language="sw", now=NOON)
        await w.members.forget(member)
        gone, case = await w.experiences.get(id), await w.cases.of_subject(CASE_KIND, id)
    assert gone is not None
    assert case is not None
    assert (gone.state, case.state, case.decision) == ("withdrawn", "done", "withdrawn")


async def test_after_a_year_nobody_can_tell_whose_a_published_story_is(store: Store, member: int, now: Now) -> None:
    id = await told(store, member)
    async with store.write() as w:
        one = await w.experiences.get(id)
        assert one is not None
        await w.experiences.publish(one, {"text": "x"}, card="hs-heat", now=NOON)
        assert await w.experiences.prune(NOON + CONTACT_LASTS) == 0
        kept = await w.experiences.get(id)
        assert kept is not None
        assert kept.contact == member
        await w.experiences.prune(NOON + CONTACT_LASTS + timedelta(days=1))
        older = await w.experiences.get(id)
        assert older is not None
        assert (older.state, older.contact) == ("published", None)
        assert await w.experiences.of(member) == []
        assert await w.experiences.prune(NOON + timedelta(days=731)) == 1
        assert await w.experiences.counts() == {"withdrawn": 1}


async def test_one_person_says_once_that_it_helped(store: Store, member: int) -> None:
    id = await told(store, member)
    async with store.write() as w:
        one = await w.experiences.get(id)
        assert one is not None
        assert await w.experiences.publish(one, {"text": "x"}, card=None, now=NOON)
        assert [await w.experiences.react(id, 8, "helped") for _ in range(2)] == [True, False]
        assert await w.experiences.react(id, 8, "tried")
        assert await w.experiences.react(id, 9, "helped")
        await w.experiences.forget_reactions(8)
        kept = await w.experiences.get(id)
    assert kept is not None
    assert (kept.helped, kept.tried) == (2, 1)


async def test_who_said_it_under_an_older_key_says_it_no_second_time(sqlite_url: str, opened: Opener) -> None:
    store = await opened(sqlite_url)
    id = await told(store, 7)
    async with store.write() as w:
        one = await w.experiences.get(id)
        assert one is not None
        await w.experiences.publish(one, {"text": "x"}, card=None, now=NOON)
        await w.experiences.react(id, 8, "helped")
    await store.close()
    newer = await opened(sqlite_url, vault=Vault({1: b"k" * 32, 2: b"n" * 32}))
    async with newer.write() as w:
        assert not await w.experiences.react(id, 8, "helped")


async def test_the_concepts_of_a_story_are_kept_as_long_as_it_is_public(store: Store, member: int) -> None:
    id = await told(store, member)
    async with store.write() as w:
        assert not await w.experiences.keep_concepts(id, ["retort"])
        one = await w.experiences.get(id)
        assert one is not None
        await w.experiences.publish(one, {"text": "x"}, card=None, now=NOON)
        assert await w.experiences.keep_concepts(id, ["retort", "mercury"])
        (kept,) = await w.experiences.published(-1, 5)
        assert kept.concepts == {"retort", "mercury"}
        await w.experiences.withdraw(id)
        gone = await w.experiences.get(id)
    assert gone is not None
    assert gone.concepts is None


async def test_pictures_are_counted_and_what_was_withdrawn_is_listed(store: Store) -> None:
    async with store.write() as w:
        id = await w.experiences.add(1, "AB3C4DFE5F", TOLD, NOON.date())
        assert id is not None
        await w.experiences.add_picture(id, 0, b"a")
        await w.experiences.add_picture(id, 1, b"b")
        assert await w.experiences.count_pictures(id) == 2
        assert await w.experiences.withdrawn() == []
        await w.experiences.withdraw(id)
        assert await w.experiences.count_pictures(id) == 0
        assert await w.experiences.withdrawn() == [id]


async def test_who_is_silent_for_half_a_year_is_forgotten_but_what_they_told_stays(store: Store) -> None:
    async with store.write() as w:
        member = await w.members.meet(5, guessed="sw", now=NOON)
        id = await w.experiences.add(member.id, "AB3C4DFE5F", TOLD, TODAY)
        assert id is not None
        await w.cases.open(CASE_KIND, id, language="sw", now=NOON)
        assert await w.members.prune(NOON + timedelta(days=182)) == 1
        kept = await w.experiences.by_receipt("AB3C4DFE5F")
        assert kept and (kept.state, kept.answers, kept.contact) == ("waiting", dict(TOLD.answers), None)
        assert await w.experiences.of(member.id) == []
        case = await w.cases.of_subject(CASE_KIND, id)
        assert case and case.state == "open"


async def test_a_story_that_is_taken_back_reaches_nobody_to_whom_it_was_under_way(store: Store, member: int) -> None:
    id, other = await told(store, member), await told(store, member, "BBBB")
    async with store.write() as w:
        for story in (id, other):
            call = {"method": "sendMessage", "text": "nilitumia retort"}
            assert await w.outbox.stage(Notice(member, ANSWERED, f"5:{story}", 3, call))
        await w.experiences.withdraw(id)
    async with store.read() as r:
        assert await r.outbox.counts() == {"cancelled": 1, "waiting": 1}


async def test_what_quotes_a_story_is_emptied_when_it_is_taken_back_however_far_it_has_come(
    store: Store, member: int
) -> None:
    id, other = await told(store, member), await told(store, member, "BBBB")
    states = {}
    async with store.write() as w:
        for fate in ("waiting", "muted", "unknown", "retried", "lost", "silenced", "sent", "another's"):
            quoted = (other,) if fate == "another's" else (other, id)
            one = await w.outbox.stage(Notice(member, "digest", fate, 3, {"text": fate}, stories=quoted))
            assert one is not None
            states[fate] = one.id
        under_way = ("muted", "unknown", "retried", "lost", "silenced", "sent")
        await w.outbox.claim([states[fate] for fate in under_way])
        await w.outbox.mark_failed(states["muted"], "muted", keeps_text=True)
        await w.outbox.mark_unknown(states["unknown"])
        await w.experiences.withdraw(id)
        await w.outbox.retry(states["retried"], NOON)
        await w.outbox.mark_unknown(states["lost"])
        await w.outbox.mark_failed(states["silenced"], "muted", keeps_text=True)
        await w.outbox.mark_sent([(states["sent"], 9)])
        assert {fate: await w.outbox.get_state(id) for fate, id in states.items()} == {
            "waiting": "cancelled",
            "muted": "cancelled",
            "unknown": "expired",
            "retried": "cancelled",
            "lost": "expired",
            "silenced": "failed",
            "sent": "sent",
            "another's": "waiting",
        }
        kept = [fate for fate, id in states.items() if await w.outbox.look_at(id)]
        assert kept == ["another's"]
