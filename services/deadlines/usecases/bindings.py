"""The rule packs with what places decided about them: read when it changed, remembered until then.

Decided are which packs a place adopted, which department answers there for which field, and the
holidays of the years whose notice came after this program.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from uuid import UUID

from services.deadlines.calendars import calendar_text
from services.deadlines.domain.packs import Words
from services.deadlines.law.adoption import bound
from services.deadlines.law.directory import FieldRoute
from services.deadlines.law.selection import PackSet
from services.deadlines.law.workdays import Workdays
from services.deadlines.store.adoptions import all_adoptions
from services.deadlines.store.field_responsibilities import all_routes
from services.deadlines.store.holidays import notices
from services.kit.database import Connection


@cache
def _shipped() -> Workdays:
    return Workdays.parse(calendar_text(), "china.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The packs to choose among, the words that may be stated, working days, who has a field.

    ``routes`` are found by field and place (a division's code).
    """

    packs: PackSet
    words: Words
    workdays: Workdays
    routes: Mapping[tuple[str, str], FieldRoute] = field(default_factory=dict)


@dataclass(slots=True)
class Bindings:
    """What one server remembers; the token of the record tells whether it still holds.

    A token is never used twice, so that one remembered of another database is another one.
    """

    packs: PackSet
    words: Words
    workdays: Workdays = field(default_factory=_shipped)
    latest: Decided = field(init=False)
    _token: UUID | None = None

    def __post_init__(self) -> None:
        self.latest = self._undecided()

    async def at(self, conn: Connection, token: UUID | None) -> Decided:
        """Return what is decided as of ``token``; asks for it only where that is new."""
        if token is None:
            return self._undecided()
        if token == self._token:
            return self.latest
        read, adoptions = await all_adoptions(conn)
        if read != token:
            return await self.at(conn, read)
        routes = await all_routes(conn)
        workdays = self.workdays
        for notice in await notices(conn):
            workdays = workdays.with_notice(notice.year, notice.exceptions)
        decided = Decided(
            packs=bound(self.packs, adoptions),
            words=replace(self.words, fields=_joined(self.words.fields, routes)),
            workdays=workdays,
            routes={(route.field, route.place): route for route in routes},
        )
        self._token, self.latest = token, decided
        return decided

    def _undecided(self) -> Decided:
        return Decided(packs=self.packs, words=self.words, workdays=self.workdays)


def _joined(own: Mapping[str, str], routes: Sequence[FieldRoute]) -> Mapping[str, str]:
    added = {route.field: route.title for route in routes if route.field not in own}
    return {**own, **added}
