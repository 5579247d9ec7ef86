"""A running deadlines service and those who speak to it, for the tests of this folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid5

import aiohttp
from joserfc.jwk import OKPKey

from services.deadlines.app import SERVICE_ROLE, build_app, shipped_law
from services.deadlines.domain.mirror import Images
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.cases import parse_world
from services.deadlines.law.directory import Directory
from services.deadlines.packs import world_text
from services.deadlines.store.feed import apply_images
from services.deadlines.store.mirror import lock_cursor, save_cursor
from services.deadlines.usecases.previews import Law
from services.kit.auth import LocalKeys, Role, TokenIssuer
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.settings import Settings
from services.kit.signing import new_signing_key
from tests.support.servers import serve_app

NAMESPACE = UUID(int=7203)
KEYS = count(1)
LAW = shipped_law()


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A caller of the tests."""

    role: Role = Role.OFFICER
    unit: str = "1301"
    level: int = 3
    code: str = "1301"
    operations: frozenset[str] | None = None

    @property
    def name(self) -> str:
        return f"{self.role.value}@{self.unit}"


OFFICER = Who()
CHIEF = Who(role=Role.DUTY_CHIEF)
LEADER = Who(role=Role.LEADER)
VENDOR = Who(role=Role.VENDOR)
JOB = Who(role=Role.JOB, level=1, code="0")
COUNTY = Who(unit="130123", level=4, code="130123")
ELSEWHERE = Who(unit="1404", level=3, code="1404")
SECRECY = Who(role=Role.SYSTEM, level=1, code="0")


@dataclass(slots=True, kw_only=True)
class Desk:
    """The service over HTTP; answers are ``data``, errors are asserted away unless asked for."""

    url: str
    clock: ManualClock
    database: Database
    issuer: TokenIssuer
    session: aiohttp.ClientSession
    documents: dict[str, str] = field(default_factory=dict)

    def token(self, who: Who) -> str:
        return self.issuer.issue(
            subject=who.name,
            name=who.name,
            role=who.role,
            unit=who.unit,
            scope_level=who.level,
            scope_code=who.code,
            operations=who.operations,
            now=self.clock.now(),
        )

    async def send(self, query: str, who: Who = OFFICER, **variables: Any) -> dict[str, Any]:
        """Return the whole answer."""
        async with self.session.post(
            f"{self.url}/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {self.token(who)}"},
        ) as response:
            answer: dict[str, Any] = await response.json(content_type=None)
            return answer

    async def ask(self, query: str, who: Who = OFFICER, **variables: Any) -> Any:
        """Return ``data``; an error fails the test."""
        answer = await self.send(query, who, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def act(self, name: str, fields: str, given: dict[str, Any], who: Who = OFFICER) -> Any:
        """Run a mutation; returns its payload, or its refusal with ``__typename`` Refusal."""
        kind = _input_name(name)
        given = {"idempotencyKey": f"key-{next(KEYS)}", **given}
        query = f"""mutation M($input: {kind}!) {{ {name}(input: $input) {{
            __typename
            ... on {kind.removesuffix("Input")}Payload {{ {fields} }}
            ... on Refusal {{ code message field }}
        }} }}"""
        return (await self.ask(query, who, input=given))[name]

    async def open(self, who: Who = OFFICER, **overrides: Any) -> dict[str, Any]:
        """Open an incident and return it whole; with ``approved`` its leaders agreed at once."""
        approved = overrides.pop("approved", False)
        facts = make_facts(**overrides)
        payload = await self.act("openIncident", "incident { id } replayed", {"facts": facts}, who)
        assert payload["__typename"] == "OpenIncidentPayload", payload
        if approved:
            await self.approve(payload["incident"]["id"], who, decidedAt=facts["occurredAt"])
        return await self.file(payload["incident"]["id"], who)

    async def approve(self, incident: str, who: Who = OFFICER, **more: Any) -> None:
        """Record on paper that leaders agreed to the line to take."""
        told = {"gate": "LEADER_APPROVAL", "verdict": "APPROVED", "basis": "PAPER"}
        given = {"incident": incident, "approver": "虚构丁", **told, **more}
        payload = await self.act("decideGate", "replayed", given, who)
        assert payload["__typename"] == "DecideGatePayload", payload

    async def file(self, id_: str, who: Who = OFFICER) -> dict[str, Any]:
        """Read an incident with its obligations by kind under ``by``."""
        incident: dict[str, Any] = (await self.ask(FILE, who, id=id_))["incident"]
        incident["by"] = {row["kind"]: row for row in incident["obligations"]}
        return incident


def _input_name(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}Input"


FILE = """query F($id: ID!) { incident(id: $id) {
  id number title state drill contactsPending version packs openedBy closedAt
  facts { knownAt occurredAt severity severityTitle localities localityNames }
  parties { id role roleTitle unit { code known } person { name phone } acknowledgedAt }
  responsibility { rule outcome reason unit { code } }
  obligations {
    id kind title state owed startAt dueAt provisional lateAtIntake dueClass modality version
    owner { code name known } person { name phone } outcome closeReason acknowledgedBy
    basis { pack clause offset offsetTitle assumption acting }
    versions { version dueAt actor reason }
  }
  releases { id form conclusive publications { channelKind platform url } }
  assessments { version reason actor factors { nature reach } }
  timeline { kind kindTitle text actor }
} }"""


def make_facts(**overrides: Any) -> dict[str, Any]:
    """The drill: 特别重大 accident in 正定县, known at 03:02, occurred 22 minutes before."""
    return {
        "knownAt": "2026-11-21T03:02:00+08:00",
        "occurredAt": "2026-11-21T02:40:00+08:00",
        "emergency": True,
        "kind": "ACCIDENT",
        "severity": "PARTICULARLY_MAJOR",
        "localities": ["130123"],
        **overrides,
    }


@asynccontextmanager
async def limited(database: Database) -> AsyncIterator[Database]:
    """Lend the same database with the rights that the service has of it."""
    dsn = database._pool._connect_args[0]  # type: ignore[attr-defined] # no pool tells its address
    own = await Database.connect(dsn, role=SERVICE_ROLE)
    try:
        yield own
    finally:
        await own.close()


@asynccontextmanager
async def serving(
    database: Database,
    clock: ManualClock,
    *,
    law: Law = LAW,
    key: OKPKey | None = None,
    **settings: Any,
) -> AsyncIterator[Desk]:
    """Serve the application on a database and lend a desk that speaks to it.

    The service has its own rights of the database, the desk's ``database`` the owner's.
    """
    key = key or new_signing_key()
    async with (
        limited(database) as own,
        serve_app(
            build_app(
                Settings(**settings), clock, own, law=law, keys=LocalKeys(key), poll_seconds=0.05
            )
        ) as url,
        aiohttp.ClientSession() as session,
    ):
        yield Desk(
            url=url,
            clock=clock,
            database=database,
            issuer=TokenIssuer(key, Settings().issuer),
            session=session,
        )


async def mirror_world(database: Database, clock: ManualClock, *, fresh: bool = True) -> Directory:
    """Fill the mirror with the units and people of the worked cases."""
    world = parse_world(world_text())
    images = Images()
    for unit in world.units.values():
        scope = Scope.of_code(unit.code)
        id_ = str(uuid5(NAMESPACE, unit.code))
        images.units[id_] = {
            "id": id_,
            "version": 1,
            "code": unit.code,
            "name": unit.name,
            "short_name": unit.name,
            "initials": "zdx" if unit.code == "130123" else "x",
            "kind": unit.kind,
            "level": unit.level,
            "division": unit.division,
            "parent": unit.parent,
            "supervising": unit.supervising,
            "management": unit.management,
            "tags": sorted(unit.tags),
            **{f"scope{level}": scope.at(level) for level in range(1, 7)},
        }
    for number, holder in enumerate(world.holders):
        id_ = str(uuid5(NAMESPACE, f"post {number}"))
        person = str(uuid5(NAMESPACE, holder.person))
        images.persons[person] = {
            "id": person,
            "version": 1,
            "name": holder.person,
            "phone": "13900000001",
            "phone_hint": "139****0001",
        }
        images.posts[id_] = {
            "id": id_,
            "version": 1,
            "unit": holder.unit,
            "person_id": person,
            "person": holder.person,
            "post": holder.post.value,
            "title": holder.title,
            "begins": holder.begins.isoformat() if holder.begins else None,
            "ends": holder.ends.isoformat() if holder.ends else None,
        }
        for spell, (begins, ends) in enumerate(holder.absences):
            id_ = str(uuid5(NAMESPACE, f"absence {number} {spell}"))
            images.availability[id_] = {
                "id": id_,
                "version": 1,
                "person_id": person,
                "begins": begins.isoformat(),
                "ends": ends.isoformat() if ends else None,
                "present": False,
            }
    async with database.transaction() as conn:
        assert await apply_images(conn, images, clock.now()) == []
        if fresh:
            await lock_cursor(conn, clock.now())
            await save_cursor(conn, "1", clock.now())
    return world
