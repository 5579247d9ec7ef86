"""Whether a place may adopt a version of a rule pack from a day on, and stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from services.deadlines.domain import adoption_refusals as refusals
from services.deadlines.domain.refusals import faulty_pack
from services.deadlines.law.adoption import Adoption
from services.deadlines.law.directory import Unit
from services.deadlines.law.lint import pack_faults
from services.deadlines.law.pack import RulePack
from services.deadlines.law.periods import binds
from services.deadlines.law.selection import CHINA, PackSet

EARLIEST: Final = date(2000, 1, 1)
YEARS_AHEAD: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionRecord:
    """An adoption as it stands in the record (采用决定), with who decided and who ended it."""

    id: UUID
    pack: str
    pack_version: str
    unit: str
    unit_name: str
    begins: date
    ends: date | None
    document: str | None
    reason: str | None
    decided_at: datetime
    decided_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawal_reason: str | None
    version: int

    @property
    def adoption(self) -> Adoption:
        """The adoption as the law sees it."""
        return Adoption(
            id=self.id,
            pack=self.pack,
            pack_version=self.pack_version,
            unit=self.unit,
            unit_name=self.unit_name,
            begins=self.begins,
            ends=self.ends,
            document=self.document,
        )


def today_in_china(now: datetime) -> date:
    """Tell the day in China."""
    return now.astimezone(CHINA).date()


def check_day(day: date, now: datetime, field: str) -> date:
    """Refuse a day that nobody can mean; raises Refusal BAD_DATE."""
    if day < EARLIEST or day.year > today_in_china(now).year + YEARS_AHEAD:
        raise refusals.bad_day(field)
    return day


def check_adoption(
    pack: RulePack,
    unit: Unit,
    begins: date,
    reason: str | None,
    standing: Sequence[Adoption],
    packs: PackSet,
    now: datetime,
) -> None:
    """Refuse an adoption that cannot be carried out as it is written.

    ``standing`` are the unit's own adoptions of the pack. One that reaches back, before today or
    before the day from which the text itself is in force, needs its reason. Raises Refusal
    FAULTY_PACK, BAD_DATE, PACK_ENDED, REASON_WANTED, PACK_BINDS_ALREADY, ALREADY_ADOPTED,
    PACK_OVERLAPS.
    """
    if faults := pack_faults(pack):
        raise faulty_pack("input.pack", faults)
    check_day(begins, now, "input.effectiveFrom")
    if pack.effective_to is not None and begins >= pack.effective_to:
        raise refusals.pack_ended(pack, "input.effectiveFrom")
    stated = max(pack.effective_from, today_in_china(now))
    if begins < stated and not reason:
        raise refusals.reason_wanted(stated, "input.reason")
    for other in packs.packs:
        if other.id == pack.id and binds(other, unit) and _meet(other, begins, pack):
            if other.version == pack.version:
                raise refusals.binds_already(pack, "input.unit")
            raise refusals.version_overlaps(
                pack, other.version, other.effective_from, "input.effectiveFrom"
            )
    for adoption in standing:
        if adoption.meets(begins, pack.effective_to):
            if adoption.pack_version == pack.version:
                raise refusals.already_adopted(adoption, "input.unit")
            raise refusals.version_overlaps(
                pack, adoption.pack_version, adoption.begins, "input.effectiveFrom"
            )


def _meet(other: RulePack, begins: date, pack: RulePack) -> bool:
    ends = min(other.effective_to or date.max, pack.effective_to or date.max)
    return max(other.effective_from, begins) < ends


def check_withdrawal(row: AdoptionRecord, ends: date, now: datetime) -> None:
    """Refuse to end what has an end, or on a day before it began.

    An end on the first day means that it never bound anybody. Raises Refusal ALREADY_WITHDRAWN,
    BAD_DATE, BAD_SPAN.
    """
    if row.withdrawn_at is not None:
        raise refusals.already_withdrawn("input.adoption")
    check_day(ends, now, "input.effectiveFrom")
    if ends < row.begins:
        raise refusals.ends_before_beginning("input.effectiveFrom")
