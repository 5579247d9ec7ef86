"""Random acts of every kind against the served registry, by a seed."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.kit.auth import Role
from services.kit.database import Database
from services.kit.graphql.ids import to_global_id
from tests.registry.api import Api
from tests.registry.imports.clerk import Clerk
from tests.registry.world import make_principal

ADMIN = make_principal(Role.ROSTER_ADMIN, unit="13", scope_level=2, scope_code="13")
JOB = make_principal(Role.JOB, unit="0", scope_level=1, scope_code="0")
TODAY = date(2026, 11, 21)
KINDS = ("DEPARTMENT", "NEWS_OFFICE", "CYBERSPACE", "GOVERNMENT_OFFICE", "AFFILIATE")
POSTS = ("HEAD", "DEPUTY", "SPOKESPERSON", "SPOKESPERSON", "LIAISON", "COLLECTOR", "MONITOR")
Act = Callable[[], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class Acts:
    """One who acts at random; knows what was made, and counts what was not refused by kind."""

    api: Api
    database: Database
    chance: random.Random
    name: str = "a"
    units: list[str] = field(default_factory=lambda: ["13", "1301", "130121", "130123"])
    made: dict[str, list[str]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    number: int = 0

    async def some(self, count: int) -> None:
        """Do so many acts, refused ones included."""
        kinds = [name for name in dir(self) if name.startswith("do_")]
        for _ in range(count):
            act: Act = getattr(self, self.chance.choice(kinds))
            await act()

    async def each(self) -> None:
        """Do one act of every kind, in an order in which few are refused."""
        for name in FIRST:
            act: Act = getattr(self, f"do_{name}")
            await act()

    async def act(self, name: str, payload: str, /, **given: Any) -> str | None:
        """Run a mutation; return the id of what it made, None where it was refused."""
        kind, *_ = payload.split()
        shown = payload.partition(" ")[2]
        caller = JOB if name == "auditRosters" else ADMIN
        asked = f"{kind} {{ {shown + ' { id }' if shown else 'replayed'} }}"
        answer = await self.api.act(name, asked, caller=caller, **given)
        if answer["__typename"] == "Refusal":
            return None
        self.done[name] += 1
        id_ = answer[shown]["id"] if shown else ""
        if shown:
            self.made.setdefault(shown, []).append(id_)
        return id_

    def one(self, shown: str) -> str:
        return self.chance.choice(self.made.get(shown) or [to_global_id("Unit", UUID(int=1))])

    def unit(self) -> str:
        return self.chance.choice(self.units)

    def day(self, least: int = -400, most: int = 60) -> str:
        return (TODAY + timedelta(days=self.chance.randint(least, most))).isoformat()

    def word(self, text: str) -> str:
        self.number += 1
        return f"{text}{self.name}{self.number}"

    def maybe(self, value: Any) -> Any:
        return value if self.chance.random() < 0.5 else None

    async def do_create_unit(self) -> None:
        parent = self.unit()
        code = f"{parent}-{self.word('X').upper()}"
        made = await self.act(
            "createUnit",
            "UnitPayload unit",
            code=code,
            name=self.word("某局"),
            kind=self.chance.choice(KINDS),
            parent=parent,
            tags=self.maybe(["民生密切"]) or [],
            workBody=self.maybe("办公室"),
            activeFrom=self.maybe("2020-01-01"),
        )
        self.units += [code] if made else []

    async def do_update_unit(self) -> None:
        await self.act(
            "updateUnit",
            "UnitPayload unit",
            code=self.unit(),
            name=self.maybe(self.word("新名局")),
            tags=self.maybe(["重点发布部门"]),
            supervising=self.maybe(self.unit()),
            workBody=self.maybe("宣传处"),
            effectiveOn=self.maybe(self.day(-5, 10)),
        )

    async def do_merge(self) -> None:
        await self.act(
            "mergeUnits",
            "MergeUnitsPayload",
            **{"from": [self.unit()]},
            into=self.unit(),
            effectiveOn=self.day(-20, 5),
            movePersons=self.chance.random() < 0.8,
        )

    async def do_split(self) -> None:
        unit = self.unit()
        parent = unit.rpartition("-")[0] or unit
        code = f"{parent}-{self.word('S').upper()}"
        part = {"code": code, "name": self.word("分局"), "kind": "DEPARTMENT", "parent": parent}
        day, retire = self.day(-20, 5), self.chance.random() < 0.3
        made = await self.act(
            "splitUnit", "SplitUnitPayload", code=unit, into=[part], effectiveOn=day, retire=retire
        )
        self.units += [] if made is None else [code]

    async def do_retire(self) -> None:
        day = self.day(-10, 30)
        await self.act(
            "retireUnit", "RetireUnitPayload", code=self.unit(), on=day, reason="机构改革"
        )

    async def do_create_person(self) -> None:
        phone = self.maybe(f"139{self.chance.randrange(10**8):08}")
        await self.act(
            "createPerson",
            "PersonPayload person",
            unit=self.unit(),
            name=self.word("某"),
            phone=phone,
        )

    async def do_update_person(self) -> None:
        await self.act(
            "updatePerson",
            "PersonPayload person",
            id=self.one("person"),
            name=self.maybe(self.word("改")),
            unit=self.maybe(self.unit()),
            phone=self.maybe(f"138{self.chance.randrange(10**8):08}"),
        )

    async def do_appoint(self) -> None:
        await self.act(
            "appoint",
            "AppointmentPayload appointment",
            unit=self.unit(),
            personId=self.one("person"),
            post=self.chance.choice(POSTS),
            title=self.word("科长"),
            rank=self.maybe("正科"),
            qualification=self.maybe("熟悉业务"),
            employment=self.maybe("FULL_TIME"),
            startsOn=self.day(-400, -1),
            endsOn=self.maybe(self.day(0, 300)),
        )

    async def do_end_appointment(self) -> None:
        given = {"id": self.one("appointment"), "endsOn": self.day(-30, 30)}
        await self.act("endAppointment", "AppointmentPayload appointment", **given, reason="调离")

    async def do_leave(self) -> None:
        await self.act(
            "setAvailability",
            "AvailabilityPayload",
            personId=self.one("person"),
            startsAt="2026-11-20T00:00:00Z",
            endsAt=self.maybe("2026-12-01T00:00:00.5Z"),
            present=self.chance.random() < 0.3,
            standInPersonId=self.maybe(self.one("person")),
            reason=self.maybe("休假"),
        )

    async def do_add_expert(self) -> None:
        await self.act(
            "addExpert",
            "ExpertPayload expert",
            unit=self.unit(),
            name=self.word("专家"),
            fields=self.chance.sample(["应急", "环保", "医疗"], 2),
            affiliation=self.maybe("某大学"),
            addedOn=self.maybe(self.day(-300, 0)),
        )

    async def do_expert_availability(self) -> None:
        given = {"id": self.one("expert"), "available": self.chance.random() < 0.5}
        await self.act("setExpertAvailability", "ExpertPayload expert", **given)

    async def do_update_expert(self) -> None:
        given = {"id": self.one("expert"), "name": self.maybe(self.word("专家改"))}
        await self.act("updateExpert", "ExpertPayload expert", **given, fields=["环保"])

    async def do_remove_expert(self) -> None:
        given = {"id": self.one("expert"), "removedOn": self.day(-5, 5)}
        await self.act("removeExpert", "ExpertPayload expert", **given)

    async def do_open_channel(self) -> None:
        await self.act(
            "openChannel",
            "ChannelPayload channel",
            unit=self.unit(),
            kind=self.chance.choice(("WEIBO", "WECHAT", "GOVERNMENT_WEBSITE")),
            platform="平台",
            name=self.word("号"),
            owner=self.maybe("某局"),
            monitorPersonId=self.maybe(self.one("person")),
            openedOn=self.day(-900, -60),
        )

    async def do_update_channel(self) -> None:
        await self.act(
            "updateChannel",
            "ChannelPayload channel",
            id=self.one("channel"),
            name=self.maybe(self.word("号改")),
            group=self.maybe("某群"),
            reach=self.maybe(self.chance.randrange(10**6)),
            reachSource="后台统计",
        )

    async def do_close_channel(self) -> None:
        given = {"id": self.one("channel"), "closedOn": self.day(-5, 5)}
        await self.act("closeChannel", "ChannelPayload channel", **given)

    async def do_open_filing(self) -> None:
        subject = self.chance.choice(("SPOKESPERSONS", "EXPERT_POOL", "CHANNELS"))
        await self.act("openFiling", "FilingPayload filing", unit=self.unit(), subject=subject)

    async def do_record_filing(self) -> None:
        async with self.database.reading() as conn:
            rows = await conn.fetch("select id from filing where state = 'OPEN' order by id")
        if rows:
            await self.act(
                "recordFiling",
                "FilingPayload filing",
                filing=to_global_id("Filing", self.chance.choice(rows)["id"]),
                receiptNumber=self.word("备"),
                filedOn=self.day(-3, 0),
            )

    async def do_train(self) -> None:
        people = dict.fromkeys(self.one("person") for _ in range(3))
        await self.act(
            "recordTraining",
            "TrainingPayload training",
            organiser=self.unit(),
            topic=self.word("培训"),
            heldOn=self.day(-300, 0),
            hours=self.maybe(self.chance.randrange(1, 80) / 2),
            place=self.maybe("礼堂"),
            attendees=[{"personId": one, "staffKind": "SPOKESPERSON"} for one in people],
        )

    async def do_record_document(self) -> None:
        await self.act(
            "recordDocument",
            "StandingDocumentPayload document",
            unit=self.unit(),
            kind=self.chance.choice(("RESPONSE_RULES", "ROUTINE_RELEASE_PLAN")),
            title=self.word("办法"),
            number=self.maybe("石政发〔2026〕1号"),
            dated=self.day(-900, -100),
        )

    async def do_withdraw_document(self) -> None:
        given = {"id": self.one("document"), "withdrawnOn": self.day(-50, 0)}
        await self.act("withdrawDocument", "StandingDocumentPayload document", **given)

    async def do_import(self) -> None:
        """Import two rows of one kind; outside 1301 and in ended units they are rejected."""
        header, row = self.chance.choice(LISTS)
        told = [row.format(unit=self.unit(), word=self.word("某")) for _ in range(2)]
        ended = await Clerk(self.api).start("\n".join((header, *told)).encode())
        if ended.get("state") == "DONE" and ended["newRows"]:
            self.done["importRoster"] += 1
            self.made.setdefault("import", []).append(ended["id"])

    async def do_undo_import(self) -> None:
        clerk, import_id = Clerk(self.api), self.one("import")
        if (await clerk.undo(import_id))["__typename"] == "RosterImportPayload":
            self.done["undoImport"] += (await clerk.ended(import_id))["state"] == "UNDONE"

    async def do_create_account(self) -> None:
        who = {"login": self.word("who").lower(), "name": "某", "role": "OFFICER"}
        await self.act("createAccount", "CreateAccountPayload account", **who, unit=self.unit())

    async def do_revoke_account(self) -> None:
        await self.act("revoke", "RevokePayload account", accountId=self.one("account"))

    async def do_audit(self) -> None:
        await self.act("auditRosters", "AuditRostersPayload")


LISTS = (
    ("单位代码,姓名,岗位,职务,手机,任职日期", "{unit},{word},联络员,科长,13900000001,2026-03-01"),
    ("单位代码,姓名,岗位,职务,任职日期", "{unit},{word},新闻发言人,副局长,2026-03-01"),
    ("单位代码,姓名,领域,专家单位", "{unit},{word},环保、应急,某大学"),
    ("单位代码,渠道类别,平台,渠道名称,开通日期", "{unit},微博,微博,{word},2024-01-01"),
)
FIRST = (
    "import",
    "undo_import",
    "import",
    "create_account",
    "revoke_account",
    "create_unit",
    "create_unit",
    "create_unit",
    "create_person",
    "create_person",
    "create_person",
    "appoint",
    "appoint",
    "leave",
    "add_expert",
    "add_expert",
    "expert_availability",
    "update_expert",
    "open_channel",
    "open_channel",
    "update_channel",
    "open_filing",
    "record_filing",
    "train",
    "record_document",
    "update_unit",
    "update_person",
    "end_appointment",
    "remove_expert",
    "close_channel",
    "withdraw_document",
    "merge",
    "split",
    "retire",
    "audit",
)
