"""A whole office on one clock: both services, the demo registry, the jobs, and the real desk."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from clients.tui.app import DutyDesk
from clients.tui.config import Config
from clients.tui.link import LinkState
from clients.tui.settings import DeskFile
from clients.tui.settings import Settings as Chosen
from clients.tui.widgets.pane import Pane
from services.deadlines import app as deadlines
from services.kit.audit.sealer import SEAL_SECONDS
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.settings import Settings
from services.kit.signing import new_signing_key, write_signing_key
from services.registry import app as registry
from services.registry.domain.accounts import NewAccount
from services.registry.usecases.accounts import found_account
from services.registry.usecases.demo import load_demo
from tests.support.moments import AT_THREE_IN_THE_MORNING
from tests.support.servers import serve_app

SIGN_IN = """mutation S($secret: String!) { signIn(input: {secret: $secret}) {
    ... on SignInPayload { accessToken } ... on Refusal { code message }
} }"""


@dataclass(slots=True, kw_only=True)
class Town:
    """Addresses, secrets by role, and the registry's switch."""

    clock: ManualClock
    registry_url: str
    deadlines_url: str
    secrets: dict[Role, str]
    folder: Path
    http: aiohttp.ClientSession
    close_registry: Callable[[], Any]
    open_registry: Callable[[], Any]
    tokens: dict[Role, str] = field(default_factory=dict)
    keys: "count[int]" = field(default_factory=lambda: count(1))

    async def ask(self, query: str, role: Role = Role.OFFICER, **variables: Any) -> Any:
        """Ask the deadlines service as one of the roles; an error fails the story."""
        answer = await self._post(
            self.deadlines_url, query, variables, await self.token(role, fresh=False)
        )
        if any(e["extensions"]["code"] == "TOKEN_EXPIRED" for e in answer.get("errors", ())):
            token = await self.token(role, fresh=True)
            answer = await self._post(self.deadlines_url, query, variables, token)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def send(self, query: str, role: Role, **variables: Any) -> dict[str, Any]:
        """Ask the deadlines service and return the whole answer, errors too."""
        token = await self.token(role, fresh=True)
        return await self._post(self.deadlines_url, query, variables, token)

    async def act(
        self, name: str, fields: str, given: dict[str, Any], role: Role = Role.OFFICER
    ) -> dict[str, Any]:
        """Run a mutation; returns its payload, or its refusal with ``__typename`` Refusal."""
        kind = f"{name[0].upper()}{name[1:]}"
        given = {"idempotencyKey": f"{name} {next(self.keys)}", **given}
        query = f"""mutation M($input: {kind}Input!) {{ {name}(input: $input) {{ __typename
            ... on {kind}Payload {{ {fields} }} ... on Refusal {{ code message field }} }} }}"""
        found: dict[str, Any] = (await self.ask(query, role, input=given))[name]
        return found

    async def ask_registry(self, query: str, role: Role, **variables: Any) -> Any:
        """Ask the registry as one of the roles; an error fails the story."""
        token = await self.token(role, fresh=True)
        answer = await self._post(self.registry_url, query, variables, token)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def job(self, name: str, **given: Any) -> dict[str, Any]:
        """Run a job's mutation, as cron would through the command line."""
        kind = f"{name[0].upper()}{name[1:]}Input"
        fields = {
            "syncRegistry": "applied hasMore reachable",
            "sweepObligations": "selected alerts backlog nextWakeAt",
        }[name]
        query = f"""mutation J($input: {kind}!) {{ {name}(input: $input) {{ __typename
            ... on {name[0].upper()}{name[1:]}Payload {{ {fields} }}
            ... on Refusal {{ code message }} }} }}"""
        now = self.clock.now()
        given |= {"idempotencyKey": f"{name}:{now.isoformat()}:{len(given)}"}
        found: dict[str, Any] = (await self.ask(query, Role.JOB, input=given))[name]
        return found

    async def found_bureau(self, code: str, name: str, parent: str, head: str) -> None:
        """Let an administrator enter a department with its head in the registry."""
        unit = {"code": code, "name": name, "kind": "DEPARTMENT", "parent": parent}
        await self.enter("createUnit", "unit { code }", unit)
        made = await self.enter("createPerson", "person { id }", {"unit": code, "name": head})
        post = {"personId": made["person"]["id"], "post": "HEAD", "title": "局长"}
        day = self.clock.now().date().isoformat()
        await self.enter("appoint", "replayed", {"unit": code, "startsOn": day, **post})

    async def enter(self, name: str, fields: str, given: dict[str, Any]) -> dict[str, Any]:
        """Run a mutation of the registry as its administrator; a refusal fails the story."""
        kind = {"createUnit": "Unit", "createPerson": "Person", "appoint": "Appointment"}[name]
        query = f"""mutation M($input: {name[0].upper()}{name[1:]}Input!) {{
            {name}(input: $input) {{ __typename
            ... on {kind}Payload {{ {fields} }} ... on Refusal {{ code message field }} }} }}"""
        key = f"{name}:{given.get('unit') or given['code']}"
        variables = {"input": given | {"idempotencyKey": key}}
        token = await self.token(Role.ROSTER_ADMIN, fresh=True)
        answer = await self._post(self.registry_url, query, variables, token)
        found: dict[str, Any] = answer["data"][name]
        assert found["__typename"] == f"{kind}Payload", found
        return found

    async def sign_in(self, *roles: Role) -> None:
        """Take fresh tokens, as those on duty have them when the registry fails."""
        for role in roles:
            await self.token(role, fresh=True)

    async def token(self, role: Role, *, fresh: bool = False) -> str:
        """Return the token of a role, a new one where it must be `fresh`."""
        if fresh or role not in self.tokens:
            answer = await self._post(
                self.registry_url, SIGN_IN, {"secret": self.secrets[role]}, None
            )
            self.tokens[role] = answer["data"]["signIn"]["accessToken"]
        return self.tokens[role]

    async def _post(
        self, url: str, query: str, variables: dict[str, Any], token: str | None
    ) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": variables}
        async with self.http.post(f"{url}/graphql", json=body, headers=headers) as response:
            answer: dict[str, Any] = await response.json(content_type=None)
            if "errors" not in answer and "data" not in answer:
                return {"errors": [{"extensions": {"code": answer.get("code")}, **answer}]}
            return answer


@dataclass(slots=True, kw_only=True)
class Officer:
    """The officer at the desk: hands on the keys, eyes on the screen."""

    app: DutyDesk
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys, then wait until nothing is on its way."""
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type text key by key."""
        await self.press(*text)

    async def settle(self) -> None:
        """Wait for debounced questions and their answers."""
        for _ in range(3):
            await asyncio.sleep(0.06)
            while self.app.keys.busy:
                await asyncio.sleep(0.01)
            for worker in tuple(self.app.workers):
                with suppress(WorkerCancelled):  # a reading that a newer one took the place of
                    await worker.wait()
            await self.pilot.pause()

    def sees(self) -> str:
        """Return the screen as drawn, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    def pane(self, id_: str) -> str:
        """Return a pane's text without its line breaks."""
        lines = self.app.screen.query_one(f"#{id_}", Pane).lines
        return "".join(piece.text for line in lines for piece in line)

    async def until(self, sight: str, seconds: float = 8) -> None:
        """Wait until the screen shows something; what it shows instead is the failure."""
        for _ in range(int(seconds / 0.05)):
            if sight in self.sees():
                return
            await asyncio.sleep(0.05)
            await self.pilot.pause()
        raise AssertionError(f"{sight} is not on the screen:\n{self.sees()}")

    async def connected(self) -> None:
        """Wait until both links live."""
        for _ in range(500):
            states = (self.app.deadlines.status.state, self.app.registry.status.state)
            if states == (LinkState.LIVE, LinkState.LIVE):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"the links are {states}")

    async def beats(self) -> None:
        """Let the links hear what they would have heard in the time that was leapt over.

        Where a token ran out in that time the service closes the line a moment later.
        """
        for link in (self.app.deadlines, self.app.registry):
            if link.status.retry_at is None:
                link.heard()
        await asyncio.sleep(1.5)
        await self.connected()


STAFF = (
    ("duty", Role.OFFICER, "1301"),
    ("admin", Role.ROSTER_ADMIN, "1301"),
    ("jobs", Role.JOB, "0"),
    ("deadlines", Role.SYSTEM, "0"),
    ("yuqing", Role.VENDOR, "1301"),
    ("chief", Role.DUTY_CHIEF, "1301"),
)


async def found_town(dsns: list[str]) -> None:
    """Fill two databases as every town of that night begins: the demo registry, a mirror in step.

    Reading the register in takes most of the time that a town needs to open.
    """
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    async with AsyncExitStack() as stack:
        databases = [await Database.connect(dsn, size=6) for dsn in dsns]
        for database in databases:
            stack.push_async_callback(database.close)
        await load_demo(databases[0], clock.now())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        town = open_town(databases[0], databases[1], clock, folder, founders=True)
        await stack.enter_async_context(town)


@asynccontextmanager
async def open_town(
    registry_db: Database,
    deadlines_db: Database,
    clock: ManualClock,
    folder: Path,
    *,
    founders: bool = False,
    seal_seconds: float = SEAL_SECONDS,
) -> AsyncIterator[Town]:
    """Bring up both services on the demo registry, with accounts and a mirror in step.

    A registry that `found_town` filled is not filled again; `founders` bear other logins than the
    staff that comes after them. The record is sealed by the seconds of the real clock, whatever
    the town's says.
    """
    if not await _has_units(registry_db):
        await load_demo(registry_db, clock.now())
    first = "founding-" if founders else ""
    secrets = {
        role: await _account(registry_db, clock, f"{first}{login}", role, unit)
        for login, role, unit in STAFF
    }
    key = folder / "signing.json"
    write_signing_key(key, new_signing_key())
    settings = Settings(
        signing_key=key,
        registry_token=SecretStr(secrets[Role.SYSTEM]),
        audit_seconds=seal_seconds,
    )
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        office = Office(settings, clock, registry_db)
        stack.push_async_callback(office.close)
        url = await office.open()
        settings = settings.model_copy(update={"registry_url": url})
        app = deadlines.build_app(settings, clock, deadlines_db, poll_seconds=0.05)
        town = Town(
            clock=clock,
            registry_url=url,
            deadlines_url=await stack.enter_async_context(serve_app(app)),
            secrets=secrets,
            folder=folder,
            http=http,
            close_registry=office.close,
            open_registry=office.open,
        )
        while (await town.job("syncRegistry"))["hasMore"]:
            clock.advance(seconds=0.001)
        yield town


async def _has_units(registry_db: Database) -> bool:
    async with registry_db.reading() as conn:
        return bool(await conn.fetchval("select exists (select from unit)"))


async def seen_from(town: Town, registry_db: Database, unit: str, *roles: Role) -> Town:
    """Return the same town for people of another unit, who have these roles there."""
    secrets = {
        role: await _account(registry_db, town.clock, f"{role.value}-{unit}".lower(), role, unit)
        for role in roles
    }
    return replace(town, secrets=secrets, tokens={})


@dataclass(slots=True)
class Office:
    """The registry's building: it can be shut and opened again at the same address."""

    settings: Settings
    clock: ManualClock
    database: Database
    port: int = 0
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def open(self) -> str:
        """Serve the registry and return its URL."""
        app = registry.build_app(self.settings, self.clock, self.database)
        url = await self.stack.enter_async_context(serve_app(app, self.port))
        self.port = int(url.rpartition(":")[2])
        return url

    async def close(self) -> None:
        """Stop serving."""
        await self.stack.aclose()


async def _account(
    database: Database, clock: ManualClock, login: str, role: Role, unit: str
) -> str:
    command = NewAccount(login=login, name=f"虚构{login}", role=role, unit=unit)
    return (await found_account(database, command, clock.now())).secret


@asynccontextmanager
async def at_the_desk(
    town: Town,
    size: tuple[int, int] = (120, 36),
    *,
    role: Role = Role.OFFICER,
    light: bool = False,
    readonly: bool = False,
) -> AsyncIterator[Officer]:
    """Open the real desk on the town's services, its clock the town's."""
    config = Config(
        deadlines_url=town.deadlines_url,
        registry_url=town.registry_url,
        secret=town.secrets[role],
        state_home=town.folder / f"state-{role.lower()}",
    )
    settings = Chosen(values=DeskFile(readonly=readonly))
    app = DutyDesk(config, clock=town.clock.now, light=light, settings=settings)
    async with app.run_test(size=size) as pilot:
        officer = Officer(app=app, pilot=pilot)
        await officer.connected()
        yield officer
