"""The store as commands see it beside the running program: read, or written to for a moment; closed in any case."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.settings import Settings, load_settings
from storage.session import Session
from storage.store import Store, open_store, visit_store
from storage.vault import Vault

T = TypeVar("T")


@asynccontextmanager
async def reading(settings: Settings) -> AsyncIterator[Store]:
    """Open the store for reading only; raises as `open_store` does."""
    store = await open_store(settings.database_url, vault=Vault.load(settings.master_key_file), read_only=True)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def visiting(settings: Settings) -> AsyncIterator[Store]:
    """Open the store for one short write; raises as `visit_store` does."""
    store = await visit_store(settings.database_url, vault=Vault.load(settings.master_key_file))
    try:
        yield store
    finally:
        await store.close()


async def read(act: Callable[[Session], Awaitable[T]]) -> T:
    """Return what `act` reads in the store of the settings."""
    async with reading(load_settings()) as store, store.read() as r:
        return await act(r)


async def visit(act: Callable[[Session], Awaitable[T]]) -> T:
    """Return what `act` returns that writes to the store of the settings, in one transaction."""
    async with visiting(load_settings()) as store, store.write() as w:
        return await act(w)
