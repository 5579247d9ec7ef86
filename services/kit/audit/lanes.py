"""What stands under seal: append-only tables, their rows in the order of their transactions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from services.kit.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it is sealed: ``line`` is its canonical text, ``entity`` what it speaks of."""

    seq: int
    entity: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A table whose rows are sealed; it has the columns ``xid`` and ``at`` besides the named ones.

    ``number`` is a unique integer column, ``entity`` an expression. What is sealed once keeps its
    columns: one that is added later belongs to no sealed line, or to a lane of another name. The
    transaction's id is not sealed: a restored dump has others.
    """

    table: str
    number: str
    entity: str
    columns: tuple[str, ...]

    @property
    def _taken(self) -> str:
        line = f"jsonb_build_array({', '.join(self.columns)})::text"
        return f"select {self.number} as seq, {self.entity} as entity, {line} as line"

    @property
    def place_statement(self) -> str:
        """The transaction of one row."""
        return f"select xid::text from {self.table} where {self.number} = $1"  # noqa: S608 - a lane's own words

    @property
    def pending_statement(self) -> str:
        """Complete rows after a place."""
        return f"""
            {self._taken}
            from {self.table}
            where (xid, {self.number}) > ($1::text::xid8, $2)
            and xid < pg_snapshot_xmin(pg_current_snapshot())
            order by {self.table}.xid, {self.table}.{self.number}
            limit $3
            """

    @property
    def oldest_statement(self) -> str:
        """The first row after a place, complete or not."""
        return f"""
            select at
            from {self.table}
            where (xid, {self.number}) > ($1::text::xid8, $2)
            order by {self.table}.xid, {self.table}.{self.number}
            limit 1
            """  # noqa: S608 - a lane's own words

    @property
    def rows_statement(self) -> str:
        """Rows by their numbers."""
        return f"{self._taken} from {self.table} where {self.number} = any($1::bigint[])"

    @property
    def others_statement(self) -> str:
        """Numbers of a span (from exclusive, to inclusive) besides the given ones."""
        return f"""
            select {self.number} as seq
            from {self.table}
            where {self.number} > $1
            and {self.number} <= $2
            and {self.number} <> all ($3::bigint[])
            order by seq
            limit $4
            """  # noqa: S608 - a lane's own words

    @property
    def passed_over_statement(self) -> str:
        """Rows of these numbers, or above a number, that stand before a place."""
        return f"""
            {self._taken}
            from {self.table}
            where ({self.number} = any($1::bigint[]) or {self.number} > $2)
            and (xid, {self.number}) < ($3::text::xid8, $4)
            order by seq
            limit $5
            """


CHANGES = Lane(
    table="change",
    number="seq",
    entity="entity || ' ' || id",
    columns=("seq", "at", "scope", "entity", "id", "version", "kind", "actor", "body"),
)
REVEALS = Lane(
    table="phone_reveal",
    number="id",
    entity="'phones shown to ' || actor",
    columns=("id", "at", "actor", "operation", "persons"),
)


async def place_of(conn: Connection, lane: Lane, seq: int) -> str | None:
    """Return the transaction of a row, '0' for the beginning (``seq`` 0), None where it is gone."""
    if seq == 0:
        return "0"
    found: str | None = await conn.fetchval(lane.place_statement, seq)
    return found


async def pending(conn: Connection, lane: Lane, place: str, seq: int, first: int) -> list[Row]:
    """Return at most ``first`` rows after the place that no running transaction can precede."""
    return _rows(await conn.fetch(lane.pending_statement, place, seq, first))


async def oldest(conn: Connection, lane: Lane, place: str, seq: int) -> datetime | None:
    """Return the time of the first row after the place."""
    found: datetime | None = await conn.fetchval(lane.oldest_statement, place, seq)
    return found


async def rows_of(conn: Connection, lane: Lane, seqs: Sequence[int]) -> dict[int, Row]:
    """Return those of these rows that are there."""
    rows = _rows(await conn.fetch(lane.rows_statement, list(seqs)))
    return {row.seq: row for row in rows}


async def others(
    conn: Connection, lane: Lane, after: int, upto: int, known: Sequence[int], first: int
) -> list[int]:
    """Return the numbers in (after, upto] that are not among the known."""
    rows = await conn.fetch(lane.others_statement, after, upto, list(known), first)
    return [row["seq"] for row in rows]


async def passed_over(
    conn: Connection, lane: Lane, seqs: Sequence[int], above: int, place: str, last: int, first: int
) -> list[Row]:
    """Return rows that stand before the last sealed one; ``seqs`` and those above are looked at."""
    statement = lane.passed_over_statement
    return _rows(await conn.fetch(statement, list(seqs), above, place, last, first))


def _rows(records: Sequence[Record]) -> list[Row]:
    return [Row(seq=one["seq"], entity=one["entity"], line=one["line"]) for one in records]
