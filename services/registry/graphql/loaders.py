"""Look-ups batched within one operation, so that a page of any size costs the same statements."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from services.kit.database import Connection
from services.kit.graphql.batching import loader
from services.kit.graphql.context import Info
from services.registry.domain.appointments import local_day
from services.registry.domain.experts import Expert
from services.registry.domain.filings import FilingSubject
from services.registry.domain.persons import Person
from services.registry.domain.same_level import SameLevelAnswer
from services.registry.domain.succession import Succession
from services.registry.domain.trainings import Attendee
from services.registry.domain.unit_names import UnitName
from services.registry.domain.units import Unit, UnitKind
from services.registry.store import experts, persons, trainings, units
from services.registry.store.credentials.sessions import last_signed_in
from services.registry.store.phones import Shown
from services.registry.store.succession import successions_from, successions_to
from services.registry.store.unit_names import names_by_unit
from services.registry.usecases.account_lists import locked_until
from services.registry.usecases.filed_lists import FiledDiff, diffs_of
from services.registry.usecases.phones import shown_phones
from services.registry.usecases.same_level import same_level_offices_of


async def unit_by_code(info: Info, code: str) -> Unit | None:
    """Return a unit; several asked for together are one statement."""
    return await loader(info, "units", units.units_by_code).load(code)


async def units_by_code(info: Info, codes: Sequence[str]) -> list[Unit]:
    """Return those of the units that exist, in the order of the codes."""
    found = await loader(info, "units", units.units_by_code).load_many(codes)
    return [unit for unit in found if unit is not None]


async def person_by_id(info: Info, person_id: UUID) -> Person | None:
    """Return a person, without the number."""
    return await loader(info, "persons", persons.persons_by_id).load(person_id)


async def last_trained(info: Info, person_id: UUID) -> date | None:
    """Return the day on which a person was last trained."""
    return await loader(info, "lastTrained", trainings.last_trained).load(person_id)


async def attendees_of(info: Info, training_id: UUID) -> list[Attendee]:
    """Return who was at a training."""
    return await loader(info, "attendees", trainings.attendees_of).load(training_id) or []


async def experts_of_unit(info: Info, code: str) -> list[Expert]:
    """Return all who are or were in the pool of a unit."""

    async def read(conn: Connection, codes: Sequence[str]) -> dict[str, list[Expert]]:
        found: dict[str, list[Expert]] = {code: [] for code in codes}
        for one in await experts.experts_of(conn, codes):
            found[one.unit].append(one)
        return found

    return await loader(info, "experts", read).load(code) or []


async def filed_diff_of(info: Info, code: str, subject: FilingSubject) -> FiledDiff | None:
    """Return how a unit's list stands today to its filed copy."""
    today = local_day(info.context.clock.now())

    async def read(conn: Connection, codes: Sequence[str]) -> dict[str, FiledDiff]:
        found = await units.units_by_code(conn, codes)
        return await diffs_of(conn, list(found.values()), subject, today)

    return await loader(info, f"filed {subject}", read).load(code)


async def phone_for(info: Info, person_id: UUID) -> str | None:
    """Return a person's number: whole where the caller may see it, else with its middle hidden."""
    context, asked = info.context, str(info.path.as_list()[0])

    async def shown(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Shown]:
        return await shown_phones(conn, context.caller, ids, asked, context.clock.now())

    found = await loader(info, "phones", shown).load(person_id)
    return found.text if found else None


async def last_signed_in_of(info: Info, account_id: UUID) -> datetime | None:
    """Return when an account was last signed in with, as far as is kept."""
    return await loader(info, "signedIn", last_signed_in).load(account_id)


async def locked_until_of(info: Info, login: str) -> datetime | None:
    """Return until when an account's next attempt has to wait, None where it need not."""
    now = info.context.clock.now()

    async def read(conn: Connection, logins: Sequence[str]) -> dict[str, datetime]:
        return await locked_until(conn, logins, now)

    return await loader(info, "locked", read).load(login)


async def names_of_unit(info: Info, code: str) -> list[UnitName]:
    """Return a unit's names by date, none where it was never renamed."""
    return await loader(info, "names", names_by_unit).load(code) or []


async def successors_of(info: Info, code: str) -> list[Succession]:
    """Return who came after a unit; those of a page are one statement."""
    return await loader(info, "successors", successions_from).load(code) or []


async def predecessors_of(info: Info, code: str) -> list[Succession]:
    """Return whom a unit came after; those of a page are one statement."""
    return await loader(info, "predecessors", successions_to).load(code) or []


async def same_level_office(
    info: Info, unit: Unit, kind: UnitKind, day: date
) -> SameLevelAnswer | None:
    """Find a unit's same-level office; those of a whole page are one statement."""
    return await loader(info, "sameLevel", _same_level).load((unit, kind, day))


async def _same_level(
    conn: Connection, keys: Sequence[tuple[Unit, UnitKind, date]]
) -> dict[tuple[Unit, UnitKind, date], SameLevelAnswer]:
    return dict(zip(keys, await same_level_offices_of(conn, keys), strict=True))
