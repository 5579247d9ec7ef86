"""The extract of the mirror that one calculation needs, loaded by one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

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
    """The directory for the law, with each unit's row and whether the mirror can be a witness.

    ``adoptions`` is the token of the adopted packs when it was read; None: there never was one.
    """

    directory: Directory
    rows: Mapping[str, Record]
    fresh: bool
    adoptions: UUID | None = None

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
    """Return one row a unit and holder, all with the state of the mirror; without units one."""
    return await conn.fetch(
        """
        select
            reachable, asked_at, fed, code, name, kind, level, division, parent, supervising,
            management, tags, scope1, scope2, scope3, scope4, scope5, scope6, appointment, post,
            person, title, begins, ends, person_id, phone_hint, filed, successor, away_from,
            away_to, stand_in_id, stand_in, stand_in_hint,
            (select token from pack_adoption_state) as adoptions
        from directory_of($1, $2, $3, $4, $5, $6)
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
    return Extract(
        directory=Directory(units, tuple(holders)),
        rows=first,
        fresh=status.fresh(at),
        adoptions=head["adoptions"],
    )


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
