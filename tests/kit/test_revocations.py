"""Tokens taken back: what is refused, what is forgotten, and that no row is ever passed over."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.kit.auth import LocalKeys, Role, TokenIssuer, TokenVerifier, Unauthenticated
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.revocation_watch import RevocationWatch
from services.kit.revocations import (
    KEPT,
    Revocation,
    Revocations,
    forget_revocations,
    revocations_in,
    revoke_credential,
    revoke_subject,
)
from services.kit.signing import new_signing_key

KEY = new_signing_key()


def row(seq: int, at: datetime, **given: Any) -> Revocation:
    told: dict[str, Any] = {"sid": None, "subject": None, "before": None}
    return Revocation(seq=seq, at=at, **{**told, **given})


async def verified(known: Revocations, issued: datetime, now: datetime, sid: str = "s1") -> str:
    token = TokenIssuer(KEY, "registry").issue(
        subject="duty",
        name="值班员",
        role=Role.OFFICER,
        unit="1301",
        scope_level=3,
        scope_code="1301",
        sid=sid,
        now=issued,
    )
    try:
        await TokenVerifier(LocalKeys(KEY), "registry", known).verify(token, now)
    except Unauthenticated as error:
        return error.code
    return "OK"


async def test_a_credential_taken_back_takes_its_tokens_along(clock: ManualClock) -> None:
    known, now = Revocations(), clock.now()
    assert await verified(known, now, now) == "OK"
    known.add(row(1, now, sid="s1"))
    assert await verified(known, now, now) == "TOKEN_REVOKED"
    assert await verified(known, now, now, sid="s2") == "OK"


async def test_a_subject_taken_back_loses_the_tokens_of_before(clock: ManualClock) -> None:
    known, now = Revocations(), clock.now()
    known.add(row(1, now, subject="duty", before=now))
    known.add(row(2, now, subject="duty", before=now - timedelta(hours=1)))
    assert await verified(known, now - timedelta(seconds=1), now) == "TOKEN_REVOKED"
    assert await verified(known, now, now) == "TOKEN_REVOKED"  # it may have come before
    assert await verified(known, now + timedelta(seconds=1), now) == "OK"


async def test_what_no_token_can_outlive_is_forgotten(clock: ManualClock) -> None:
    known, now = Revocations(), clock.now()
    known.add(row(1, now - KEPT - timedelta(seconds=1), sid="old"))
    known.add(row(2, now - KEPT, sid="young"))
    known.forget_before(now - KEPT)
    assert len(known) == 1
    assert known.refuses("anybody", "young", 0)


async def test_what_is_known_stays_known_while_the_source_is_away(
    clean_kit: None, kit_db: Database, clock: ManualClock
) -> None:
    answers: list[Sequence[Revocation] | OSError] = [
        [row(7, clock.now(), sid="s1")],
        ConnectionError("away"),
    ]

    async def fetch(after: int) -> Sequence[Revocation]:
        answer = answers.pop(0) if answers else ConnectionError("away")
        if isinstance(answer, OSError):
            raise answer
        return [one for one in answer if one.seq > after]

    known = Revocations()
    watch = RevocationWatch(known, clock, fetch, memory=kit_db)
    await watch.look()
    await watch.look()
    assert (known.refuses("duty", "s1", 0), watch.failures) == (True, 1)
    again = Revocations()
    restarted = RevocationWatch(again, clock, fetch, memory=kit_db)
    await restarted.start()
    await restarted.stop()
    assert again.refuses("duty", "s1", 0)


async def test_a_source_that_swallows_questions_holds_nobody(clock: ManualClock) -> None:
    async def fetch(after: int) -> Sequence[Revocation]:
        await asyncio.sleep(60)
        return []

    watch = RevocationWatch(Revocations(), clock, fetch)
    async with asyncio.timeout(3):
        await watch.look()
    assert watch.failures == 1


async def test_numbers_appear_in_their_order(
    clean_kit: None, kit_db: Database, clock: ManualClock
) -> None:
    """A later writer waits for the first one's commit, so a reader never passes one by."""
    begun = asyncio.Event()

    async def slow() -> None:
        async with kit_db.transaction() as conn:
            await revoke_credential(conn, "slow", clock.now())
            begun.set()
            await asyncio.sleep(0.2)

    async def quick() -> list[Revocation]:
        await begun.wait()
        async with kit_db.transaction() as conn:
            await revoke_subject(conn, "quick", clock.now())
        return await revocations_in(kit_db, 0)

    _, seen = await asyncio.gather(slow(), quick())
    assert [one.sid or one.subject for one in seen] == ["slow", "quick"]


async def test_old_rows_are_deleted(clean_kit: None, kit_db: Database, clock: ManualClock) -> None:
    async with kit_db.transaction() as conn:
        await revoke_credential(conn, "old", clock.now())
        await revoke_credential(conn, "new", clock.now() + timedelta(seconds=1))
        await forget_revocations(conn, clock.now() + timedelta(seconds=1))
    assert [one.sid for one in await revocations_in(kit_db, 0)] == ["new"]


@pytest.mark.parametrize("rows", [2500])
async def test_everything_is_read_at_once(
    clean_kit: None, kit_db: Database, clock: ManualClock, rows: int
) -> None:
    async with kit_db.transaction() as conn:
        await conn.execute(
            "insert into revocation (sid, at) select 's' || n, $1 from generate_series(1, $2) n",
            clock.now(),
            rows,
        )
    known = Revocations()
    await RevocationWatch(known, clock, lambda after: revocations_in(kit_db, after)).look()
    assert len(known) == rows
