"""Every worked case beside the packs, asked of the running service."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

import pytest
from msgspec.structs import asdict

from services.deadlines.domain.mirror import Images
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.cases import Case, parse_cases
from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.period_cases import PeriodCase, parse_period_cases, units_of
from services.deadlines.law.period_cases import differences as period_differences
from services.deadlines.law.responsibility import NOT_NAMED
from services.deadlines.law.selection import PackSet
from services.deadlines.packs import case_texts
from services.deadlines.store.feed import apply_images
from services.deadlines.usecases.previews import Law
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import JOB, LAW, NAMESPACE, Who, mirror_world, serving

CASES = [
    pytest.param(case, id=f"{name.partition('.')[0]}: {case.name}")
    for name, text in case_texts().items()
    for case in parse_cases(text)
]

QUERY = """query P($facts: IncidentFactsInput!, $packs: [String!]) {
  previewIncident(facts: $facts, packs: $packs) {
    obligations {
      key kind dueAt startAt modality provisional lateAtIntake owed owner { code }
      person { name note } recipients basis { pack clause assumption acting }
    }
    responsibility { rule outcome }
    parties { role unit { code } }
  }
}"""

NOT_STATED = {"desk", "assessed_at"}


def stated(facts: Facts) -> dict[str, Any]:
    """Write facts as a caller would state them."""
    given: dict[str, Any] = {}
    for name in Facts.__struct_fields__:
        value = getattr(facts, name)
        if value is None or name in NOT_STATED:
            continue
        head, *rest = name.split("_")
        key = head + "".join(part.title() for part in rest)
        given[key] = value.isoformat() if isinstance(value, datetime) else value
    return given


@pytest.mark.requirement(16, 30, 88, 93, 94, 95, 108, 111)
@pytest.mark.parametrize("case", CASES)
async def test_the_service_answers_the_case(deadlines_db: Database, case: Case) -> None:
    clock = ManualClock(case.facts.known_at)
    await mirror_world(deadlines_db, clock, fresh=False)
    desk_unit = case.facts.desk or "1301"
    who = Who(unit=desk_unit, level=1, code="0")
    async with serving(deadlines_db, clock) as desk:
        answer = await desk.ask(QUERY, who, facts=stated(case.facts), packs=case.packs)
    assert differences(case, answer["previewIncident"]) == []


@pytest.mark.requirement(54)
@pytest.mark.parametrize("pack", ["province-2013", "city-monitoring"])
async def test_a_pack_that_a_place_adopted_answers_its_cases_as_if_it_named_the_place(
    deadlines_db: Database, pack: str
) -> None:
    """The same cases, bound by a decision of 河北省 and of nothing else instead of by name."""
    cases = [case for case in parse_cases(case_texts()[f"{pack}.cases.toml"]) if case.packs]
    cases.sort(key=lambda case: case.facts.known_at)
    clock = ManualClock(datetime(2013, 11, 1, tzinfo=UTC))
    await mirror_world(deadlines_db, clock, fresh=False)
    alone = Law(PackSet.of(each for each in LAW.packs.packs if each.id == pack))
    nation = Who(role=Role.DUTY_CHIEF, unit="0", level=1, code="0")
    given = {"pack": pack, "unit": "13", "effectiveFrom": "2013-10-01", "reason": "补登"}
    wrong: list[str] = []
    async with serving(deadlines_db, clock, law=alone) as desk:
        adopted = await desk.act("adoptPack", "adoption { told }", given, nation)
        for case in cases:
            clock.advance(seconds=(case.facts.known_at - clock.now()).total_seconds())
            who = Who(unit=case.facts.desk or "1301", level=1, code="0")
            answer = await desk.ask(QUERY, who, facts=stated(case.facts), packs=None)
            found = answer["previewIncident"]
            wrong += [f"{case.name}: {each}" for each in differences(_without_doubt(case), found)]
            told = {line["assumption"] for duty in found["obligations"] for line in duty["basis"]}
            assert all(each.startswith(adopted["adoption"]["told"]) for each in told), case.name
    assert wrong == []


PERIODS = """query P($filter: PeriodFilter) { periods(first: 100, filter: $filter) { edges { node {
  rule period counted target state title dueAt unit { code }
  basis { clause modality assumption }
} } } }"""
OF_PERIODS = [
    pytest.param(case, id=f"{name.partition('.')[0]}: {case.name}")
    for name, text in case_texts().items()
    for case in parse_period_cases(text)
]


@pytest.mark.parametrize("case", OF_PERIODS)
async def test_the_service_owes_for_periods_what_the_case_says(
    clean_deadlines: None, deadlines_db: Database, case: PeriodCase
) -> None:
    clock = ManualClock(case.at)
    world = await mirror_world(deadlines_db, clock, fresh=False)
    await mirror_case(deadlines_db, case, world, clock)
    alone = Law(PackSet.of(each for each in LAW.packs.packs if each.id == case.pack))
    nation = Who(role=Role.DUTY_CHIEF, unit="0", level=1, code="0")
    async with serving(deadlines_db, clock, law=alone) as desk:
        if case.adopted_by is not None:
            place = {"unit": case.adopted_by, "effectiveFrom": "2000-01-01", "reason": "补登"}
            await desk.act("adoptPack", "replayed", {"pack": case.pack, **place}, nation)
        for act in case.acts:
            await desk.act("recordPeriodicAct", "replayed", told(act), nation)
        while (await desk.act("openPeriods", "hasMore", {}, JOB))["hasMore"]:
            pass
        answer = await desk.ask(PERIODS, nation, filter=None)
    rows = [edge["node"] for edge in answer["periods"]["edges"]]
    found = {(row["unit"]["code"], row["rule"].partition("/")[2]): row for row in rows}
    wrong = [row for row in case.owes_not if (row["unit"], row["duty"]) in found]
    assert wrong == []
    for row in case.owes:
        have = shown(found[row["unit"], row["duty"]])
        assert list(period_differences(row, {**have, "duty": row["duty"]})) == []


def told(act: Mapping[str, Any]) -> dict[str, Any]:
    """Write an act of a case as a caller would record it."""
    names = {"held_at": "heldAt", "joint": "jointUnits", "present": "attendees"}
    given = {names.get(key, key): value for key, value in act.items()}
    given["heldAt"] = given["heldAt"].isoformat()
    return {"title": "某会", "number": "1号", **given}


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Tell a period of the service in the words of a case."""
    due_at = row["dueAt"] and datetime.fromisoformat(row["dueAt"])
    line = row["basis"][0]
    return {
        "unit": row["unit"]["code"],
        "period": row["period"],
        "due_at": due_at and due_at.replace(microsecond=0).astimezone(UTC),
        "clause": line["clause"],
        "title": row["title"],
        "modality": line["modality"],
        "assumption": line["assumption"] is not None,
        "counted": row["counted"],
        "target": row["target"],
        "met": row["state"] == "FULFILLED",
    }


async def mirror_case(
    database: Database, case: PeriodCase, world: Directory, clock: ManualClock
) -> None:
    """Mirror what a case of periods has besides the world: units, heads, documents, channels."""
    images = Images()
    about = {row["code"]: row for row in case.units}
    for unit in units_of(case, world):
        row = about.get(unit.code, {})
        id_ = str(uuid5(NAMESPACE, unit.code))
        if unit.code not in world.units:
            scope = Scope.of_code(unit.code)
            images.units[id_] = {
                **asdict(unit),
                "tags": sorted(unit.tags),
                "id": id_,
                "version": 1,
                "short_name": unit.name,
                "initials": "x",
                **{f"scope{level}": scope.at(level) for level in range(1, 7)},
            }
        for kind in row.get("documents", ()):
            own = {"id": id_, "version": 1, "unit": unit.code, "kind": kind}
            images.documents[id_] = {**own, "begins": "2020-01-01T00:00:00+08:00", "ends": None}
        for kind in row.get("channels", ()):
            own = {"id": id_, "version": 1, "unit": unit.code, "kind": kind}
            images.channels[id_] = {**own, "name": unit.name}
    for holder in case.holders:
        id_ = str(uuid5(NAMESPACE, holder["person"]))
        images.persons[id_] = {"id": id_, "version": 1, "name": holder["person"], "phone": None}
        images.posts[id_] = {**holder, "id": id_, "version": 1, "person_id": id_, "begins": None}
    async with database.transaction() as conn:
        assert await apply_images(conn, images, clock.now()) == []


def _without_doubt(case: Case) -> Case:
    """Leave out whether something is assumed: of an adopted pack that it was adopted is said."""
    kept = ({k: v for k, v in row.items() if k != "assumption"} for row in case.expect)
    return replace(case, expect=tuple(kept))


def differences(case: Case, found: dict[str, Any]) -> list[str]:
    """Compare an answer with a case; says each difference."""
    duties = found["obligations"]
    by_name = {duty["key"]: duty for duty in duties}
    for duty in duties:
        by_name.setdefault(duty["kind"], duty)
    wrong = []
    for expected in case.expect:
        name = expected.get("key", expected["kind"])
        duty = by_name.get(name)
        wrong += [f"{name} missing"] if duty is None else compare(expected, duty)
    kinds = {duty["kind"] for duty in duties}
    wrong += [f"{kind} is listed" for kind in case.absent if kind in kinds]
    wrong += [
        f"{kind} is not untimed"
        for kind in case.untimed
        if not any(d["kind"] == kind and d["dueAt"] is None for d in duties)
    ]
    first = next(p["unit"]["code"] for p in found["parties"] if p["role"] == "FIRST_RESPONDENT")
    if case.subject is not None and first != case.subject:
        wrong.append(f"first respondent {first}")
    fired = [line["rule"] for line in found["responsibility"] if line["outcome"] == "FIRED"]
    if case.fired is not None and fired != [case.fired]:
        wrong.append(f"fired {fired}")
    return wrong


def named(person: dict[str, Any] | None) -> str:
    """Name the person whom a clause makes answerable, not one given only to be called."""
    if person is None or (person["note"] or "").startswith(NOT_NAMED):
        return ""
    return str(person["name"])


def compare(expected: Any, duty: dict[str, Any]) -> list[str]:
    acting = next(line for line in duty["basis"] if line["acting"])
    have = {
        "modality": duty["modality"],
        "provisional": duty["provisional"],
        "owner": duty["owner"]["code"],
        "clause": acting["clause"],
        "pack": acting["pack"],
        "late_at_intake": duty["lateAtIntake"],
        "owed": duty["owed"],
        "recipients": duty["recipients"],
        "person": named(duty["person"]),
        "assumption": acting["assumption"] is not None,
        "due_at": duty["dueAt"] and datetime.fromisoformat(duty["dueAt"]),
        "start_at": datetime.fromisoformat(duty["startAt"]),
    }
    return [
        f"{duty['key']}.{name}: {have[name]}, expected {value}"
        for name, value in expected.items()
        if name in have and have[name] != value
    ]
