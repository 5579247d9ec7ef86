"""List expert pools, page by page."""

from services.kit.database import Database
from services.kit.graphql.pages import PageRequest
from services.registry.domain.expert_pools import ExpertPool
from services.registry.store import expert_pools as store
from services.registry.store.search import plan_for_values
from services.registry.usecases.rosters import Listed


async def list_pools(
    database: Database, chosen: store.PoolFilter, request: PageRequest
) -> Listed[ExpertPool]:
    """Return pools by their units' codes; the request's cursor holds a code."""

    async def count() -> int:
        async with database.transaction() as conn:
            await plan_for_values(conn)
            return await store.count_pools(conn, chosen)

    read = store.pools_before if request.backward else store.pools_after
    place = request.cursor[0] if request.cursor else None
    async with database.transaction() as conn:
        await plan_for_values(conn)
        code = place if isinstance(place, str) else None
        rows = await read(conn, chosen, code, request.limit)
    return Listed(page=request.cut(rows), count=count)
