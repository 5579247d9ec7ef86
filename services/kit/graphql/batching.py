"""Look-ups batched within one operation, so that a page of any size costs the same statements."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from strawberry.dataloader import DataLoader

from services.kit.database import Connection
from services.kit.graphql.context import Info

K = TypeVar("K")
V = TypeVar("V")
Read = Callable[[Connection, Sequence[K]], Awaitable[dict[K, V]]]


def loader(
    info: Info, name: str, read: Read[K, V], *, keep: bool = True
) -> DataLoader[K, V | None]:
    """Return the operation's loader of that name; what ``read`` does not find is None.

    ``keep`` answers a key from what was read before in the same operation. Without it each round
    reads anew, as what a mutation changes must be.
    """
    context = info.context

    async def load(keys: list[K]) -> list[V | None]:
        async with context.database.reading() as conn:
            found = await read(conn, list(dict.fromkeys(keys)))
        return [found.get(key) for key in keys]

    if name not in context.loaders:
        context.loaders[name] = DataLoader(load_fn=load, cache=keep)
    known: DataLoader[K, V | None] = context.loaders[name]
    return known
