"""Worked cases beside each pack: given facts, expected duties; a lawyer can add one.

A case file is TOML. ``[[case]]`` has a ``name``, optionally ``packs`` (else those in force),
``facts`` by the names of ``Facts``, ``expect`` (a list: kind, and any of due_at, modality,
provisional, owner, clause, pack, late_at_intake, owed, recipients, person, basis), ``absent``
(kinds that must not be listed), ``untimed`` (kinds listed without a due time), ``subject`` (the
first respondent) or ``subjects`` (all, in order), ``responsible`` (the first responsible person,
"" = the clause names none), ``coordinators`` (in order), ``fired`` and ``trace`` (rule = outcome),
``releases`` (a list: form, unit, mentions, and the ``gates`` expected, each as "GATE approver
clause", in order; "?" is an office that the registry lacks, "暂定" at the end a doubtful gate).
A duty is found by its ``key`` where one is given, else by its kind.
Units come from the world file beside the packs, so that nothing in a case needs a database.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from services.deadlines.law.calculation import required
from services.deadlines.law.directory import Directory, Holder, Unit
from services.deadlines.law.facts import Facts
from services.deadlines.law.gates import Planned, RequiredGate, gates_for
from services.deadlines.law.pack import RulePack
from services.deadlines.law.results import Calculation, RequiredDuty, Responsibility
from services.deadlines.law.selection import PackSet, forced, packs_in_force
from services.deadlines.law.words import Post, Precision, ReleaseForm, TraceOutcome

FACT_FIELDS = frozenset(Facts.__struct_fields__)
EXPECTED = frozenset(
    (
        "kind",
        "key",
        "due_at",
        "modality",
        "provisional",
        "owner",
        "clause",
        "pack",
        "late_at_intake",
        "owed",
        "recipients",
        "person",
        "assumption",
        "start_at",
        "basis",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One worked case (案例)."""

    name: str
    packs: tuple[str, ...] | None
    facts: Facts
    expect: tuple[Mapping[str, Any], ...]
    absent: tuple[str, ...]
    untimed: tuple[str, ...]
    subject: str | None
    subjects: tuple[str, ...] | None
    responsible: str | None
    coordinators: tuple[str, ...] | None
    fired: str | None
    trace: Mapping[str, str]
    releases: tuple[Mapping[str, Any], ...] = ()


KEYS = frozenset(f.name for f in fields(Case))


def parse_cases(text: str) -> list[Case]:
    """Read a case file; raises ValueError or KeyError that name what is wrong."""
    return [_case(row) for row in tomllib.loads(text)["case"]]


def parse_world(text: str) -> Directory:
    """Read the units and holders that the cases live among."""
    data = tomllib.loads(text)
    units = [Unit(**{**row, "tags": frozenset(row.get("tags", ()))}) for row in data["unit"]]
    holders = [_holder(row) for row in data.get("holder", ())]
    return Directory.of(units, holders)


def calculate(case: Case, packs: PackSet, directory: Directory) -> Calculation:
    """Run the calculation of a case as it would run at the moment the incident became known."""
    return required(case.facts, _chosen(case, packs, directory), directory, case.facts.known_at)


def wrong_gates(case: Case, packs: PackSet, directory: Directory) -> list[str]:
    """Say where the gates of a case's releases differ from what it expects."""
    wrong = []
    for row in case.releases:
        planned = Planned(
            form=ReleaseForm(row["form"]), unit=row["unit"], mentioned=_codes(row, "mentions")
        )
        found = gates_for(case.facts, _chosen(case, packs, directory), directory, planned)
        have = [_gate_words(gate) for gate in found.gates]
        if have != list(row["gates"]):
            wrong.append(f"{planned.form} by {planned.unit}: {have}, expected {row['gates']}")
    return wrong


def _gate_words(gate: RequiredGate) -> str:
    who = gate.approver.code if gate.approver.known else "?"
    clauses = "、".join(line.clause for line in gate.basis)
    return f"{gate.gate} {who} {clauses}" + (" 暂定" if gate.provisional else "")


def _chosen(case: Case, packs: PackSet, directory: Directory) -> tuple[RulePack, ...]:
    chosen = (
        packs_in_force(packs, case.facts, directory)
        if case.packs is None
        else forced(packs, case.packs)
    )
    if isinstance(chosen, str):
        raise ValueError(f"{case.name}: no such pack: {chosen}")
    return chosen


def mismatches(case: Case, found: Calculation) -> list[str]:
    """Say where a calculation differs from what the case expects; empty when it agrees."""
    by_kind = {d.key: d for d in reversed(found.duties)}
    wrong = [m for row in case.expect for m in _compare(row, by_kind)]
    kinds = {d.kind for d in found.duties}
    wrong += [f"{kind} is listed" for kind in case.absent if kind in kinds]
    wrong += _not_untimed(case.untimed, found.duties)
    return wrong + _wrong_parties(case, found.responsibility)


def _wrong_parties(case: Case, found: Responsibility) -> list[str]:
    person = found.first.person
    have: dict[str, Any] = {
        "subject": found.first.unit.code,
        "subjects": tuple(p.unit.code for p in found.subjects),
        "responsible": person.name if person and person.named else "",
        "coordinators": tuple(p.unit.code for p in found.coordinators),
        "fired": next((t.rule for t in found.trace if t.outcome is TraceOutcome.FIRED), ""),
    }
    wrong = [
        f"{name} is {got}, expected {wanted}"
        for name, got in have.items()
        if (wanted := getattr(case, name)) is not None and wanted != got
    ]
    outcomes = {t.rule: t.outcome.value for t in reversed(found.trace)}
    return wrong + [
        f"rule {rule} is {outcomes.get(rule)}, expected {wanted}"
        for rule, wanted in case.trace.items()
        if outcomes.get(rule) != wanted
    ]


def _case(row: Mapping[str, Any]) -> Case:
    if unknown := set(row) - KEYS:
        raise ValueError(f"{row.get('name')}: no such key: {sorted(unknown)}")
    for expected in row.get("expect", ()):
        if extra := set(expected) - EXPECTED:
            raise ValueError(f"{row['name']}: cannot expect {sorted(extra)}")
    return Case(
        name=row["name"],
        packs=_codes(row, "packs"),
        facts=facts_of(row["facts"]),
        expect=tuple(row.get("expect", ())),
        absent=tuple(row.get("absent", ())),
        untimed=tuple(row.get("untimed", ())),
        subject=row.get("subject"),
        subjects=_codes(row, "subjects"),
        responsible=row.get("responsible"),
        coordinators=_codes(row, "coordinators"),
        fired=row.get("fired"),
        trace=row.get("trace", {}),
        releases=tuple(row.get("releases", ())),
    )


def _codes(row: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    return tuple(row[name]) if name in row else None


def facts_of(row: Mapping[str, Any]) -> Facts:
    """Make Facts of a TOML table; lists become tuples, times must carry an offset."""
    if unknown := set(row) - FACT_FIELDS:
        raise ValueError(f"no such fact: {sorted(unknown)}")
    values: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError(f"{name}: a time needs its offset")
        values[name] = tuple(value) if isinstance(value, list) else value
    if "occurred_precision" in values:
        values["occurred_precision"] = Precision(values["occurred_precision"])
    return Facts(**values)


def _holder(row: Mapping[str, Any]) -> Holder:
    leave = row.get("leave")
    values = {k: v for k, v in row.items() if k != "leave"}
    values["post"] = Post(values["post"])
    return Holder(**values, absences=((leave[0], leave[1]),) if leave else ())


def _compare(row: Mapping[str, Any], by_key: Mapping[str, RequiredDuty]) -> list[str]:
    key = row.get("key", row["kind"])
    duty = by_key.get(key)
    if duty is None:
        return [f"{key} is not listed"]
    acting = duty.basis[0]
    have: dict[str, Any] = {
        "key": duty.key,
        "kind": duty.kind,
        "due_at": duty.due_at,
        "start_at": duty.start_at,
        "modality": duty.modality.value,
        "provisional": duty.provisional,
        "owner": duty.owner.code,
        "clause": acting.clause,
        "pack": acting.pack,
        "late_at_intake": duty.late_at_intake,
        "owed": duty.owed,
        "recipients": list(duty.recipients),
        "person": duty.person.name if duty.person and duty.person.named else "",
        "assumption": acting.assumption is not None,
        "basis": [f"{line.pack} {line.clause}" for line in duty.basis],
    }
    wrong = []
    for name, value in row.items():
        wanted = value.astimezone(UTC) if isinstance(value, datetime) else value
        got = have[name].astimezone(UTC) if isinstance(have[name], datetime) else have[name]
        if wanted != got:
            wrong.append(f"{key}.{name} is {got}, expected {wanted}")
    return wrong


def _not_untimed(kinds: Sequence[str], duties: Sequence[RequiredDuty]) -> list[str]:
    wrong = []
    for kind in kinds:
        found = [d for d in duties if d.kind == kind]
        if not found:
            wrong.append(f"{kind} is not listed")
        wrong += [f"{d.key} has a due time: {d.due_at}" for d in found if d.due_at is not None]
    return wrong
