"""Checks of a pack, and between packs, that go beyond the shape of its text."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from services.deadlines.law.pack import Duty, RulePack
from services.deadlines.law.words import ALL_OTHERS, DUTY_TITLES, ClockStart, Trigger

# A clock that only the named triggers start. No fact tells when a report was made, nor a period's
# beginning, so nothing could start those two.
_STARTED_BY = {
    ClockStart.OCCURRED: {Trigger.INCIDENT},
    ClockStart.ASSESSED: {Trigger.INCIDENT},
    ClockStart.DIRECTED: {Trigger.INCIDENT},
    ClockStart.REPORTED: set[Trigger](),
    ClockStart.PERIOD: set[Trigger](),
    ClockStart.PREVIOUS_RELEASE: {Trigger.RELEASE, Trigger.CONFERENCE},
    ClockStart.ANNOUNCED: {Trigger.POLICY},
}


def lint_pack(pack: RulePack) -> Iterator[tuple[str, str]]:
    """Yield (path, message) for every fault inside one pack."""
    if pack.effective_to is not None and pack.effective_to <= pack.effective_from:
        yield "pack.effective_to", "must come after effective_from"
    yield from _duplicates("duty", [d.id for d in pack.duties])
    yield from _duplicates("responsibility", [r.id for r in pack.responsibility])
    yield from _duplicates("ladder", [r.name for r in pack.ladder])
    ids = {d.id for d in pack.duties}
    kinds = {*DUTY_TITLES, *(d.kind for d in pack.duties), ALL_OTHERS}
    for i, duty in enumerate(pack.duties):
        yield from _lint_duty(duty, f"duty.{i}", ids, kinds)
    yield from _cycles(pack.duties)


def overlaps(packs: Iterable[RulePack]) -> Iterator[tuple[RulePack, RulePack]]:
    """Yield the pairs of versions of one pack that are in force on the same day."""
    for a, b in combinations(packs, 2):
        if a.id == b.id and _meet(a, b):
            yield a, b


def _meet(a: RulePack, b: RulePack) -> bool:
    end_a, end_b = a.effective_to or date.max, b.effective_to or date.max
    return a.effective_from < end_b and b.effective_from < end_a


def _duplicates(table: str, ids: list[str]) -> Iterator[tuple[str, str]]:
    for i, name in enumerate(ids):
        if name in ids[:i]:
            yield f"{table}.{i}.id", f"{name} stands twice"


def _lint_duty(duty: Duty, path: str, ids: set[str], kinds: set[str]) -> Iterator[tuple[str, str]]:
    for name in duty.otherwise:
        if name not in ids:
            yield f"{path}.otherwise", f"no such duty: {name}"
    for kind in duty.owed_after:
        if kind not in kinds:
            yield f"{path}.owed_after", f"no such kind: {kind}"
    if duty.limit is not None:
        wanted = _STARTED_BY.get(duty.limit.start)
        if wanted is not None and duty.trigger not in wanted:
            yield f"{path}.due.from", f"{duty.limit.start} cannot start on {duty.trigger}"
        if duty.owed_after:
            yield f"{path}.owed_after", "a timed duty is owed from its start"
    if duty.each_recipient and not duty.to:
        yield f"{path}.to", "each_recipient needs recipients"


def _cycles(duties: tuple[Duty, ...]) -> Iterator[tuple[str, str]]:
    after = {d.id: d.otherwise for d in duties}
    for i, duty in enumerate(duties):
        seen, todo = set[str](), list(duty.otherwise)
        while todo:
            name = todo.pop()
            if name == duty.id:
                yield f"duty.{i}.otherwise", "the duties exclude each other in a circle"
                break
            if name not in seen:
                seen.add(name)
                todo += after.get(name, ())
