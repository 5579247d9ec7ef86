"""What the list fields of rosters share: filters checked, pages asked for, connections dressed."""

from typing import Annotated, Protocol
from uuid import UUID

import strawberry

from services.kit.graphql.pages import ConnectionRow, PageRequest, connection
from services.registry.usecases.rosters import Listed, T

InUnit = Annotated[str | None, strawberry.argument(description="Of the unit with this code.")]


class _Row(Protocol):
    @property
    def id(self) -> UUID: ...


def page_of(
    name: str, first: int | None, after: str | None, last: int | None, before: str | None
) -> PageRequest:
    """Return the checked page request of a list ordered by entry."""
    return PageRequest.parse(first, after, last, before, connection=name, key=(UUID,))


def dressed(request: PageRequest, listed: Listed[T]) -> ConnectionRow[T]:
    """Return the connection of a list ordered by entry."""
    return connection(request, listed.page, _key, listed.count)


def _key(row: object) -> tuple[UUID, ...]:
    return (row.id,)  # type: ignore[attr-defined] # every listed row has an id
