"""When a duty is met, how it counts, and when one that waits comes to be owed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from services.deadlines.law.facts import Facts
from services.deadlines.law.words import ALL_OTHERS, Modality, ReleaseForm

# A miss of a limit that binds only so far asks for a reason; of the others it is a breach.
EXCUSABLE = frozenset(
    (Modality.IN_PRINCIPLE, Modality.STRIVE, Modality.AS_APPROPRIATE, Modality.IF_NECESSARY)
)


class Outcome(StrEnum):
    """How a fulfilled duty counts (履行结果)."""

    ON_TIME = "ON_TIME"
    LATE = "LATE"
    LATE_AT_INTAKE = "LATE_AT_INTAKE"
    LATE_WITH_REASON = "LATE_WITH_REASON"


def fulfils(
    *,
    fulfilled_by: Collection[ReleaseForm],
    conclusive_wanted: bool,
    at_source: bool,
    form: ReleaseForm,
    conclusive: bool,
    platforms: Collection[str],
    facts: Facts,
) -> bool:
    """Tell whether a release meets a duty.

    Its form must be one that the duty names; a duty that wants the final result is met only by a
    conclusive release; a clarification at the source only by one published on the platform that
    carried the rumour (an unknown platform is met by none, so that it must be named first).
    """
    if form not in fulfilled_by:
        return False
    if conclusive_wanted and not conclusive:
        return False
    return not at_source or (
        facts.source_platform is not None and facts.source_platform in platforms
    )


def outcome(
    *,
    due_at: datetime | None,
    done_at: datetime,
    known_at: datetime,
    late_reason: str | None,
    before: bool = False,
) -> Outcome:
    """Grade a duty met at ``done_at``; the limit itself is inclusive, untimed is always in time.

    ``before``: the thing had to be done earlier than the moment itself.

    A limit that had passed before the desk knew of the incident is late at intake, whatever the
    desk did; a reason makes another lateness one with reason, for a person to judge.
    """
    if due_at is None or done_at < due_at or (done_at == due_at and not before):
        return Outcome.ON_TIME
    if due_at < known_at:
        return Outcome.LATE_AT_INTAKE
    return Outcome.LATE_WITH_REASON if late_reason else Outcome.LATE


def asks_reason(modality: Modality, due_at: datetime | None, done_at: datetime) -> bool:
    """Tell whether a person should be asked why the limit was missed."""
    return due_at is not None and done_at > due_at and modality in EXCUSABLE


def owed_now(
    waiting: Mapping[str, Sequence[str]],
    open_kinds: Mapping[str, str],
    fulfilled_kinds: Collection[str],
) -> frozenset[str]:
    """Name the waiting keys that are owed from now on.

    ``waiting`` maps the keys of open duties not yet owed to the kinds they wait for, ``open_kinds``
    the keys of all open duties to their kinds. One that waits for kinds is owed as soon as any of
    them is fulfilled, or when none of them is open any more; one that waits for all others when no
    owed duty is open beside it, so that an open incident always has a row on the board.
    """
    owed = {
        key
        for key, kinds in waiting.items()
        if ALL_OTHERS not in kinds
        and (
            any(kind in fulfilled_kinds for kind in kinds)
            or not any(kind in kinds for other, kind in open_kinds.items() if other != key)
        )
    }
    if not any(key not in waiting or key in owed for key in open_kinds):
        owed |= {key for key, kinds in waiting.items() if ALL_OTHERS in kinds}
    return frozenset(owed)
