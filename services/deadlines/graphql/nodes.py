"""Objects by their global ids: how those a caller may see are found, of each type of Node."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias
from uuid import UUID

from services.deadlines.domain.scopes import within
from services.deadlines.graphql.incidents import load_incidents
from services.deadlines.graphql.leads import load_leads
from services.deadlines.graphql.notices import load_notices
from services.deadlines.graphql.obligations import load_obligations
from services.deadlines.graphql.occasions import load_occasions
from services.deadlines.graphql.service import Info
from services.deadlines.store.adoptions import adoption_by_id
from services.deadlines.store.patrols import patrol_by_id
from services.deadlines.store.releases import release_by_id
from services.deadlines.store.shifts import shifts_by_id
from services.kit.graphql.ids import parse_global_id
from services.kit.refusal import Refusal

Loader: TypeAlias = Callable[[Info, list[UUID]], Awaitable[Mapping[UUID, Any]]]


async def find_nodes(info: Info, ids: Sequence[str], field: Callable[[int], str]) -> list[Any]:
    """Find objects of any type by their global ids, in that order; None: not there to be seen.

    Raises Refusal BAD_ID, naming by ``field`` where it stands.
    """
    keys: list[UUID] = []
    wanted: dict[str, list[UUID]] = {}
    for place, value in enumerate(ids):
        type_name, id_ = parse_global_id(value, field(place))
        if type_name not in NODES:
            raise Refusal("BAD_ID", "编号不属于本服务的对象。", field(place))
        wanted.setdefault(type_name, []).append(id_)
        keys.append(id_)
    found: dict[UUID, Any] = {}
    for type_name, own in wanted.items():
        found |= await NODES[type_name](info, own)
    return [found.get(key) for key in keys]


async def _releases(info: Info, ids: Sequence[UUID]) -> dict[UUID, Any]:
    code = info.context.caller.scope_code
    async with info.context.database.reading() as conn:
        return {id_: await release_by_id(conn, id_, code) for id_ in ids}


async def _adoptions(info: Info, ids: Sequence[UUID]) -> dict[UUID, Any]:
    code = info.context.caller.scope_code
    async with info.context.database.reading() as conn:
        found = {id_: await adoption_by_id(conn, id_, code) for id_ in ids}
    return {id_: row[0] for id_, row in found.items() if row}


async def _patrols(info: Info, ids: Sequence[UUID]) -> dict[UUID, Any]:
    caller = info.context.caller
    async with info.context.database.reading() as conn:
        found = [await patrol_by_id(conn, id_) for id_ in ids]
    return {
        row.id: row
        for row in found
        if row is not None and within(row.unit, caller.scope_level, caller.scope_code)
    }


async def _shifts(info: Info, ids: Sequence[UUID]) -> dict[UUID, Any]:
    caller = info.context.caller
    async with info.context.database.reading() as conn:
        found = await shifts_by_id(conn, ids)
    return {row.id: row for row in found if within(row.unit, caller.scope_level, caller.scope_code)}


NODES: Final[Mapping[str, Loader]] = {
    "Incident": load_incidents,
    "Lead": load_leads,
    "Notice": load_notices,
    "Obligation": load_obligations,
    "Occasion": load_occasions,
    "PackAdoption": _adoptions,
    "Patrol": _patrols,
    "Release": _releases,
    "Shift": _shifts,
}
