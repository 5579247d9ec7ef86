"""Tokens taken back before their end: written once, known to every process within seconds.

One process writes a row; each one that verifies tokens polls what is new and keeps it in memory,
so that a request asks no database. See docs/decisions/0015-accounts.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.kit.database import Connection, Database
from services.kit.tokens import LEEWAY, LIFETIME, OUTAGE_GRACE

KEPT = LIFETIME + LEEWAY + OUTAGE_GRACE
"""No token outlives its revocation by more."""
PAGE = 1000
ORDER_LOCK = 7215


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """One row: a credential by ``sid``, or a subject's tokens issued before a moment (exclusive).

    ``seq`` counts up without a gap that could still be filled: who has seen one has seen all below.
    """

    seq: int
    sid: str | None
    subject: str | None
    before: datetime | None
    at: datetime


class Revocations:
    """What is known to be revoked; asked for each request, so a look-up in two dicts."""

    def __init__(self) -> None:
        self._sids: dict[str, datetime] = {}
        self._subjects: dict[str, tuple[int, datetime]] = {}

    def __len__(self) -> int:
        return len(self._sids) + len(self._subjects)

    def add(self, row: Revocation) -> None:
        """Take note of a row; a later moment of one subject goes before an earlier one."""
        if row.sid is not None:
            self._sids[row.sid] = row.at
        if row.subject is not None and row.before is not None:
            known = self._subjects.get(row.subject)
            before = row.before.timestamp()
            if known is None or known[0] < before:
                # tokens tell whole seconds: one of the same second may have come before
                self._subjects[row.subject] = (int(before), max(row.at, row.before))

    def refuses(self, subject: str, sid: str | None, issued: int) -> bool:
        """Tell whether a token is taken back; ``issued`` in seconds since 1970, as it says."""
        if sid is not None and sid in self._sids:
            return True
        known = self._subjects.get(subject)
        return known is not None and issued <= known[0]

    def forget_before(self, moment: datetime) -> None:
        """Drop what was revoked before the moment (exclusive)."""
        self._sids = {sid: at for sid, at in self._sids.items() if at >= moment}
        self._subjects = {
            subject: known for subject, known in self._subjects.items() if known[1] >= moment
        }


async def revoke_credential(conn: Connection, sid: str, at: datetime) -> None:
    """Take back every token of one credential; the last thing a transaction writes."""
    await _in_order(conn)
    await conn.execute(
        """
        insert into revocation (sid, at)
        values ($1, $2)
        """,
        sid,
        at,
    )


async def revoke_subject(conn: Connection, subject: str, at: datetime) -> None:
    """Take back every token of a subject that is never let in again; written last.

    One that is issued just now by another process, which has not yet seen the end of the account,
    is meant too: the moment lies a minute ahead.
    """
    await _in_order(conn)
    await conn.execute(
        """
        insert into revocation (subject, before, at)
        values ($1, $2, $3)
        """,
        subject,
        at + timedelta(minutes=1),
        at,
    )


async def _in_order(conn: Connection) -> None:
    # One writer at a time until its commit: numbers then appear in their order, and a reader that
    # goes on after the last one has missed none. The horizon of the change log would do as well,
    # but waits for the longest transaction, such as an import.
    await conn.execute("select pg_advisory_xact_lock($1)", ORDER_LOCK)


async def revocations_after(conn: Connection, after: int, first: int) -> list[Revocation]:
    """Return at most ``first`` rows after the number (exclusive), ascending."""
    rows = await conn.fetch(
        """
        select seq, sid, subject, before, at
        from revocation
        where seq > $1
        order by seq
        limit $2
        """,
        after,
        first,
    )
    return [Revocation(**row) for row in rows]


async def revocations_in(database: Database, after: int) -> list[Revocation]:
    """Return a page of this service's own table."""
    async with database.reading() as conn:
        return await revocations_after(conn, after, PAGE)


async def keep_revocations(database: Database, rows: Sequence[Revocation]) -> None:
    """Write what was learnt from the registry; the registry is right."""
    async with database.reading() as conn:
        await conn.execute(
            """
            insert into revocation (seq, sid, subject, before, at)
            select * from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[],
                $5::timestamptz[]) as learnt (seq, sid, subject, before, at)
            on conflict (seq) do update
            set sid = excluded.sid,
                subject = excluded.subject,
                before = excluded.before,
                at = excluded.at
            """,
            [row.seq for row in rows],
            [row.sid for row in rows],
            [row.subject for row in rows],
            [row.before for row in rows],
            [row.at for row in rows],
        )


async def forget_revocations(conn: Connection, moment: datetime) -> None:
    """Delete rows of before the moment (exclusive): no token of theirs can hold any more."""
    await conn.execute(
        """
        delete from revocation
        where at < $1
        """,
        moment,
    )
