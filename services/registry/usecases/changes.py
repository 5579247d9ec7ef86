"""The feed that other services mirror the registry from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kit.auth import Principal, Role
from services.kit.changes import Change, changes_after, cursor_now
from services.kit.database import Connection, Database
from services.registry.domain import refusals
from services.registry.usecases.phones import shown_phones

MOST_CHANGES = 1000
_LARGEST_CURSOR = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """Changes in the feed's order, the cursor to go on from, and whether there are more now."""

    changes: Sequence[Change]
    cursor: str
    has_more: bool


async def changes_page(
    database: Database, principal: Principal, after: str | None, first: int, now: datetime
) -> ChangesPage:
    """Return at most ``first`` (1 to 1000) changes after the cursor, which is exclusive.

    Whoever is not a service is told of the own territory alone: why somebody is away concerns
    nobody elsewhere. Numbers are those of now, and only where the caller may see them. Raises
    BAD_CURSOR, BAD_PAGE.
    """
    if not 1 <= first <= MOST_CHANGES:
        raise refusals.bad_page(MOST_CHANGES)
    start = position(after)
    async with database.reading() as conn:
        scope = told_of(principal)
        # read before the rows: where none is found, nothing before this place is the caller's
        end = start if scope is None else await cursor_now(conn) or start
        found = await changes_after(conn, start, first + 1, scope=scope)
        shown = await with_numbers(conn, principal, found[:first], now)
    return ChangesPage(
        changes=shown,
        cursor=str(shown[-1].seq if shown else end),
        has_more=len(found) > first,
    )


def told_of(principal: Principal) -> str | None:
    """Return the code of the territory whose changes the caller is told of; None: of all."""
    return None if principal.role is Role.SYSTEM else principal.scope_code


def position(after: str | None) -> int:
    """Return the place a cursor names, 0 for None; raises BAD_CURSOR."""
    if after is None:
        return 0
    if not (after.isascii() and after.isdigit() and len(after) < 20):
        raise refusals.bad_feed_cursor()
    return min(int(after), _LARGEST_CURSOR)


async def with_numbers(
    conn: Connection, principal: Principal, changes: Sequence[Change], now: datetime
) -> list[Change]:
    """Return the changes with the numbers of their persons, where the caller may see them."""
    wanted = {UUID(person) for change in changes if (person := _person_of(change))}
    if not wanted:
        return list(changes)
    shown = await shown_phones(conn, principal, list(wanted), "changes", now)
    numbers = {str(person): phone.text for person, phone in shown.items() if phone.whole}
    return [_with_number(change, numbers) for change in changes]


def _person_of(change: Change) -> str | None:
    field = {"person": "id", "appointment": "person_id"}.get(change.entity)
    return change.body[field] if field else None


def _with_number(change: Change, numbers: dict[str, str]) -> Change:
    person = _person_of(change)
    if person is None or person not in numbers:
        return change
    body: dict[str, Any] = {**change.body, "phone": numbers[person]}
    return replace(change, body=body)
