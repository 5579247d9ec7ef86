"""Relay connections over keyset pages: cursors, page requests and the types clients see."""

import base64
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, Self, TypeAlias, TypeVar
from uuid import UUID

import msgspec
import strawberry

from services.kit.refusal import Refusal

T = TypeVar("T")
NodeT = TypeVar("NodeT")
KeyPart: TypeAlias = str | int | datetime | date | UUID | bool | None
Key: TypeAlias = tuple[KeyPart, ...]

DEFAULT_PAGE = 20
LARGEST_PAGE = 100
LARGEST_COUNT = 1000

First = Annotated[
    int | None, strawberry.argument(description="How many to return from the front, 1 to 100.")
]
After = Annotated[
    str | None, strawberry.argument(description="Return what follows this cursor; with first.")
]
Last = Annotated[
    int | None, strawberry.argument(description="How many to return from the back, 1 to 100.")
]
Before = Annotated[
    str | None, strawberry.argument(description="Return what precedes this cursor; with last.")
]

_READERS: dict[str, Callable[[str], KeyPart]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "u": UUID,
}


def encode_cursor(connection: str, *key: KeyPart) -> str:
    """Return an opaque cursor that only the named connection accepts."""
    text = msgspec.json.encode([connection, *map(_written, key)])
    return base64.urlsafe_b64encode(text).decode("ascii")


def decode_cursor(cursor: str, connection: str, field: str, key: Sequence[type] = ()) -> Key:
    """Return the key a cursor holds, of the types that ``key`` names where it is given.

    Raises Refusal BAD_CURSOR, or CURSOR_OF_OTHER_CONNECTION, naming ``field``.
    """
    try:
        found, *parts = msgspec.json.decode(base64.urlsafe_b64decode(cursor), type=list[Any])
        values = tuple(_read(part) for part in parts)
    except (ValueError, KeyError, TypeError, OverflowError, msgspec.MsgspecError):
        raise Refusal("BAD_CURSOR", "翻页游标不正确，请从第一页重新查询。", field) from None
    if found != connection:
        raise Refusal("CURSOR_OF_OTHER_CONNECTION", "翻页游标属于另一个列表。", field)
    if key and not _fits(values, key):
        raise Refusal("BAD_CURSOR", "翻页游标不正确，请从第一页重新查询。", field)
    return values


def _written(part: KeyPart) -> object:
    # not by exact class: asyncpg has a UUID of its own
    if isinstance(part, UUID):
        return {"u": str(part)}
    if isinstance(part, datetime):
        return {"t": part.isoformat()}
    return {"d": part.isoformat()} if isinstance(part, date) else part


def _read(part: Any) -> KeyPart:
    if isinstance(part, dict):
        ((tag, text),) = part.items()
        if not isinstance(text, str):
            raise ValueError("a key's part is written as text")
        value = _READERS[tag](text)
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError("a cursor's time is aware")
            return value.astimezone(UTC)  # OverflowError where the driver could not write it
        return value
    if part is None or (isinstance(part, str) and "\0" not in part):
        return part
    if isinstance(part, int) and -(1 << 63) <= part < 1 << 63:
        return part
    raise ValueError("not a key's part")


def _fits(values: Key, types: Sequence[type]) -> bool:
    return len(values) == len(types) and all(
        value is None or type(value) is kind for value, kind in zip(values, types, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Rows in the connection's order, and whether there are more on either side."""

    rows: list[T]
    has_next: bool
    has_previous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """A checked page request: exactly one of ``first`` and ``last`` is set.

    ``after`` goes with ``first`` and ``before`` with ``last``; both are exclusive.
    """

    connection: str
    first: int | None
    last: int | None
    after: Key | None
    before: Key | None

    @classmethod
    def parse(
        cls,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        *,
        connection: str,
        key: Sequence[type] = (),
        maximum: int = LARGEST_PAGE,
    ) -> Self:
        """Check the four arguments of a connection field; without any, the first 20 rows.

        ``key`` names the types of the cursor's key parts, in order. Raises Refusal BAD_PAGE,
        BAD_CURSOR or CURSOR_OF_OTHER_CONNECTION with the argument as field.
        """
        for name, size in (("first", first), ("last", last)):
            if size is not None and not 1 <= size <= maximum:
                raise Refusal("BAD_PAGE", f"每页条数须在 1 到 {maximum} 之间。", name)
        if last is not None and (first is not None or after is not None):
            raise Refusal(
                "BAD_PAGE", "向后翻页用 first 和 after，向前翻页用 last 和 before。", "last"
            )
        if last is None and before is not None:
            raise Refusal("BAD_PAGE", "使用 before 时须给出 last。", "before")
        return cls(
            connection=connection,
            first=None if last is not None else first or min(DEFAULT_PAGE, maximum),
            last=last,
            after=None if after is None else decode_cursor(after, connection, "after", key),
            before=None if before is None else decode_cursor(before, connection, "before", key),
        )

    @property
    def size(self) -> int:
        """How many rows the caller wants."""
        return self.first or self.last or DEFAULT_PAGE

    @property
    def limit(self) -> int:
        """How many rows to read: one more than wanted, to know whether there are more."""
        return self.size + 1

    @property
    def backward(self) -> bool:
        """Whether to read in reverse order, from ``before`` towards the front."""
        return self.last is not None

    @property
    def cursor(self) -> Key | None:
        """The key beyond which to read, exclusive, in the direction of reading."""
        return self.before if self.backward else self.after

    def cut(self, rows: Sequence[T]) -> Page[T]:
        """Make a page of up to ``limit`` rows given in the order they were read."""
        kept = list(rows[: self.size])
        more = len(rows) > self.size
        if self.backward:
            return Page(rows=kept[::-1], has_next=self.before is not None, has_previous=more)
        return Page(rows=kept, has_next=more, has_previous=self.after is not None)


@strawberry.type(description="Where a page stands in its connection.")
class PageInfo:
    """The four facts of Relay's PageInfo."""

    has_next_page: bool = strawberry.field(description="Whether more follow.")
    has_previous_page: bool = strawberry.field(description="Whether more precede.")
    start_cursor: str | None = strawberry.field(description="The first edge's cursor.")
    end_cursor: str | None = strawberry.field(description="The last edge's cursor.")


@strawberry.type(description="One object in a connection.")
class Edge(Generic[NodeT]):
    """A node with its cursor."""

    node: NodeT = strawberry.field(description="The object.")
    cursor: str = strawberry.field(description="Its place in the connection.")


@dataclass(slots=True)
class EdgeRow(Generic[T]):
    """What an Edge reads: a row, and its cursor where that is asked for."""

    node: T
    connection: str
    key: Callable[[T], Key]

    @property
    def cursor(self) -> str:
        """The row's place in the connection."""
        return encode_cursor(self.connection, *self.key(self.node))


@dataclass(slots=True, kw_only=True)
class ConnectionRow(Generic[T]):
    """What a Connection reads; ``count`` runs at most once, and only when asked for."""

    edges: list[EdgeRow[T]]
    page_info: PageInfo
    count: Callable[[], Awaitable[int]] | None
    _counted: int | None = None

    async def counted(self) -> int | None:
        """Return how many there are as far as ``count`` counts, or None where it cannot."""
        if self._counted is None and self.count is not None:
            self._counted = await self.count()
        return self._counted


async def _total_count(root: strawberry.Parent[ConnectionRow[Any]]) -> int | None:
    counted = await root.counted()
    return None if counted is None else min(counted, LARGEST_COUNT)


async def _total_count_capped(root: strawberry.Parent[ConnectionRow[Any]]) -> bool | None:
    counted = await root.counted()
    return None if counted is None else counted > LARGEST_COUNT


@strawberry.type(description="A page of a list.")
class Connection(Generic[NodeT]):
    """Relay's connection. Resolvers return ``connection(…)``, never an instance of this."""

    edges: list[Edge[NodeT]] = strawberry.field(description="The page's objects, in order.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int | None = strawberry.field(
        resolver=_total_count,
        description="How many there are, at most 1000; costly, ask only when needed.",
    )
    total_count_capped: bool | None = strawberry.field(
        resolver=_total_count_capped, description="Whether there are more than totalCount tells."
    )


def connection(
    request: PageRequest,
    page: Page[T],
    key: Callable[[T], Key],
    count: Callable[[], Awaitable[int]] | None = None,
) -> ConnectionRow[T]:
    """Dress a page for a field whose ``graphql_type`` is ``Connection[NodeType]``.

    ``key`` gives a row's cursor key; ``count`` should stop counting at 1001.
    """
    edges = [EdgeRow(row, request.connection, key) for row in page.rows]
    info = PageInfo(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return ConnectionRow(edges=edges, page_info=info, count=count)
