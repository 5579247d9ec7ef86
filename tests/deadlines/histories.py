"""Random small histories written straight into the tables, and what they come to, counted naively.

The naive count reads the rows one by one and knows nothing of the reports' statements.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.kit.database import Database

BEGINS = datetime(2026, 1, 1, tzinfo=UTC) - timedelta(hours=8)
ENDS = datetime(2026, 7, 1, tzinfo=UTC) - timedelta(hours=8)
NOW = datetime(2026, 6, 20, 4, 30, tzinfo=UTC)
OWNERS = (
    "13",
    "13-YJT",
    "1301",
    "1301-YJJ",
    "1301-NYJ-DLK",
    "130123",
    "130123-YJGLJ",
    "130123001",
    "1302",
    "1404",
)
KINDS = ("FIRST_RELEASE", "RESPONSE", "UPWARD_REPORT", "BULLETIN")
MODALITIES = ("MUST", "AT_LATEST", "IN_PRINCIPLE")
LATE = ("LATE", "LATE_WITH_REASON", "LATE_AT_INTAKE")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was written, as plain rows."""

    incidents: Sequence[Row]
    obligations: Sequence[Row]
    statements: Sequence[Row]
    decisions: Sequence[Row]
    reviews: Sequence[Row]


def make_history(seed: int, obligations: int = 240) -> History:
    """Draw a history; the same seed gives the same one."""
    draw = random.Random(seed)

    def moment(spread: float = 220) -> datetime:
        return BEGINS + timedelta(seconds=draw.randrange(-20 * 86400, int(spread * 86400)))

    incidents = [
        {
            "id": UUID(int=seed << 64 | n + 1),
            "number": f"{seed}-{n:04d}",
            "drill": n % 7 == 0,
            "severity": draw.choice(("MAJOR", "GENERAL", None)),
            "known_at": moment(),
        }
        for n in range(40)
    ]
    rows = [_obligation(draw, seed, n, incidents, moment()) for n in range(obligations)]
    some = [i["id"] for i in incidents]
    statements = [{"incident": draw.choice(some), "at": moment()} for _ in range(30)]
    decisions = [{"incident": draw.choice(some), "at": moment()} for _ in range(40)]
    reviews = [
        {
            "incident": id_,
            "version": version,
            "tolerated": draw.random() < 0.5,
            "obligations": [
                str(row["id"]) for row in rows if row["incident"] == id_ and draw.random() < 0.3
            ],
        }
        for id_ in draw.sample(some, 15)
        for version in range(1, draw.randrange(2, 4))
    ]
    return History(
        incidents=incidents,
        obligations=rows,
        statements=statements,
        decisions=decisions,
        reviews=reviews,
    )


def _obligation(
    draw: random.Random, seed: int, n: int, incidents: Sequence[Row], start: datetime
) -> dict[str, Any]:
    due = start + timedelta(seconds=draw.randrange(3600, 400_000)) if draw.random() < 0.8 else None
    state = draw.choices(("OPEN", "FULFILLED", "WAIVED", "LAPSED"), (3, 5, 1, 1))[0]
    done = outcome = None
    if state == "FULFILLED":
        done = start + timedelta(seconds=draw.randrange(0, 500_000))
        late = due is not None and done > due
        outcome = draw.choice(LATE) if late else "ON_TIME"
    return {
        "id": UUID(int=seed << 64 | 1 << 32 | n),
        "incident": None if draw.random() < 0.2 else draw.choice(incidents)["id"],
        "key": f"K{n}",
        "kind": draw.choice(KINDS),
        "modality": draw.choice(MODALITIES),
        "due_class": draw.choices(("STATUTORY_TIMED", "INTERNAL_TARGET"), (5, 1))[0],
        "provisional": draw.random() < 0.15,
        "state": state,
        "owed": draw.random() < 0.85,
        "start_at": start,
        "due_at": due,
        "done_at": done,
        "outcome": outcome,
        "owner": draw.choice(OWNERS),
        "person": draw.choice(("虚构甲", "虚构乙", None)),
        "named": draw.random() < 0.8,
        "by_release": draw.random() < 0.6,
    }


async def save_history(database: Database, history: History) -> None:
    """Write a history into empty tables."""
    async with database.transaction() as conn:
        await conn.execute("set local session_replication_role = replica")
        await conn.execute(
            "truncate obligation, incident, occasion, statement, gate_decision, review cascade"
        )
        await conn.execute(
            """
            insert into incident (
                id, number, title, state, drill, contacts_pending, desk, severity, facts, packs,
                responsibility, notes, opened_at, opened_by, version, assessment
            )
            select id, number, 'x', 'OPEN', drill, false, '13', severity,
                jsonb_build_object('facts', jsonb_build_object('known_at', known_at)), '[]', '[]',
                '[]', known_at, 'x', 1, 1
            from jsonb_to_recordset($1) as given (
                id uuid, number text, drill boolean, severity text, known_at timestamptz
            )
            """,
            list(history.incidents),
        )
        await conn.execute(
            """
            insert into occasion (
                id, number, kind, title, state, unit_code, unit, begins_at, packs, body,
                opened_at, opened_by, version
            )
            values ($1, 'P', 'PERIOD', 'x', 'OPEN', '13', '{}', $2, '[]', '{}', $2, 'x', 1)
            """,
            UUID(int=5),
            BEGINS,
        )
        await conn.execute(
            """
            insert into obligation (
                id, incident, occasion, key, kind, title, opened_on, due_class, modality, state,
                owed, owed_after, start_at, due_at, provisional, late_at_intake, owner_code, owner,
                person, recipients, fulfilled_by, conclusive, at_source, basis, done_at, outcome,
                closed_at, version, due_version
            )
            select id, incident, case when incident is null then $2::uuid end, key, kind, kind,
                'INCIDENT', due_class, modality, state, owed, '[]', start_at, due_at, provisional,
                false, owner, jsonb_build_object('code', owner, 'name', owner),
                case when person is not null
                    then jsonb_build_object('name', person, 'post', 'HEAD', 'named', named) end,
                '[]', case when by_release then '["STATEMENT"]'::jsonb else '[]'::jsonb end, false,
                false, '[{"document": "文", "clause": "四"}]', done_at, outcome, done_at, 1, 1
            from jsonb_to_recordset($1) as given (
                id uuid, incident uuid, key text, kind text, due_class text, modality text,
                state text, owed boolean, start_at timestamptz, due_at timestamptz,
                provisional boolean, owner text, person text, named boolean, by_release boolean,
                done_at timestamptz, outcome text
            )
            """,
            list(history.obligations),
            UUID(int=5),
        )
        await conn.execute(
            """
            insert into statement (id, incident, version, text, author, at)
            select gen_random_uuid(), incident, (row_number() over ())::integer, 'x', 'x', at
            from jsonb_to_recordset($1) as given (incident uuid, at timestamptz)
            """,
            list(history.statements),
        )
        await conn.execute(
            """
            insert into gate_decision (
                id, incident, gate, approver, verdict, person, decided_at, recorded_at,
                recorded_by, on_behalf, warnings
            )
            select gen_random_uuid(), incident, 'LEADER_APPROVAL', '{}', 'APPROVED', 'x', at, at,
                'x', false, '[]'
            from jsonb_to_recordset($1) as given (incident uuid, at timestamptz)
            """,
            list(history.decisions),
        )
        await conn.execute(
            """
            insert into review (
                id, incident, version, outcomes, tolerated, obligations, reason, decided_by,
                decided_at, unit, recorded_at, recorded_by
            )
            select gen_random_uuid(), incident, version, '[]', tolerated, obligations, 'x', 'x',
                $2, '{"code": "1301", "name": "x"}', $2, 'x'
            from jsonb_to_recordset($1) as given (
                incident uuid, version integer, tolerated boolean, obligations jsonb
            )
            """,
            list(history.reviews),
            BEGINS + timedelta(days=3),
        )


def counted_by(history: History, unit: str) -> list[Row]:
    """Keep what a bulletin of the half-year counts: of the unit's tree, of no drill, not lapsed."""
    drills = {row["id"] for row in history.incidents if row["drill"]}
    return [
        row
        for row in history.obligations
        if row["owner"].startswith(unit)
        and BEGINS <= (row["due_at"] or row["start_at"]) < ENDS
        and row["state"] != "LAPSED"
        and row["incident"] not in drills
    ]


def class_of(row: Row) -> str:
    if row["due_at"] is None:
        return "UNTIMED"
    if row["provisional"]:
        return "PROVISIONAL"
    return "INTERNAL" if row["due_class"] == "INTERNAL_TARGET" else "STATUTORY"


def standing_of(row: Row) -> str:
    if row["state"] == "WAIVED":
        return "WAIVED"
    if row["state"] == "FULFILLED":
        return "DONE" if row["due_at"] is None else str(row["outcome"])
    missed = row["owed"] and row["due_at"] is not None and row["due_at"] < NOW
    return "MISSED" if missed else "OPEN"


def figures(rows: Sequence[Row]) -> dict[str, float | None]:
    """Count rows of one class of limits."""
    count = Counter(standing_of(row) for row in rows)
    late = [row for row in rows if standing_of(row) in LATE]
    rated = count["ON_TIME"] + count["LATE"] + count["LATE_WITH_REASON"] + count["MISSED"]
    told = count["DONE"] + count["OPEN"]
    overdue = sum((row["done_at"] - row["due_at"]).total_seconds() for row in late)
    return {
        "TOTAL": len(rows),
        "ON_TIME_RATE": 100 * count["ON_TIME"] / rated if rated else None,
        "DONE_RATE": 100 * count["DONE"] / told if told else None,
        "MEAN_OVERDUE": overdue / 60 / len(late) if late else None,
        **{name: count[name] for name in ("ON_TIME", *LATE, "MISSED", "OPEN", "WAIVED", "DONE")},
    }


def part_of(unit: str, owner: str) -> str:
    """Climb from an owner to what lies directly below the unit."""
    above = owner
    while above != unit:
        owner = above
        head, dash, _ = above.rpartition("-")
        shorter = next((n for n in (6, 4, 2) if n < len(above)), 0)
        above = head if dash else above[:shorter]
        if not above:
            return owner
    return owner


def borne(history: History) -> set[UUID]:
    """Name the items that the newest review of their incident bears with."""
    ordered = sorted(history.reviews, key=lambda review: int(review["version"]))
    newest: dict[UUID | None, Row] = {review["incident"]: review for review in ordered}
    return {
        row["id"]
        for row in history.obligations
        if (review := newest.get(row["incident"]))
        and review["tolerated"]
        and (not review["obligations"] or str(row["id"]) in review["obligations"])
    }


def stages(history: History, rows: Sequence[Row]) -> dict[str, tuple[int, float, float]]:
    """Walk each late duty minute by minute's end: items late, seconds late, seconds, by stage."""
    known = {row["id"]: row["known_at"] for row in history.incidents}
    sums = {name: [0, 0.0, 0.0] for name in ("INTAKE", "DESK", "APPROVAL", "PUBLICATION")}
    for row in rows:
        if class_of(row) != "STATUTORY" or standing_of(row) not in LATE or not row["incident"]:
            continue
        begun, due, done = row["start_at"], row["due_at"], row["done_at"]
        heard = min(max(begun, known[row["incident"]]), done)
        handed = agreed = done
        if row["by_release"]:
            decided = [d["at"] for d in history.decisions if d["incident"] == row["incident"]]
            drafted = [s["at"] for s in history.statements if s["incident"] == row["incident"]]
            handed = max(heard, min([done, *decided, *drafted]))
            agreed = max([handed, *(at for at in decided if at <= done)])
        edges = (begun, heard, handed, agreed, done)
        for name, begins, ends in zip(sums, edges[:-1], edges[1:], strict=True):
            over = (ends - max(begins, due)).total_seconds()
            sums[name][0] += over > 0
            sums[name][1] += max(over, 0)
            sums[name][2] += (ends - begins).total_seconds()
    return {name: (int(n), late, spent) for name, (n, late, spent) in sums.items()}
