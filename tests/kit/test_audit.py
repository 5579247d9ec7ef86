"""The record under seal: every way to tamper with it is found and named."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from services.kit.audit import seals
from services.kit.audit.checkpoints import CheckpointFile, read_checkpoints
from services.kit.audit.lanes import CHANGES
from services.kit.audit.sealer import AuditStatus, Sealer
from services.kit.audit.verifying import Fault, Verdict, verify
from services.kit.changes import NewChange, record_many
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.ids import new_id
from services.kit.signing import new_signing_key
from tests.support.cluster import execute

pytestmark = pytest.mark.usefixtures("clean_kit")
KEY = new_signing_key()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kit.checkpoints"


@pytest_asyncio.fixture(loop_scope="module")
async def sealer(
    kit_db: Database, clock: ManualClock, file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Sealer]:
    """Twenty-five changes under three seals of at most ten, and a checkpoint over them."""
    monkeypatch.setattr(seals, "BATCH", 10)
    sealer = Sealer(kit_db, clock, [CHANGES], CheckpointFile(file, KEY, "kit"))
    await act(kit_db, clock.now(), 25)
    await sealer.seal()
    await sealer.sign()
    yield sealer


async def act(database: Database, at: datetime, times: int) -> None:
    """Record so many changes of things, in one transaction."""
    async with database.transaction() as conn:
        await record_many(
            conn,
            [
                NewChange(
                    at=at,
                    entity="thing",
                    id=new_id(),
                    version=1,
                    kind="MADE",
                    actor="someone",
                    scope=("13",),
                    body={"n": number, "title": "某事"},
                )
                for number in range(times)
            ],
        )


async def check(database: Database, file: Path | None = None) -> Verdict:
    signed = read_checkpoints([file] if file else [], [KEY], "kit")
    async with database.reading() as conn:
        return await verify(conn, [CHANGES], signed)


async def seqs(database: Database) -> list[int]:
    async with database.reading() as conn:
        return [row["seq"] for row in await conn.fetch("select seq from change order by seq")]


async def tamper(dsn: str, statement: str, *arguments: object) -> None:
    """Run a statement as one who may set triggers aside."""
    conn = await asyncpg.connect(dsn, server_settings={"session_replication_role": "replica"})
    try:
        await conn.execute(statement, *arguments)
    finally:
        await conn.close()


def faults(verdict: Verdict) -> list[tuple[Fault, int | None]]:
    return [(one.fault, one.seq) for one in verdict.findings]


async def test_what_nobody_touched_is_as_it_was_sealed(
    kit_db: Database, sealer: Sealer, file: Path
) -> None:
    verdict = await check(kit_db, file)
    assert (verdict.findings, verdict.seals, verdict.rows) == ([], 3, 25)
    assert (verdict.checkpoints, verdict.signed_to) == (1, 3)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "statement",
    [
        "update change set actor = 'x'",
        "delete from change",
        "truncate change",
        "update seal set at = at",
        "delete from seal",
        "truncate seal",
    ],
)
async def test_the_owner_itself_is_refused(kit_dsn: str, sealer: Sealer, statement: str) -> None:
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError, match="append-only"):
        await execute(kit_dsn, statement)


async def test_an_altered_row_is_named(kit_db: Database, kit_dsn: str, sealer: Sealer) -> None:
    seq = (await seqs(kit_db))[13]
    await tamper(kit_dsn, "update change set actor = 'x' where seq = $1", seq)
    verdict = await check(kit_db)
    assert faults(verdict) == [(Fault.ALTERED, seq)]
    assert verdict.findings[0].entity.startswith("thing ")


async def test_a_deleted_row_is_named_with_what_it_spoke_of(
    kit_db: Database, kit_dsn: str, sealer: Sealer
) -> None:
    seq = (await seqs(kit_db))[7]
    async with kit_db.reading() as conn:
        id_ = await conn.fetchval("select id from change where seq = $1", seq)
    await tamper(kit_dsn, "delete from change where seq = $1", seq)
    verdict = await check(kit_db)
    assert faults(verdict) == [(Fault.MISSING, seq)]
    assert verdict.findings[0].entity == f"thing {id_}"


async def test_an_inserted_row_is_named(
    kit_db: Database, clock: ManualClock, kit_dsn: str, sealer: Sealer
) -> None:
    await execute(kit_dsn, "select nextval('change_seq_seq')")  # a number that no row bears
    await act(kit_db, clock.now(), 3)
    await sealer.seal()
    gap = (await seqs(kit_db))[25] - 1
    await tamper(
        kit_dsn,
        """
        insert into change (xid, seq, at, scope, entity, id, version, kind, actor, body)
        overriding system value
        select '3', $1, at, scope, entity, id, version, kind, actor, body
        from change
        order by seq
        limit 1
        """,
        gap,
    )
    assert faults(await check(kit_db)) == [(Fault.INSERTED, gap)]


async def test_a_row_that_committed_late_is_no_fault(
    kit_db: Database, clock: ManualClock, sealer: Sealer
) -> None:
    async with kit_db.reading() as slow:
        late = slow.transaction()
        await late.start()
        await slow.fetchval("select pg_current_xact_id()")  # begun first, numbered last
        await act(kit_db, clock.now(), 5)
        await sealer.seal()
        await slow.execute(
            """
            insert into change (at, scope, entity, id, version, kind, actor, body)
            values ($1, '{}', 'thing', $2, 1, 'MADE', 'x', '{}')
            """,
            clock.now(),
            new_id(),
        )
        await late.commit()
    await sealer.seal()
    verdict = await check(kit_db)
    assert (verdict.findings, verdict.rows) == ([], 31)


async def test_a_cut_tail_is_found_by_the_checkpoint(
    kit_db: Database, kit_dsn: str, sealer: Sealer, file: Path
) -> None:
    last = (await seqs(kit_db))[-5:]
    await tamper(kit_dsn, "delete from change where seq >= $1", last[0])
    await tamper(kit_dsn, "delete from seal where no = 3")
    assert (await check(kit_db)).findings == []  # of itself the chain is whole
    (found,) = (await check(kit_db, file)).findings
    assert found.fault is Fault.CUT
    assert found.checkpoint
    assert (found.no, found.checkpoint.no, found.checkpoint.total) == (2, 3, 25)


async def test_a_chain_computed_anew_is_found_by_the_checkpoint(
    kit_db: Database, kit_dsn: str, sealer: Sealer, file: Path
) -> None:
    seq = (await seqs(kit_db))[13]
    await tamper(kit_dsn, "update change set actor = 'x' where seq = $1", seq)
    await tamper(kit_dsn, "delete from seal")
    await sealer.seal()
    assert (await check(kit_db)).findings == []
    (found,) = (await check(kit_db, file)).findings
    assert (found.fault, found.no, found.since) == (Fault.REWRITTEN, 3, 0)


async def test_the_sealer_signs_nothing_over_what_was_signed_otherwise(
    kit_db: Database, kit_dsn: str, clock: ManualClock, sealer: Sealer, file: Path
) -> None:
    await tamper(kit_dsn, "delete from seal")
    clock.advance(seconds=5)
    await sealer.seal()
    before = file.read_bytes()
    await sealer.sign()
    assert file.read_bytes() == before
    assert (await sealer.state()).status is AuditStatus.BROKEN


@pytest.mark.parametrize(
    ("statement", "fault", "no"),
    [
        ("update seal set entities[1] = 'x' where no = 2", Fault.SEAL_ALTERED, 2),
        ("update seal set digests = digests || '\\x00' where no = 2", Fault.SEAL_ALTERED, 2),
        ("update seal set at = at + interval '1 day' where no = 2", Fault.SEAL_ALTERED, 2),
        ("delete from seal where no = 2", Fault.SEAL_MISSING, 2),
    ],
)
async def test_a_seal_that_was_touched_is_named(
    kit_db: Database, kit_dsn: str, sealer: Sealer, statement: str, fault: Fault, no: int
) -> None:
    await tamper(kit_dsn, statement)
    first = (await check(kit_db)).findings[0]
    assert (first.fault, first.no) == (fault, no)


async def test_four_sealers_under_writers_make_one_chain(
    kit_db: Database, clock: ManualClock, file: Path, sealer: Sealer
) -> None:
    async def write() -> None:
        for _ in range(20):
            await act(kit_db, clock.now(), 3)

    async def seal(number: int) -> None:
        own = CheckpointFile(file.with_name(f"{number}"), KEY, "kit")
        one = Sealer(kit_db, clock, [CHANGES], own)
        for _ in range(10):
            await one.seal()
            await one.sign()

    await asyncio.gather(*(write() for _ in range(4)), *(seal(n) for n in range(4)))
    await sealer.seal()
    files = [file, *(file.with_name(str(n)) for n in range(4))]
    async with kit_db.reading() as conn:
        verdict = await verify(conn, [CHANGES], read_checkpoints(files, [KEY], "kit"))
    assert (verdict.findings, verdict.rows) == ([], 25 + 4 * 20 * 3)
    assert verdict.checkpoints > 1


async def test_the_seals_tell_how_far_they_are_behind(
    kit_db: Database, clock: ManualClock, sealer: Sealer
) -> None:
    assert (await sealer.state()).status is AuditStatus.SEALED
    await act(kit_db, clock.now(), 1)
    clock.advance(seconds=61)
    state = await sealer.state()
    assert (state.status, state.unsealed_seconds) == (AuditStatus.BEHIND, 61.0)
    await sealer.seal()
    await sealer.sign()
    assert (await sealer.state()).status is AuditStatus.SEALED


async def test_half_a_line_of_a_crash_is_passed_over(
    kit_db: Database, clock: ManualClock, sealer: Sealer, file: Path
) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:100])
    await act(kit_db, clock.now(), 1)
    await sealer.seal()
    await sealer.sign()
    verdict = await check(kit_db, file)
    assert (verdict.findings, verdict.checkpoints, verdict.signed_to) == ([], 2, 4)


async def test_a_restored_dump_with_new_transactions_is_still_as_it_was_sealed(
    kit_db: Database, kit_dsn: str, clock: ManualClock, sealer: Sealer, file: Path
) -> None:
    await act(kit_db, clock.now(), 2)
    await execute(kit_dsn, RESTORED)
    await act(kit_db, clock.now(), 3)
    await sealer.seal()
    await sealer.sign()
    verdict = await check(kit_db, file)
    assert (verdict.findings, verdict.rows) == ([], 30)


RESTORED = Path("docs/audit.md").read_text().split("```sql\n")[1].split("```")[0]
