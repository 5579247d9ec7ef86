"""Lists of units: filtered, or searched by Chinese, by code, or by pinyin initials."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from services.kit.database import Connection, Database
from services.kit.graphql.pages import Key, Page, PageRequest
from services.registry.domain.credit_codes import fault_of, normal
from services.registry.domain.searching import letter_terms, name_terms
from services.registry.domain.units import (
    Unit,
    UnitKind,
    UnitLevel,
    checked_code,
    code_range,
)
from services.registry.store import search as store
from services.registry.store.search import UnitFilter, Wanted
from services.registry.store.units import units_by_credit_code

LONGEST_SEARCH = 50
_CODE = re.compile(r"[0-9][0-9A-Z-]*")
_SOUND = re.compile(r"[a-z0-9]+")
_OFFICIAL_ENDINGS = ("人民政府", "办事处", "行政公署")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitQuery:
    """What a caller asks of the list; None does not filter, ``under`` includes the unit itself."""

    search: str | None = None
    kind: UnitKind | None = None
    level: UnitLevel | None = None
    division: str | None = None
    tag: str | None = None
    under: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundUnits:
    """A page, and how to count the whole list up to 1001 when asked."""

    page: Page[Unit]
    count: Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order of the list, and what its cursors hold; the two orders refuse each other's."""

    connection: str
    key_types: tuple[type, ...]
    key: Callable[[Unit], Key]


async def find_units(database: Database, query: UnitQuery, request: PageRequest) -> FoundUnits:
    """Return a page of units: by code, or, searched by name or initials, by tier and code.

    Raises Refusal BAD_CODE where ``under`` is no code.
    """
    chosen, wanted = plan(query)

    async def count() -> int:
        async with _planned(database, wanted) as conn:
            if wanted is None:
                return await store.count_units(conn, chosen)
            return await store.count_found(conn, chosen, wanted)

    async with _planned(database, wanted) as conn:
        if credit := _credit_code(query.search):
            chosen = _only(chosen, (await units_by_credit_code(conn, [credit])).get(credit))
        read = _listing(request, chosen) if wanted is None else _search(request, chosen, wanted)
        rows = await read(conn)
    return FoundUnits(page=request.cut(rows), count=count)


@asynccontextmanager
async def _planned(database: Database, wanted: Wanted | None) -> AsyncIterator[Connection]:
    async with database.transaction() as conn:
        await (store.plan_for_values(conn) if wanted is None else store.plan_once(conn))
        yield conn


def order_of(query: UnitQuery) -> Order:
    """Return how the list is ordered: searched by name or initials, by tier and code."""
    if plan(query)[1] is None:
        return Order(connection="units", key_types=(str,), key=lambda unit: (unit.code,))
    return Order(
        connection="foundUnits", key_types=(int, str), key=lambda unit: (unit.rank, unit.code)
    )


def plan(query: UnitQuery) -> tuple[UnitFilter, Wanted | None]:
    """Turn a query into bounds and, where names or initials are looked for, what to look for."""
    above, below = code_range(checked_code(query.under, "under")) if query.under else ("", None)
    chosen = UnitFilter(
        kind=query.kind,
        level=query.level,
        division=query.division,
        tag=query.tag,
        above=above,
        below=below or store.END,
    )
    if query.division:
        chosen = _within(chosen, query.division, f"{query.division}.")
    text = (query.search or "").strip()[:LONGEST_SEARCH]
    if not text or _credit_code(text):
        return chosen, None
    if _CODE.fullmatch(text.upper()):
        return _narrowed(chosen, text.upper()), None
    return chosen, _wanted(text)


def _credit_code(text: str | None) -> str | None:
    code = normal(text or "")
    return code if fault_of(code) is None else None


def _only(chosen: UnitFilter, unit: Unit | None) -> UnitFilter:
    """Bound the codes to a unit's alone: a blank comes before whatever may follow it."""
    return _within(chosen, unit.code, f"{unit.code} ") if unit else _within(chosen, store.END, "")


def _wanted(text: str) -> Wanted:
    sound = text.lower()
    if _SOUND.fullmatch(sound):
        return Wanted(terms=_longest(letter_terms(sound)), text=sound, sound=True)
    for ending in _OFFICIAL_ENDINGS:
        text = text.removesuffix(ending) or text
    return Wanted(terms=_longest(name_terms(text)), text=text, sound=False)


def _longest(terms: set[str]) -> list[str]:
    """Return the terms that say most: triples of letters, pairs, or what stands alone."""
    most = max(map(len, terms), default=0)
    return sorted(term for term in terms if len(term) == most)


def _narrowed(chosen: UnitFilter, prefix: str) -> UnitFilter:
    """Bound the codes to those that begin with the prefix, within the bounds there are."""
    return _within(chosen, prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1))


def _within(chosen: UnitFilter, above: str, below: str) -> UnitFilter:
    return replace(chosen, above=max(above, chosen.above), below=min(below, chosen.below))


def _listing(request: PageRequest, chosen: UnitFilter) -> store.Read:
    place = str(request.cursor[0]) if request.cursor else None
    read = store.units_before if request.backward else store.units_after
    return lambda conn: read(conn, chosen, place, request.limit)


def _search(request: PageRequest, chosen: UnitFilter, wanted: Wanted) -> store.Read:
    place = (int(str(request.cursor[0])), str(request.cursor[1])) if request.cursor else None
    read = store.found_before if request.backward else store.found_after
    return lambda conn: read(conn, chosen, wanted, place, request.limit)
