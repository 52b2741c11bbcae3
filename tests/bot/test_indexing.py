"""What is published can be found after a start; what waits or was withdrawn can't, and no start waits for it."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.cli.search import answer_lines, search
from bot.indexing import PAGE, PAUSE_S, fill
from bot.sandbox.workshop import Workshop
from content.search.experiences import ExperienceIndex
from storage.database import StoreDown
from storage.experiences import Told
from storage.store import Store
from tests.bot.conftest import Until

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
TOLD = Told("fr", {"did": "On récupère presque tout le vif argent dans le seau"}, ["members"], "1", "hs-mercury-retort")
QUESTION = "nawezaje kutengeneza retort ya zebaki"


async def publish(store: Store, receipt: str, *, is_public: bool = True) -> int:
    async with store.write() as w:
        id = await w.experiences.add(1, receipt, TOLD, NOON.date())
        assert id is not None
        one = await w.experiences.get(id)
        assert one is not None
        if is_public:
            await w.experiences.publish(one, {"steps": [{"text": TOLD.answers["did"]}]}, card=TOLD.card, now=NOON)
    return id


def found(shop: Workshop) -> set[str]:
    services = shop.app.services
    hits = services.finder.find(QUESTION, language="sw", experiences=services.experiences).experiences
    return {hit.id for hit in hits}


async def test_after_a_start_what_is_published_is_found(shop: Workshop, until: Until) -> None:
    public = await publish(shop.store, "AAAA")
    await publish(shop.store, "BBBB", is_public=False)
    assert found(shop) == set()
    await shop.restart()
    await until(lambda: found(shop) == {str(public)})
    shop.app.services.experiences.remove(public)
    assert found(shop) == set()
    await shop.idle()
    assert not shop.app.services.experiences.is_behind


async def test_every_page_of_the_store_is_indexed(shop: Workshop) -> None:
    async with shop.store.write() as w:
        for number in range(PAGE + 3):
            id = await w.experiences.add(1, f"R{number}", TOLD, NOON.date())
            assert id is not None
            one = await w.experiences.get(id)
            assert one is not None
            await w.experiences.publish(one, TOLD.answers, card=TOLD.card, now=NOON)
    index = ExperienceIndex()
    await fill(shop.store, index)
    assert len(index.search({}, {}, [("hs-mercury-retort", 1.0)], "sw", PAGE + 10)) == PAGE + 3


async def test_other_programs_see_stories_beside_cards(shop: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    public = await publish(shop.store, "AAAA")
    index = ExperienceIndex()
    await fill(shop.store, index)
    lines = io.BytesIO(f"sw\t{QUESTION}\n".encode())
    await answer_lines(shop.app.services.finder, lines, rank_all=False, experiences=index)
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert hits[0]["id"] == "hs-mercury-retort"
    assert {"kind": "experience", "id": str(public)}.items() <= hits[-1].items()


async def test_a_store_that_can_not_be_read_is_tried_again(
    shop: Workshop, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = await publish(shop.store, "AAAA")
    tries = []

    async def refuse_once(store: Store, index: ExperienceIndex) -> int:
        tries.append(store)
        if len(tries) == 1:
            raise StoreDown("out of order")
        return await fill(store, index)

    monkeypatch.setattr("bot.indexing.fill", refuse_once)
    await shop.restart()
    await until(lambda: len(tries) == 1)
    await shop.clock.turn(timedelta(seconds=PAUSE_S))
    await until(lambda: found(shop) == {str(public)})
    assert len(tries) == 2


def test_searching_needs_neither_store_nor_key(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    settings = {"DATABASE_URL": f"sqlite:///{folder}/none.db", "MASTER_KEY_FILE": f"{folder}/none.key"}
    ran = CliRunner().invoke(search, ["How do we make a retort for mercury?"], env=settings)
    assert ran.exit_code == 0
    assert ran.output.startswith("sure (en)")
    assert not list(folder.iterdir())
