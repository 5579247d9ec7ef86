"""The extract of the mirror that one calculation needs, loaded by one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asyncpg import Record

from services.deadlines.domain.mirror import MirrorStatus
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.directory import Directory, Holder, StandIn, Unit
from services.deadlines.law.selection import Need
from services.deadlines.law.words import Post
from services.deadlines.store.rows import scope_row
from services.kit.database import Connection

# The organs a pack can name at the level of a division's government; its departments are asked for
# by code.
ORGANS = (
    "GOVERNMENT",
    "COMMITTEE",
    "GOVERNMENT_OFFICE",
    "PUBLICITY",
    "NEWS_OFFICE",
    "CYBERSPACE",
    "PUBLIC_SECURITY",
    "STATE_SECURITY",
    "SUPERVISION",
    "SECRECY",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The directory for the law, with each unit's row and whether the mirror can be a witness."""

    directory: Directory
    rows: Mapping[str, Record]
    fresh: bool

    def scope_of(self, code: str) -> Scope:
        """Return the unit's place; for a unit the mirror lacks, as far as its code tells."""
        row = self.rows.get(code)
        return Scope.of_code(code) if row is None else scope_row(row)


async def directory_for(conn: Connection, need: Need, at: datetime, on: datetime) -> Extract:
    """Load the needed units with those above them, and who holds their posts at ``at``.

    The units are those there were ``on`` the incident's own moment, under the names they bore
    then. For one that was merged since, its successor's people answer.
    Of a person's availability entries the one recorded last among those covering ``at`` counts;
    a holder is given an absence only for it, which answers ``present(at)`` and nothing else. Only
    spokespersons are given their stand-ins.
    """
    return _extract(await _rows(conn, need, at, on), at)


async def _rows(conn: Connection, need: Need, at: datetime, on: datetime) -> list[Record]:
    """Return one row a unit and holder, all with the state of the mirror; without units one.

    The posts and stand-ins stand behind fences (``offset 0``): each is an index look-up, where a
    plan that joins them all at once reads everybody's.
    """
    return await conn.fetch(
        """
        with recursive climbed (code, depth) as (
            select code, 0
            from unnest($1::text[]) as given (code)
            union
            select above.code, climbed.depth + 1
            from climbed
            join mirror_unit u on u.code = climbed.code
            cross join lateral (values (u.parent), (u.supervising)) as above (code)
            where above.code is not null
            and climbed.depth < 6
        ),
        wanted (code) as (
            select code
            from climbed
            union
            select code
            from unnest($2::text[]) as given (code)
            union
            select code
            from mirror_unit
            where division = any($3::text[])
            and kind = any($4::text[])
        ),
        heirs (code, heir, depth) as (
            select w.code, s.successor, 1
            from wanted w
            join mirror_succession s on s.predecessor = w.code
                and s.kind = 'MERGED'
                and s.begins <= $5
            union all
            select heirs.code, s.successor, heirs.depth + 1
            from heirs
            join mirror_succession s on s.predecessor = heirs.heir
                and s.kind = 'MERGED'
                and s.begins <= $5
            where heirs.depth < 6
        ),
        last (code, heir) as (
            select distinct on (code) code, heir
            from heirs
            order by code, depth desc, heir
        )
        select
            m.reachable, m.applied_at, m.asked_at, m.one is not null and m.applied_at is not null
                and not exists (select from mirror_fault f where f.entity = 'unit') as fed,
            u.code, coalesce(named.name, u.name) as name, u.kind, u.level, u.division, u.parent,
            u.supervising, u.management, u.tags,
            u.scope1, u.scope2, u.scope3, u.scope4, u.scope5, u.scope6,
            p.id as appointment, p.post, coalesce(n.name, p.person) as person, p.title, p.begins,
            p.ends, p.person_id, n.phone_hint,
            p.filed_on <= $5 is true as filed,
            (select h.name from mirror_unit h where h.code = last.heir) as successor,
            a.begins as away_from, a.ends as away_to,
            s.id as stand_in_id, s.name as stand_in, s.phone_hint as stand_in_hint
        from (select true as one) as this
        left join mirror_cursor m on m.one = this.one
        left join (
            wanted
            join mirror_unit u on u.code = wanted.code
                and (u.active_from is null or u.active_from <= $6)
                and (u.active_to is null or u.active_to > $6)
        ) on true
        left join lateral (
            select b.name
            from mirror_unit_name b
            where b.unit = u.code
            and (b.begins is null or b.begins <= $6)
            order by b.begins desc nulls last
            limit 1
        ) named on true
        left join last on last.code = u.code
        left join lateral (
            select id, person_id, post, person, title, filed_on, begins, ends
            from mirror_post
            where unit = coalesce(last.heir, u.code)
            and post in ('HEAD', 'DEPUTY', 'SPOKESPERSON')
            and (begins is null or begins <= $5)
            and (ends is null or ends > $5)
            offset 0
        ) p on true
        left join mirror_person n on n.id = p.person_id
        left join lateral (
            select v.begins, v.ends, v.present, v.stand_in
            from mirror_availability v
            where v.person_id = p.person_id
            and v.begins <= $5
            and (v.ends is null or v.ends > $5)
            order by v.id desc
            limit 1
        ) a on not a.present
        left join lateral (
            select id, name, phone_hint
            from mirror_person
            where p.post = 'SPOKESPERSON'
            and id = stand_in_of(a.stand_in, $5)
            offset 0
        ) s on true
        order by u.code, p.begins, p.person_id
        """,
        list(need.units),
        _codes(need),
        list(need.divisions),
        list(ORGANS),
        at,
        on,
    )


def _codes(need: Need) -> list[str]:
    """List codes that can be told beforehand: divisions, departments of one line, offices."""
    codes = dict.fromkeys(need.divisions)
    for unit in need.units:
        division, _, rest = unit.partition("-")
        if rest:
            bureau = rest.partition("-")[0]
            codes[f"{division}-{bureau}"] = None
            codes[f"{division}-{bureau}-BGS"] = None
            for line in need.lines:
                codes[f"{line}-{bureau}"] = None
    return list(codes)


def _extract(rows: list[Record], at: datetime) -> Extract:
    units: dict[str, Unit] = {}
    first: dict[str, Record] = {}
    holders: list[Holder] = []
    for row in rows:
        code = row["code"]
        if code is None:
            continue
        if code not in units:
            units[code] = _unit(row)
            first[code] = row
        if row["post"] is not None:
            holders.append(holder_row(row))
    head = rows[0]
    status = MirrorStatus(
        last_sync_at=head["asked_at"] if head["fed"] else None,
        cursor=None,
        reachable=bool(head["reachable"]),
        units=1 if head["fed"] else 0,
    )
    return Extract(directory=Directory(units, tuple(holders)), rows=first, fresh=status.fresh(at))


def _unit(row: Record) -> Unit:
    return Unit(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        level=row["level"],
        division=row["division"],
        parent=row["parent"],
        supervising=row["supervising"],
        management=row["management"],
        tags=frozenset(row["tags"]),
    )


def holder_row(row: Record) -> Holder:
    """Make a holder of a row of a unit's ``code`` with a post, its person and his absence."""
    away: Any = row["away_from"]
    return Holder(
        unit=row["code"],
        post=Post(row["post"]),
        person=row["person"],
        title=row["title"],
        person_id=row["person_id"],
        phone_hint=row["phone_hint"],
        filed=row["filed"],
        begins=row["begins"],
        ends=row["ends"],
        successor=row["successor"],
        absences=((away, row["away_to"]),) if away is not None else (),
        stand_in=_stand_in(row),
        appointment=row["appointment"],
    )


def _stand_in(row: Record) -> StandIn | None:
    if row["stand_in_id"] is None:
        return None
    return StandIn(
        person=row["stand_in"],
        person_id=row["stand_in_id"],
        phone_hint=row["stand_in_hint"],
    )
