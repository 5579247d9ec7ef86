"""Checks of a pack, and between packs, that go beyond the shape of its text."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from services.deadlines.law.pack import Check, Duty, Gate, ResponsibilityRule, RulePack, Rung
from services.deadlines.law.words import ALL_OTHERS, DUTY_TITLES, ClockStart, Trigger

# A clock that only the named triggers start. No fact tells when a report was made, so nothing
# could start that one.
_STARTED_BY = {
    ClockStart.OCCURRED: {Trigger.INCIDENT},
    ClockStart.ASSESSED: {Trigger.INCIDENT},
    ClockStart.DIRECTED: {Trigger.INCIDENT},
    ClockStart.REPORTED: set[Trigger](),
    ClockStart.PERIOD: {Trigger.PERIOD},
    ClockStart.PREVIOUS_RELEASE: {Trigger.RELEASE, Trigger.CONFERENCE},
    ClockStart.ANNOUNCED: {Trigger.POLICY, Trigger.PUBLICATION},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What could be read of a pack, each row by its number in the file.

    ``named`` holds the ids and kinds of every duty in the file, of those too that could not be
    read, so that one fault does not bring forth others.
    """

    effective_from: date | None
    effective_to: date | None
    duties: Mapping[int, Duty]
    responsibility: Mapping[int, ResponsibilityRule]
    gates: Mapping[int, Gate]
    checks: Mapping[int, Check]
    ladder: Mapping[int, Rung]
    named: frozenset[str]


def lint(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield (path, message) for every fault inside one pack."""
    begins, ends = draft.effective_from, draft.effective_to
    if begins is not None and ends is not None and ends <= begins:
        yield "pack.effective_to", "must come after effective_from"
    yield from _duplicates("duty", "id", {i: d.id for i, d in draft.duties.items()})
    yield from _duplicates(
        "responsibility", "id", {i: r.id for i, r in draft.responsibility.items()}
    )
    yield from _duplicates("gate", "id", {i: g.id for i, g in draft.gates.items()})
    yield from _duplicates("check", "id", {i: c.id for i, c in draft.checks.items()})
    yield from _duplicates("ladder", "name", {i: r.name for i, r in draft.ladder.items()})
    kinds = {*DUTY_TITLES, *draft.named, ALL_OTHERS}
    for i, duty in draft.duties.items():
        yield from _lint_duty(duty, f"duty.{i}", draft.named, kinds)
    yield from _cycles(draft.duties)


def pack_faults(pack: RulePack) -> list[tuple[str, str]]:
    """Check a pack again that was loaded: (path, message) for every fault."""
    draft = Draft(
        effective_from=pack.effective_from,
        effective_to=pack.effective_to,
        duties=dict(enumerate(pack.duties)),
        responsibility=dict(enumerate(pack.responsibility)),
        gates=dict(enumerate(pack.gates)),
        checks=dict(enumerate(pack.checks)),
        ladder=dict(enumerate(pack.ladder)),
        named=frozenset(name for duty in pack.duties for name in (duty.id, duty.kind)),
    )
    return list(lint(draft))


def overlaps(packs: Iterable[RulePack]) -> Iterator[tuple[RulePack, RulePack]]:
    """Yield the pairs of versions of one pack that are in force on the same day."""
    for a, b in combinations(packs, 2):
        if a.id == b.id and _meet(a, b):
            yield a, b


def _meet(a: RulePack, b: RulePack) -> bool:
    end_a, end_b = a.effective_to or date.max, b.effective_to or date.max
    return a.effective_from < end_b and b.effective_from < end_a


def _duplicates(table: str, key: str, names: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    seen = set[str]()
    for i, name in names.items():
        if name in seen:
            yield f"{table}.{i}.{key}", f"{name} stands twice"
        seen.add(name)


def _lint_duty(
    duty: Duty, path: str, ids: Collection[str], kinds: Collection[str]
) -> Iterator[tuple[str, str]]:
    for name in duty.otherwise:
        if name not in ids:
            yield f"{path}.otherwise", f"no such duty: {name}"
    for kind in duty.owed_after:
        if kind not in kinds:
            yield f"{path}.owed_after", f"no such kind: {kind}"
    if duty.limit is not None:
        wanted = {Trigger.DATE} if duty.limit.on else _started_by(duty.limit.start)
        if wanted is not None and duty.trigger not in wanted:
            yield f"{path}.due.from", f"{duty.limit.start} cannot start on {duty.trigger}"
        if duty.owed_after:
            yield f"{path}.owed_after", "a timed duty is owed from its start"
    yield from _lint_units(duty, path)
    if duty.each_recipient and not duty.to:
        yield f"{path}.to", "each_recipient needs recipients"


def _started_by(start: ClockStart | None) -> set[Trigger] | None:
    return _STARTED_BY.get(start) if start is not None else None


def _lint_units(duty: Duty, path: str) -> Iterator[tuple[str, str]]:
    by_unit = duty.trigger in (Trigger.PERIOD, Trigger.DATE, Trigger.ROSTER, Trigger.STANDING)
    if by_unit != (duty.units is not None):
        yield f"{path}.applies_to_units", "wanted on PERIOD, DATE, ROSTER and STANDING alone"
    if (duty.trigger is Trigger.STANDING) != (duty.document is not None):
        yield f"{path}.document", "wanted on STANDING, nowhere else"
    if duty.trigger is Trigger.STANDING and duty.limit is not None:
        yield f"{path}.due", "what must be on file has no limit that a text states"
    if (duty.trigger is Trigger.ROSTER) != (duty.filing is not None):
        yield f"{path}.filing", "wanted on ROSTER, nowhere else"
    if (duty.trigger is Trigger.PERIOD) != (duty.quota is not None):
        yield f"{path}.counts", "wanted on PERIOD, nowhere else"
    if duty.trigger is Trigger.DATE and (duty.limit is None or duty.limit.on is None):
        yield f"{path}.due.on", "a duty on DATE needs its day"


def _cycles(duties: Mapping[int, Duty]) -> Iterator[tuple[str, str]]:
    after = {d.id: d.otherwise for d in duties.values()}
    for i, duty in duties.items():
        seen, todo = set[str](), list(duty.otherwise)
        while todo:
            name = todo.pop()
            if name == duty.id:
                yield f"duty.{i}.otherwise", "the duties exclude each other in a circle"
                break
            if name not in seen:
                seen.add(name)
                todo += after.get(name, ())
