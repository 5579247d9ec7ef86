"""Which gates stand before a release, who must agree, on which clauses: pure, as the calculation.

A gate is listed when its clause applies or when it cannot be told that it does not (暂定): while
the severity is unknown the strictest candidate stands here too. Clauses of several packs that want
the same office's agreement are joined, and every one is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec.structs import replace

from services.deadlines.law.approvers import APPROVERS, absent
from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.pack import Gate, RulePack
from services.deadlines.law.results import TraceLine, UnitRef
from services.deadlines.law.selection import CHINA, Need
from services.deadlines.law.selectors import Found, ref
from services.deadlines.law.words import GATE_TITLES, GateKind, ReleaseForm, TraceOutcome
from services.deadlines.law.workdays import Counted, Workdays

EMERGENCY_PATH = "须提前{days}个工作日报批，与发布会时限冲突，走应急审批"
ASK_BY = "须提前{days}个工作日，最迟{day}报批"


class GateLine(msgspec.Struct, frozen=True, kw_only=True):
    """One clause that wants a gate (依据); ``provisional`` where a fact it needs is not known."""

    pack: str
    pack_version: str
    pack_title: str
    document: str
    gate: str
    clause: str
    gist: str
    verified: bool
    provisional: bool
    assumption: str | None


class RequiredGate(msgspec.Struct, frozen=True, kw_only=True):
    """One gate that a release must pass (审批关口).

    ``approver`` is the office that must agree, ``mentioned`` tells that it is asked because the
    release speaks of it; ``missing`` says why an office is not in the registry: its decision is
    then recorded with the office's own words. ``lead`` is in working days, None where none is
    stated.
    """

    gate: GateKind
    approver: UnitRef
    mentioned: bool
    missing: str | None
    lead: int | None
    basis: tuple[GateLine, ...]

    @property
    def title(self) -> str:
        """The gate in Chinese."""
        return GATE_TITLES[self.gate]

    @property
    def provisional(self) -> bool:
        """Whether no clause certainly wants it."""
        return all(line.provisional for line in self.basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A release as far as its gates ask: form, releasing unit, other organs that it speaks of.

    ``mentioned`` None stands for the organs that the incident's own facts mention.
    """

    form: ReleaseForm
    unit: str
    mentioned: tuple[str, ...] | None = None

    def others(self, facts: Facts) -> tuple[str, ...]:
        """List the mentioned organs but for the releasing one itself, each once."""
        named = facts.mentioned_units if self.mentioned is None else self.mentioned
        return tuple(code for code in dict.fromkeys(named or ()) if code != self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCalculation:
    """The gates of one release in the order of packs and clauses, and how they were found."""

    gates: tuple[RequiredGate, ...]
    trace: tuple[TraceLine, ...]


def gates_for(
    facts: Facts, packs: Sequence[RulePack], directory: Directory, planned: Planned
) -> GateCalculation:
    """Find every gate of ``planned`` under ``packs`` (most specific first); reads no clock."""
    others = planned.others(facts)
    facts = replace(facts, mentioned_units=others)
    found: dict[tuple[GateKind, str], RequiredGate] = {}
    trace: list[TraceLine] = []
    for pack in packs:
        for gate in pack.gates:
            if gate.forms and planned.form not in gate.forms:
                reason = "不适用于这种回应形式"
                trace.append(_traced(pack, gate, TraceOutcome.NOT_APPLICABLE, reason))
                continue
            applies = gate.applies(facts, directory)
            if applies is False or (gate.each_mentioned and not others):
                trace.append(_traced(pack, gate, TraceOutcome.NOT_APPLICABLE, "条件不成立"))
                continue
            for row in _required(pack, gate, facts, directory, planned, applies is None):
                known = found.get((row.gate, row.approver.code))
                found[row.gate, row.approver.code] = _joined(known, row) if known else row
                outcome = TraceOutcome.OWNER_MISSING if row.missing else TraceOutcome.FIRED
                reason = row.missing or ("事实不明，暂按须审批" if row.provisional else "须审批")
                trace.append(_traced(pack, gate, outcome, reason, row.approver))
    return GateCalculation(gates=tuple(found.values()), trace=tuple(trace))


def gate_need(packs: Sequence[RulePack], units: Sequence[str]) -> Need:
    """List what a directory must hold to find the gates of releases by or about ``units``."""
    divisions = dict.fromkeys(code.partition("-")[0][:6] for code in units if code)
    named = (gate.unit for pack in packs for gate in pack.gates if gate.unit)
    return Need(tuple(divisions), tuple(dict.fromkeys((*units, *named))), ())


def ask_by(lead: int | None, due_at: datetime | None, workdays: Workdays) -> Counted | None:
    """Find the last day on which to ask for what is wanted so many working days ahead.

    ``due_at`` is when a conference is due (提前3个工作日 against 24小时内).
    """
    if lead is None or due_at is None:
        return None
    return workdays.before(due_at.astimezone(CHINA).date(), lead)


def takes_emergency_path(latest: Counted | None, now: datetime) -> bool:
    """Tell whether the last day on which to ask (inclusive, in China) is over."""
    return latest is not None and now.astimezone(CHINA).date() > latest.day


def _required(
    pack: RulePack,
    gate: Gate,
    facts: Facts,
    directory: Directory,
    planned: Planned,
    provisional: bool,
) -> Iterator[RequiredGate]:
    line = GateLine(
        pack=pack.id,
        pack_version=pack.version,
        pack_title=pack.title,
        document=pack.document,
        gate=gate.id,
        clause=gate.clause,
        gist=gate.gist,
        verified=pack.verified,
        provisional=provisional,
        assumption="；".join(filter(None, (pack.adopted, gate.assumption))) or None,
    )
    for each in _approvers(gate, facts, directory, planned):
        units = [ref(unit) for unit in each.units]
        if not units and each.placeholder is not None:
            units = [each.placeholder]
        for unit in units:
            yield RequiredGate(
                gate=gate.gate,
                approver=unit,
                mentioned=gate.each_mentioned,
                missing=None if unit.known else each.missing,
                lead=gate.lead,
                basis=(line,),
            )


def _approvers(gate: Gate, facts: Facts, directory: Directory, planned: Planned) -> Iterator[Found]:
    if gate.approver is not None:
        yield APPROVERS[gate.approver](facts, directory, planned.unit)
        return
    for code in (gate.unit,) if gate.unit else planned.others(facts):
        unit = directory.unit(code)
        reason = f"登记簿中没有{code}"
        yield Found((unit,)) if unit is not None else absent(code, code, reason)


def _joined(known: RequiredGate, row: RequiredGate) -> RequiredGate:
    leads = [lead for lead in (known.lead, row.lead) if lead is not None]
    return replace(known, basis=(*known.basis, *row.basis), lead=max(leads, default=None))


def _traced(
    pack: RulePack, gate: Gate, outcome: TraceOutcome, reason: str, unit: UnitRef | None = None
) -> TraceLine:
    return TraceLine(
        pack=pack.id,
        rule=gate.id,
        clause=gate.clause,
        gist=gate.gist,
        outcome=outcome,
        reason=reason,
        unit=unit,
    )
