"""Rows for both services, made by their own mutations, enough for several pages of every list."""

import itertools
from typing import Any

from services.kit.auth import Role
from services.kit.graphql.ids import to_global_id
from tests.contracts.services import Caller, Served
from tests.deadlines.desk import mirror_world
from tests.registry.world import save_world

_KEYS = itertools.count(1)
_ADMIN = Caller(role=Role.ROSTER_ADMIN)
_CHIEF = Caller(role=Role.DUTY_CHIEF)
CALLED = "2026-11-21T02:50:00+08:00"
FACTS = {
    "occurredAt": "2026-11-21T02:40:00+08:00",
    "knownAt": "2026-11-21T03:02:00+08:00",
    "emergency": True,
    "kind": "ACCIDENT",
    "severity": "PARTICULARLY_MAJOR",
    "localities": ["130123"],
}


async def act(
    service: Served, field: str, payload: str, given: dict[str, Any], caller: Caller | None = None
) -> dict[str, Any]:
    """Run a mutation that is not refused; ``payload`` names its type with what to return."""
    name = f"{field[0].upper()}{field[1:]}Input"
    query = f"""mutation M($input: {name}!) {{ {field}(input: $input) {{
        __typename ... on {payload} ... on Refusal {{ code message field }} }} }}"""
    values = {"idempotencyKey": f"fill-{next(_KEYS)}", **given}
    reply = await service.send(query, {"input": values}, caller)
    answer: dict[str, Any] = reply.data[field]
    assert answer["__typename"] != "Refusal", answer
    return answer


async def fill(service: Served) -> None:
    """Fill an empty service."""
    if service.name == "registry":
        await save_world(service.database)
        await _fill_registry(service)
    else:
        await mirror_world(service.database, service.clock)
        await _number_persons(service)
        await _fill_deadlines(service)


async def _fill_registry(service: Served) -> None:
    for number in range(7):
        unit = ("1301", "130123", "130121")[number % 3]
        code = f"{unit}-BM{chr(65 + number)}"
        department = {"code": code, "name": f"第{number}局", "kind": "DEPARTMENT", "parent": unit}
        await act(service, "createUnit", "UnitPayload { replayed }", department, _ADMIN)
        person = await _person(service, unit, number)
        stand_in = await _person(service, unit, number + 50)
        for post in ("SPOKESPERSON", "LIAISON"):
            await act(
                service,
                "appoint",
                "AppointmentPayload { replayed }",
                {
                    "unit": code,
                    "personId": person,
                    "post": post,
                    "title": "科长",
                    "startsOn": "2026-01-01",
                },
                _ADMIN,
            )
        await _leave_channel_and_expert(service, code, person, stand_in, number)
    await _audited(service)
    for _ in range(4):
        await tried(service, "1301", _ADMIN)


async def tried(service: Served, unit: str, caller: Caller) -> tuple[str, str]:
    """Try to import a roster of the unit; return the ids of the file and of the dry run."""
    rows = "".join(f"{unit},丁{number},联络员,2026-01-01\n" for number in range(7))
    roster = f"单位代码,姓名,岗位,任职日期\n{rows}".encode()
    headers = {"authorization": f"Bearer {service.token(caller)}"}
    address = f"{service.url}/files"
    async with service.session.post(address, data=roster, headers=headers) as response:
        file: str = (await response.json())["id"]
    given = {"file": file, "dryRun": True, "unit": unit}
    payload = "RosterImportPayload { import { id } }"
    made = await act(service, "importRoster", payload, given, caller)
    return file, made["import"]["id"]


async def _audited(service: Served) -> None:
    """Let somebody keep the rosters of 石家庄市, and an audit find their gaps."""
    account = {"login": "keeper", "name": "管理员", "role": "ROSTER_ADMIN", "unit": "1301"}
    await act(service, "createAccount", "CreateAccountPayload { secret }", account, _ADMIN)
    for number in range(6):
        one = {"login": f"on-duty-{number}", "name": "值班员", "role": "OFFICER", "unit": "130123"}
        await act(service, "createAccount", "CreateAccountPayload { secret }", one, _ADMIN)
    await act(service, "auditRosters", "AuditRostersPayload { replayed }", {}, _ADMIN)


async def _person(service: Served, unit: str, number: int) -> str:
    given = {"unit": unit, "name": f"某{number}", "phone": f"139{number:08}"}
    payload = "PersonPayload { person { id } }"
    made = await act(service, "createPerson", payload, given, _ADMIN)
    found: str = made["person"]["id"]
    return found


async def _leave_channel_and_expert(
    service: Served, unit: str, person: str, stand_in: str, number: int
) -> None:
    away = {"personId": person, "startsAt": "2026-11-20T00:00:00Z", "standInPersonId": stand_in}
    await act(service, "setAvailability", "AvailabilityPayload { replayed }", away, _ADMIN)
    channel = {
        "unit": unit,
        "kind": "WEIBO",
        "platform": "微博",
        "name": f"号{number}",
        "monitorPersonId": person,
        "openedOn": "2026-01-01",
    }
    await act(service, "openChannel", "ChannelPayload { replayed }", channel, _ADMIN)
    paper = {
        "unit": unit,
        "kind": "RESPONSE_RULES",
        "title": f"制度{number}",
        "dated": "2026-01-01",
    }
    await act(service, "recordDocument", "StandingDocumentPayload { replayed }", paper, _ADMIN)
    training = {
        "organiser": unit,
        "topic": f"第{number}期",
        "heldOn": "2026-11-01",
        "attendees": [{"personId": person, "staffKind": "SPOKESPERSON"}],
    }
    await act(service, "recordTraining", "TrainingPayload { replayed }", training, _ADMIN)
    expert = {"unit": unit, "name": f"专家{number}", "fields": ["安全生产"]}
    await act(service, "addExpert", "ExpertPayload { replayed }", expert, _ADMIN)


async def _number_persons(service: Served) -> None:
    """Give each person of the mirror a number of their own, so that one tells whose it is."""
    async with service.database.transaction() as conn:
        await conn.execute(
            """
            with numbered as (
                update mirror_phone p
                set phone = '139' || lpad(n.place::text, 8, '0')
                from (select id, row_number() over (order by id) as place from mirror_person) n
                where n.id = p.person_id
                returning p.person_id, p.phone
            )
            update mirror_person p
            set phone_hint = left(phone, 3) || '****' || right(phone, 4)
            from numbered
            where numbered.person_id = p.id
            """
        )


async def _fill_deadlines(service: Served) -> None:
    for number in range(5):
        # long past their limit, so that there are breaches to list
        long_ago = {"occurredAt": "2026-11-20T22:00:00+08:00"}
        facts = {**FACTS, **long_ago, "localities": [("130123", "130121")[number % 2]]}
        payload = "OpenIncidentPayload { incident { id } }"
        opened = await act(service, "openIncident", payload, {"facts": facts})
        service.clock.advance(minutes=1)
        source = {"url": f"https://a.example/{number}", "firstSeenAt": "2026-11-21T02:50:00+08:00"}
        seen = {"source": source, "title": "线索"}
        await act(service, "reportLead", "ReportLeadPayload { replayed }", seen)
    incident = opened["incident"]["id"]
    drafted = {"incident": incident, "text": "正在核实"}
    await act(service, "draftStatement", "DraftStatementPayload { replayed }", drafted)
    word = {"gate": "LEADER_APPROVAL", "verdict": "APPROVED", "approver": "虚构", "basis": "PHONE"}
    given = {"incident": incident, **word}
    await act(service, "decideGate", "DecideGatePayload { replayed }", given)
    release = {"incident": incident, "form": "STATEMENT", "conclusive": False, "title": "情况通报"}
    await act(service, "recordRelease", "RecordReleasePayload { replayed }", release)
    for number in range(5):
        call = {"number": f"{number}", "kind": "COMPLAINT", "summary": "停水", "receivedAt": CALLED}
        shape = "LinkHotlineTicketPayload { replayed }"
        await act(service, "linkHotlineTicket", shape, {"incident": incident, **call})
    for number in range(5):
        away = {"unit": "1301", "sender": "14", "request": f"请核实{number}"}
        shape = "ReferPayload { replayed }"
        await act(service, "refer", shape, {"incident": incident, **away})
    again = {"incident": incident, "facts": {"severity": "MAJOR"}, "reason": "核实伤亡"}
    await act(service, "assessIncident", "AssessIncidentPayload { replayed }", again)
    chief = Caller(role=Role.DUTY_CHIEF)
    for year in range(2027, 2032):
        given = {"pack": "city-monitoring", "unit": "130123", "effectiveFrom": f"{year}-01-01"}
        shape = "AdoptPackPayload { adoption { id } }"
        made = await act(service, "adoptPack", shape, given, chief)
        ended = {"effectiveFrom": f"{year}-06-01", "reason": "试行期满"}
        given = {"adoption": made["adoption"]["id"], **ended}
        shape = "WithdrawAdoptionPayload { replayed }"
        await act(service, "withdrawAdoption", shape, given, chief)
    for number in range(4):
        policy = {"unit": "130123", "title": f"办法{number}", "major": True, "vitalInterests": True}
        await act(service, "announcePolicy", "AnnouncePolicyPayload { replayed }", policy)
    for number in range(4):
        told = {"unit": "1301", "period": "2026H2", "number": f"{number}号"}
        await act(service, "issueBulletin", "IssueBulletinPayload { replayed }", told, _CHIEF)
    job = Caller(role=Role.JOB, unit="0", level=1)
    await act(service, "sweepObligations", "SweepObligationsPayload { notices }", {}, job)
    await act(service, "openPeriods", "OpenPeriodsPayload { opened }", {}, job)
    await _rostered(service)


async def _rostered(service: Served) -> None:
    """Plan shifts of 石家庄市 for persons who have numbers."""
    async with service.database.reading() as conn:
        rows = await conn.fetch(
            "select distinct person_id from mirror_post where unit = '1301' order by 1 limit 5"
        )
    shifts = [
        {
            "role": "MAIN",
            "personId": to_global_id("Person", row["person_id"]),
            "beginsAt": f"2026-11-{21 + day}T00:00:00Z",
            "endsAt": f"2026-11-{22 + day}T00:00:00Z",
        }
        for day, row in enumerate(rows)
    ]
    chief = Caller(role=Role.DUTY_CHIEF)
    given = {"unit": "1301", "shifts": shifts}
    await act(service, "planShifts", "PlanShiftsPayload { replayed }", given, chief)
