"""The real use cases on a real database, called in turn by one office with a clock of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid5

import asyncpg

from services.deadlines.app import SERVICE_ROLE
from services.deadlines.domain.acts import Evidence
from services.deadlines.domain.dispatches import DispatchKind
from services.deadlines.domain.gates import GateBasis, Verdict
from services.deadlines.domain.mirror import FeedPage
from services.deadlines.law.words import GateKind, ReleaseForm
from services.deadlines.usecases import dispatches, incidents, obligations, releases
from services.deadlines.usecases.adoptions import AdoptPack, adopt_pack
from services.deadlines.usecases.gate_decisions import DecideGate, decide_gate
from services.deadlines.usecases.gate_overrides import OverrideGate, override_gate
from services.deadlines.usecases.gates import Wanted
from services.deadlines.usecases.mirror import sync_registry
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.rebasing import rebase_incident
from services.deadlines.usecases.sweep import sweep_obligations
from services.kit.auth import Principal, Role
from services.kit.clock import ManualClock
from services.kit.database import Database, use_plain_json
from services.kit.idempotency import Once
from services.kit.refusal import Refusal
from tests.deadlines.desk import LAW, NAMESPACE, mirror_world
from tests.support.moments import AT_THREE_IN_THE_MORNING

T = TypeVar("T")
OFFICER = Principal(
    subject="officer",
    name="虚构值班",
    role=Role.OFFICER,
    unit="1301",
    scope_level=3,
    scope_code="1301",
    expires_at=AT_THREE_IN_THE_MORNING + timedelta(days=9999),
)
WEIGHED = dict.fromkeys(("nature", "reach", "media_involvement", "consequences"), "见研判单")


@dataclass(slots=True)
class Feed:
    """A registry whose answer to the next sync is laid in beforehand."""

    changes_: list[Mapping[str, Any]] = field(default_factory=list)

    async def changes(self, after: str | None, limit: int, now: datetime) -> FeedPage:
        told, self.changes_ = self.changes_[:limit], self.changes_[limit:]
        cursor = str(int(after or 0) + len(told))
        return FeedPage(after=after, changes=told, cursor=cursor, has_more=bool(self.changes_))


@dataclass(slots=True, kw_only=True)
class Office:
    """The use cases; each act is done a second after the one before it, under a key of its own.

    ``now`` is the office's clock, ``law`` the packs as loaded. What is refused comes back as the
    Refusal.
    """

    loop: asyncio.AbstractEventLoop
    dsn: str
    database: Database
    owner: "asyncpg.Connection[asyncpg.Record]"
    wipe: str
    law: Law = LAW
    now: datetime = AT_THREE_IN_THE_MORNING
    strange: bool = True
    feed: Feed = field(default_factory=Feed)
    keys: "count[int]" = field(default_factory=lambda: count(1))
    versions: "count[int]" = field(default_factory=lambda: count(2))

    @classmethod
    def open(cls, dsn: str) -> "Office":
        """Open for business on an empty database."""
        loop = asyncio.new_event_loop()
        database = loop.run_until_complete(Database.connect(dsn, role=SERVICE_ROLE))
        owner = loop.run_until_complete(asyncpg.connect(dsn))
        loop.run_until_complete(use_plain_json(owner))
        wipe = loop.run_until_complete(_wipe(owner))
        return cls(loop=loop, dsn=dsn, database=database, owner=owner, wipe=wipe)

    def close(self) -> None:
        """Close for good."""
        self.run(self.database.close())
        self.run(self.owner.close())
        self.loop.close()

    def run(self, work: Awaitable[T]) -> T:
        """Do one thing to its end."""
        return self.loop.run_until_complete(work)

    def begin_anew(self) -> None:
        """Forget every incident, and what strange things the registry told of."""
        self.law, self.now = LAW, AT_THREE_IN_THE_MORNING
        self.run(self.owner.execute(self.wipe))
        if self.strange:
            self.run(self._fill_mirror())
        self.strange = False

    async def _fill_mirror(self) -> None:
        tables = await self.owner.fetch(
            "select tablename from pg_tables where schemaname = 'public' "
            "and tablename like 'mirror%'"
        )
        names = "".join(f"delete from {row['tablename']};" for row in tables)  # noqa: S608 - names from the catalogue
        await self.owner.execute(names)
        owning = await Database.connect(self.dsn, size=1)
        await mirror_world(owning, ManualClock(self.now))
        await owning.close()

    def restart(self) -> None:
        """Stop the service and start it on the same database."""
        self.run(self.database.close())
        self.database = self.run(Database.connect(self.dsn, role=SERVICE_ROLE))

    def act(self, act: Callable[..., Coroutine[Any, Any, Once[T]]], *command: Any) -> T | Refusal:
        """Do an act; a second passes."""
        self.now += timedelta(seconds=1)
        try:
            return self.run(act(self.database, self.law, OFFICER, *command, self.now)).value
        except Refusal as refusal:
            return refusal

    def key(self) -> str:
        return f"key-{next(self.keys)}"

    def incident(self, facts: Mapping[str, Any], key: str) -> incidents.Opened | Refusal:
        command = incidents.OpenIncident(facts=facts, title="", note=None, key=key)
        return self.act(incidents.open_incident, command)

    def assess(self, incident: UUID, facts: Mapping[str, Any]) -> incidents.Assessed | Refusal:
        command = incidents.AssessIncident(
            incident=incident, facts=facts, reason="情况有变", factors=WEIGHED, key=self.key()
        )
        return self.act(incidents.assess_incident, command)

    def finish(self, incident: UUID) -> incidents.Opened | Refusal:
        return self.act(incidents.close_incident, incident, None, self.key())

    def release(
        self, incident: UUID, form: ReleaseForm, *, conclusive: bool, unit: str | None
    ) -> releases.Recorded | Refusal:
        command = releases.RecordRelease(
            incident=incident,
            form=form,
            conclusive=conclusive,
            title="情况通报",
            unit=unit,
            released_at=None,
            publications=(),
            attendees=(),
            late_reason=None,
            key=self.key(),
        )
        return self.act(releases.record_release, command)

    def approve(self, incident: UUID, basis: GateBasis, verdict: Verdict) -> Any:
        command = DecideGate(
            incident=incident,
            gate=GateKind.LEADER_APPROVAL,
            verdict=verdict,
            form=None,
            unit=None,
            mentioned=None,
            approver_unit=None,
            approver="虚构丁",
            basis=basis,
            note="再核一遍",
            statement=None,
            decided_at=None,
            obligation=None,
            key=self.key(),
        )
        return self.act(decide_gate, command)

    def override(self, incident: UUID, form: ReleaseForm) -> Any:
        command = OverrideGate(
            incident=incident,
            wanted=Wanted(form=form),
            at=None,
            gates=(),
            reason="来不及",
            key=self.key(),
        )
        return self.act(override_gate, command)

    def adopt(self, pack: str, unit: str, begins: date) -> Any:
        command = AdoptPack(
            pack=pack,
            version=None,
            unit=unit,
            effective_from=begins,
            document=None,
            reason="领导决定",
            key=self.key(),
        )
        return self.act(adopt_pack, command)

    def rebase(self, incident: UUID) -> incidents.Assessed | Refusal:
        return self.act(rebase_incident, incident, "改按现行规则", self.key())

    def waive(self, obligation: UUID) -> Any:
        return self.act(obligations.waive_obligation, obligation, "领导决定免办", self.key())

    def fulfil(self, obligation: UUID) -> Any:
        command = obligations.RecordFulfilment(
            obligation=obligation,
            done_at=None,
            note="已办",
            receipt=None,
            late_reason=None,
            key=self.key(),
        )
        return self.act(obligations.record_fulfilment, command)

    def acknowledge(self, obligation: UUID) -> Any:
        command = obligations.Acknowledge(
            obligation=obligation, party=None, by="虚构丁", means=None, key=self.key()
        )
        return self.act(obligations.acknowledge, command)

    def send(
        self, incident: UUID, kind: DispatchKind, to: Sequence[str], *, receipt: str | None
    ) -> Any:
        back = dispatches.StatedReceipt(number=receipt)
        command = dispatches.Send(
            incident=incident,
            kind=kind,
            operation="recordTransfer",
            recipients=[dispatches.Recipient(recipient=name, receipt=back) for name in to],
            unit=None,
            sent_at=None,
            sent_at_field="input.sentAt",
            means=None,
            evidence=Evidence(),
            note=None,
            late_reason=None,
            key=self.key(),
        )
        return self.act(dispatches.send, command)

    def sweep(self, as_of: datetime | None = None) -> Any:
        return self.act(sweep_obligations, as_of, 500, self.key())

    def hear(self, entity: str, name: str, body: Mapping[str, Any]) -> Any:
        """Let the registry tell of one thing, and sync."""
        self.strange = True
        told = {"id": str(uuid5(NAMESPACE, name)), **body}
        number = next(self.versions)
        self.feed.changes_.append(
            {"cursor": str(number), "entity": entity, "version": number, "body": told}
        )
        return self.act(self._sync, 100, self.key())

    async def _sync(
        self, database: Database, law: Law, caller: Principal, limit: int, key: str, now: datetime
    ) -> Any:
        link: Any = self.feed
        return await sync_registry(database, law, link, caller, limit, key, now)


async def _wipe(owner: "asyncpg.Connection[asyncpg.Record]") -> str:
    """Write the statement that empties every table but the mirror's."""
    rows = await owner.fetch(
        "select tablename from pg_tables where schemaname = 'public' "
        "and tablename not like 'mirror%' and tablename not like '%migration%'"
    )
    deletes = "".join(f"delete from {row['tablename']};" for row in rows)  # noqa: S608 - names from the catalogue
    await owner.execute("set session_replication_role = replica")
    return deletes
