"""The rule packs with what places adopted: read when they changed, remembered until they do."""

from dataclasses import dataclass, field
from uuid import UUID

from services.deadlines.law.adoption import bound
from services.deadlines.law.selection import PackSet
from services.deadlines.store.adoptions import all_adoptions
from services.kit.database import Connection


@dataclass(slots=True)
class Bindings:
    """What one server remembers of the adoptions; the token of the record tells whether it holds.

    A token is never used twice, so that one remembered of another database is another one.
    """

    packs: PackSet
    _bound: PackSet = field(init=False)
    _token: UUID | None = None

    def __post_init__(self) -> None:
        self._bound = self.packs

    async def at(self, conn: Connection, token: UUID | None) -> PackSet:
        """Return the packs to choose among, as of ``token``; asks for them only where it is new."""
        if token is None:
            return self.packs
        if token == self._token:
            return self._bound
        read, adoptions = await all_adoptions(conn)
        packs = bound(self.packs, adoptions)
        self._token, self._bound = read, packs
        return packs
