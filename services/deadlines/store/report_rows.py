"""What every statement of a report reads from: the obligations that are counted, and as what.

The statements take the same first twelve parameters (`asked_values`); a part of the unit's tree is
told by three more (`part_values`).
"""

from typing import Final

from services.deadlines.domain.report_counts import Asked, step, subtree
from services.kit.database import Connection

SECONDS: Final = 20.0
"""How long one statement of a report may take; a province's half-year is a million obligations."""

# A case expression names one class and one standing for each: see LimitClass and Standing. Drills
# are looked up in a list made once; the index obligation_counted holds all that is read.
INCIDENTS = """
    select i.id
    from incident i
    where ($9::text[] is null or i.severity = any($9))
    and ($10::text[] is null or i.kind = any($10))
    and ($11::text[] is null or i.facts #> '{facts,categories}' ?| $11)
    and ($12::text[] is null or i.number = any($12))
"""
COUNTED = f"""
    select o.id, o.incident, o.occasion, o.kind, o.modality, o.owner_code, o.answerable,
        o.by_release, o.start_at, o.due_at, o.done_at, o.counted_at, o.state, o.owed,
        o.outcome,
        o.due_at is not null and not o.provisional and o.due_class <> 'INTERNAL_TARGET'
            as statutory,
        case
            when o.due_at is null then 'UNTIMED'
            when o.provisional then 'PROVISIONAL'
            when o.due_class = 'INTERNAL_TARGET' then 'INTERNAL'
            else 'STATUTORY'
        end as limit_class,
        case
            when o.state = 'WAIVED' then 'WAIVED'
            when o.state = 'OPEN' and o.owed and o.due_at < $5 then 'MISSED'
            when o.state = 'OPEN' then 'OPEN'
            when o.due_at is null then 'DONE'
            else o.outcome
        end as standing
    from obligation o
    where o.owner_code collate "C" >= $1
    and o.owner_code collate "C" < $2
    and o.counted_at >= $3
    and o.counted_at < $4
    and o.state <> 'LAPSED'
    and coalesce(o.incident, o.occasion) not in (select d.id from incident d where d.drill)
    and ($6::text[] is null or o.kind = any($6))
    and ($7::text[] is null or o.modality = any($7))
    and (not $8::boolean or o.incident in ({INCIDENTS}))
"""  # noqa: S608 - the incidents asked for are this module's constant
# Where the time of incidents' duties done late went: see `stage_sums`.
STAGED = """
    late as materialized (
        select c.id, c.start_at, c.due_at, c.done_at, c.by_release, c.incident,
            greatest(
                c.start_at,
                least((i.facts #>> '{facts,known_at}')::timestamptz, c.done_at)
            ) as known_at
        from counted c
        join incident i on i.id = c.incident
        where c.statutory
        and c.state = 'FULFILLED'
        and c.outcome in ('LATE', 'LATE_WITH_REASON', 'LATE_AT_INTAKE')
    ),
    drafted as (
        select s.incident, min(s.at) as at
        from statement s
        where s.incident in (select l.incident from late l)
        group by s.incident
    ),
    decided as (
        select l.id, min(g.decided_at) as first_at,
            max(g.decided_at) filter (where g.decided_at <= l.done_at) as last_at
        from late l
        join gate_decision g on g.incident = l.incident
        group by l.id
    ),
    handed as (
        select l.id, l.start_at, l.due_at, l.done_at, l.known_at, l.by_release,
            case
                when l.by_release
                    then greatest(l.known_at, least(l.done_at, d.at, g.first_at))
                else l.done_at
            end as handed_at,
            g.last_at as decided_at
        from late l
        left join drafted d on d.incident = l.incident
        left join decided g on g.id = l.id
        offset 0
    ),
    staged as (
        select h.id, h.due_at, part.stage, part.begins, part.ends
        from handed h
        cross join lateral (
            select case when h.by_release then greatest(h.handed_at, h.decided_at)
                else h.done_at end as agreed_at
        ) g
        cross join lateral (
            values
                ('INTAKE', h.start_at, h.known_at),
                ('DESK', h.known_at, h.handed_at),
                ('APPROVAL', h.handed_at, g.agreed_at),
                ('PUBLICATION', g.agreed_at, h.done_at)
        ) as part (stage, begins, ends)
    )
"""
TOLERATED = """
    select borne.id
    from review r
    join obligation borne on borne.incident = r.incident
        and (r.obligations = '[]'::jsonb or r.obligations ? borne.id::text)
    where r.tolerated
    and not exists (
        select
        from review later
        where later.incident = r.incident
        and later.version > r.version
    )
"""


def part_sql(code: str) -> str:
    """Write `part_of` for the column that holds an owner's code."""
    return f"""
        case
            when split_part({code}, '-', 1) = $13
                then array_to_string((string_to_array({code}, '-'))[:$14], '-')
            else left({code}, $15)
        end
    """


PART = part_sql("owner_code")


def asked_values(asked: Asked, codes: tuple[str, str] | None = None) -> tuple[object, ...]:
    """Give the first twelve parameters; ``codes`` is a narrower range than the unit's subtree."""
    wanted = asked.narrowing
    low, high = codes or subtree(asked.unit.code)
    return (
        low,
        high,
        asked.begins,
        asked.ends,
        asked.as_of,
        wanted.kinds,
        wanted.modalities,
        wanted.of_incidents,
        wanted.severities,
        wanted.incident_kinds,
        wanted.categories,
        wanted.incidents,
    )


def matter_values(asked: Asked, codes: tuple[str, str] | None = None) -> tuple[object, ...]:
    """Give the same twelve for what is no duty: sorts of duties are not asked of it."""
    values = asked_values(asked, codes)
    return (*values[:5], None, None, *values[7:])


def part_values(asked: Asked) -> tuple[object, ...]:
    """Give the parameters thirteen to fifteen, which tell a part of the unit's tree."""
    code = asked.unit.code
    return code.partition("-")[0], code.count("-") + 2, step(code)


async def allow_long(conn: Connection) -> None:
    """Let the running transaction's statements take twenty seconds each, with room to count in."""
    await conn.execute("set local statement_timeout = '20s'; set local work_mem = '64MB'")
