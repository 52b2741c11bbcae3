"""A second opinion that fails, is slow or talks nonsense costs nobody an answer, and little time."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from click.testing import CliRunner

from bot import opinion as opinions
from bot.cli import embedding
from bot.clock import TurnableClock
from bot.embedding import FAULTS, LARGEST_BYTES, Server
from bot.opinion import MOST_FAILURES, SILENCE_S, Opinion, opinion_of, try_opinion
from bot.settings import load_settings
from content.errors import SettingFlaw
from content.guidance.library import Library
from content.search.semantic import Meanings, Saying, Vectors, unit

SAID = [Saying("retort", "burn it outside"), Saying("scale", "weigh it twice")]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Model:
    """A model of two directions: of burning, and of everything else."""

    model = "a model"

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.asked = asyncio.Event()
        self.fault: BaseException | None = None
        self.hangs = False

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        self.asked.set()
        if self.fault:
            raise self.fault
        if self.hangs:
            await asyncio.Event().wait()
        return unit([[1.0, 0.1] if "burn" in text else [0.1, 1.0] for text in texts])

    async def close(self) -> None:
        pass


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def clock() -> TurnableClock:
    return TurnableClock(running=False)


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Sequence[Saying]], None]:
    """Let the program have come with the rows of SAID; the returned call changes what is said since."""
    file = tmp_path / "rows.npz"
    Meanings.of(Model.model, SAID, unit([[1.0, 0.1], [0.1, 1.0]])).save(file)
    load = Meanings.load
    monkeypatch.setattr(Meanings, "load", lambda: load(file))

    def say(said: Sequence[Saying]) -> None:
        monkeypatch.setattr(opinions, "sayings", lambda _library: list(said))

    say(SAID)
    return say


def made(model: Model, clock: TurnableClock, timeout_s: float = 60.0) -> Opinion:
    return Opinion(model, Library(()), clock, timeout_s=timeout_s)


async def test_it_says_what_a_text_is_about(model: Model, clock: TurnableClock) -> None:
    opinion = made(model, clock)
    assert await opinion("burn") == {}
    await opinion.prepare()
    assert model.texts == []
    told = await opinion("where do I burn it")
    assert told["retort"] > 0 > told["scale"]


async def test_numbers_and_names_are_not_told_to_a_model(model: Model, clock: TurnableClock) -> None:
    opinion = made(model, clock)
    await opinion.prepare()
    await opinion("my buyer Amadou +243 812 345 678 burns it \ud800" + " and" * 500)
    [asked] = model.texts
    assert "Amadou" not in asked
    assert "812" not in asked
    assert len(asked) <= 200
    asked.encode()


async def test_a_model_that_hangs_is_not_waited_for(model: Model, clock: TurnableClock) -> None:
    opinion = made(model, clock, timeout_s=0)
    await opinion.prepare()
    model.hangs = True
    assert await opinion("burn") == {}


async def test_a_dead_model_is_asked_three_times_and_then_left_alone(model: Model, clock: TurnableClock) -> None:
    opinion = made(model, clock)
    await opinion.prepare()
    model.fault = OSError("gone")
    for _ in range(10):
        assert await opinion("burn") == {}
    assert len(model.texts) == MOST_FAILURES
    await clock.turn(timedelta(seconds=SILENCE_S))
    assert await opinion("burn") == {}
    assert await opinion("burn") == {}
    assert len(model.texts) == MOST_FAILURES + 1
    await clock.turn(timedelta(seconds=SILENCE_S))
    model.fault = None
    assert await opinion("burn")
    model.fault = OSError("gone again")
    assert await opinion("burn") == {}
    model.fault = None
    assert await opinion("burn")


async def test_rows_of_changed_texts_are_made_in_the_background_again_until_it_succeeds(
    model: Model, clock: TurnableClock, rows: Callable[[Sequence[Saying]], None]
) -> None:
    rows([Saying("retort", "burn it far outside"), SAID[1]])
    opinion = made(model, clock)
    model.fault = OSError("not yet")
    preparing = asyncio.create_task(opinion.prepare())
    await model.asked.wait()
    assert model.texts == ["burn it far outside"]
    model.fault = None
    assert await opinion("burn")
    while not preparing.done():
        await clock.turn(timedelta(seconds=5))
        await asyncio.sleep(0)
    assert model.texts == ["burn it far outside", "burn", "burn it far outside"]
    assert (await opinion("burn"))["retort"] > 0


async def test_rows_of_another_model_are_not_used(model: Model, clock: TurnableClock) -> None:
    model.model = "another"
    opinion = made(model, clock)
    await opinion.recall()
    assert await opinion("burn") == {}
    await opinion.prepare()
    assert model.texts == [one.text for one in SAID]
    assert (await opinion("burn"))["retort"] > 0


def test_without_the_extra_and_without_a_server_there_is_none(
    clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opinions, "OwnModel", SimpleNamespace(is_installed=lambda: False))
    assert opinion_of(load_settings(semantic_url=""), Library(()), clock) is None
    assert opinion_of(load_settings(semantic_url="http://127.0.0.1:1/v1"), Library(()), clock) is not None


@asynccontextmanager
async def server(answer: Answer, key: str = "") -> AsyncIterator[Server]:
    app = web.Application()
    app.router.add_post("/v1/embeddings", answer)
    async with TestServer(app) as running:
        client = Server(str(running.make_url("/v1")), model="e5", key=key)
        try:
            yield client
        finally:
            await client.close()


async def test_a_server_is_asked_as_openai_is(caplog: pytest.LogCaptureFixture) -> None:
    seen = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((await request.json(), request.headers["Authorization"]))
        data = [{"index": 1, "embedding": [0, 2.0]}, {"index": 0, "embedding": [3.0, 0]}]
        return web.json_response({"object": "list", "data": data})

    async with server(answer, key="k") as client:
        assert np.array_equal(await client.embed(["a", "b"]), [[1, 0], [0, 1]])
    assert seen == [({"model": "e5", "input": ["a", "b"]}, "Bearer k")]


NONSENSE = [
    b"",
    b"no json",
    b"[]",
    b"{}",
    b'{"data": []}',
    b'{"data": [1]}',
    b'{"data": [{"embedding": null}]}',
    b'{"data": [{"embedding": ["a"]}]}',
    b'{"data": [{"embedding": [0, 0]}]}',
    b'{"data": [{"embedding": [NaN, 1]}]}',
    b'{"data": [{"index": 7, "embedding": [1, 2]}]}',
    b'{"data": [{"index": "x", "embedding": [1, 2]}]}',
    b'{"data": [{"index": null, "embedding": [1, 2]}]}',
    b"\xff\xfe",
    b"[" * 100_000,
    b" " * (LARGEST_BYTES + 1),
    json.dumps({"data": [{"embedding": [1, 2]}] * 2}).encode(),
]


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
async def test_a_server_that_talks_nonsense_is_a_fault_like_any_other(body: bytes) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type="application/json")

    async with server(answer) as client:
        with pytest.raises(FAULTS):
            await client.embed(["a"])


@pytest.mark.parametrize("status", [302, 401, 404, 429, 500])
async def test_a_server_that_refuses_is_a_fault_like_any_other(status: int) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": "/v1/embeddings"})

    async with server(answer) as client:
        with pytest.raises(FAULTS):
            await client.embed(["a"])


async def test_a_check_names_the_model_or_the_mend(monkeypatch: pytest.MonkeyPatch, model: Model) -> None:
    settings = load_settings(semantic_url="http://127.0.0.1:1/secret", semantic_timeout_s=60)
    with pytest.raises(SettingFlaw, match="SEMANTIC_URL") as flaw:
        await try_opinion(settings)
    assert "secret" not in str(flaw.value)
    monkeypatch.setattr(opinions, "embedder_of", lambda _settings: model)
    assert await try_opinion(settings) == "a model"
    monkeypatch.setattr(opinions, "embedder_of", lambda _settings: None)
    assert "make semantic" in await try_opinion(settings)


def test_embedding_the_cards_makes_rows_of_new_texts_only(monkeypatch: pytest.MonkeyPatch, model: Model) -> None:
    said = [*SAID, Saying("shaft", "prop it")]
    saved: list[Meanings] = []
    monkeypatch.setattr(embedding, "OwnModel", lambda: model)
    monkeypatch.setattr(embedding.OwnModel, "is_installed", lambda: True, raising=False)
    monkeypatch.setattr(embedding, "sayings", lambda _library: said)
    monkeypatch.setattr(Meanings, "save", lambda meanings: saved.append(meanings))
    ran = CliRunner().invoke(embedding.embed)
    assert ran.exit_code == 0
    assert "3 rows, 1 of them new" in ran.output
    assert model.texts == ["prop it"]
    assert saved[0].missing(said) == []
    CliRunner().invoke(embedding.embed, ["--anew"])
    assert model.texts == ["prop it", *(one.text for one in said)]


def test_embedding_without_the_extra_names_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "OwnModel", SimpleNamespace(is_installed=lambda: False))
    ran = CliRunner().invoke(embedding.embed)
    assert ran.exit_code == 1
    assert "make semantic" in ran.output
