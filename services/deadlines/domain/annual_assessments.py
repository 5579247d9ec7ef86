"""The annual assessment (年度考核): the same counts weighed by several schemes."""

from collections.abc import Sequence

from services.deadlines.domain import report_words as words
from services.deadlines.domain.bulletins import narrowed
from services.deadlines.domain.report_counts import Asked, Counted, Cut, parts
from services.deadlines.domain.report_tables import release_values, standings_of, value_of
from services.deadlines.domain.report_words import Indicator
from services.deadlines.domain.reports import (
    Drill,
    EvidenceKind,
    Figure,
    LimitClass,
    Report,
    ReportKind,
    Row,
    Section,
)
from services.deadlines.domain.schemes import Scheme, Weight, score

_RELEASED = frozenset((Indicator.PROVEN_RATE, Indicator.FORMS, Indicator.UNGATED))


def annual_assessment(asked: Asked, found: Counted, schemes: Sequence[Scheme]) -> Report:
    """Weigh every part of a unit's tree by each scheme; one section a scheme, best score first."""
    return Report(
        kind=ReportKind.ASSESSMENT,
        unit=asked.unit,
        title=words.ASSESSMENT_TITLE.format(unit=asked.unit.name, period=asked.period),
        period=asked.period,
        begins=asked.begins,
        ends=asked.ends,
        as_of=asked.as_of,
        notes=(*words.NOTES, words.WEIGHTS_ARE_OURS),
        narrowed=narrowed(asked.narrowing),
        sections=tuple(_section(asked, found, scheme) for scheme in schemes),
    )


def _section(asked: Asked, found: Counted, scheme: Scheme) -> Section:
    titles = {**found.names, asked.unit.code: f"{asked.unit.name}（{words.OWN_LEVEL}）"}
    rows = [_row(scheme, found, part, titles.get(part, part)) for part in assessed_parts(found)]
    scored = [row for row in rows if row.figures[-1].value is not None]
    scored.sort(key=lambda row: (-(row.figures[-1].value or 0), row.code))
    scales = "；".join(_scale(weight) for weight in scheme.weights)
    confirmed = "" if scheme.verified else words.NOT_CONFIRMED
    return Section(
        key=scheme.id,
        title=scheme.title,
        note=f"{confirmed}依据：{scheme.basis}。计分：{scales}。",
        columns=(*(one.indicator for one in scheme.weights), Indicator.SCORE),
        rows=tuple(scored),
    )


def assessed_parts(found: Counted) -> list[str]:
    """List the parts of which anything was counted, in the order of their codes."""
    released = {one.part for one in found.releases}
    decided = {one.part for one in found.decisions}
    return sorted({*parts(found.cells), *released, *decided})


def _scale(weight: Weight) -> str:
    definition = words.DEFINITIONS[weight.indicator]
    return words.SCALE.format(
        title=definition.title,
        weight=weight.weight,
        full=f"{weight.full:g}",
        zero=f"{weight.zero:g}",
        unit=definition.unit,
    )


def _row(scheme: Scheme, found: Counted, part: str, title: str) -> Row:
    values = {one.indicator: part_value(one.indicator, found, part) for one in scheme.weights}
    figures = [
        Figure(indicator=indicator, value=value, drill=part_drill(indicator, part))
        for indicator, value in values.items()
    ]
    figures.append(Figure(indicator=Indicator.SCORE, value=score(scheme, values), drill=None))
    return Row(code=part, title=title, figures=tuple(figures))


def part_value(indicator: Indicator, found: Counted, part: str) -> float | None:
    """Count one figure of one part; None where there was nothing of which it could be one."""
    if indicator in _RELEASED:
        released = [one for one in found.releases if one.part == part]
        if indicator is Indicator.FORMS:
            return len({one.form for one in released}) or None
        return release_values(released)[indicator] if released else None
    if indicator is Indicator.DECISIONS:
        return sum(one.count for one in found.decisions if one.part == part and not one.word)
    limit_class = _class_of(indicator)
    cells = [
        cell
        for cell in found.cells
        if cell.cut is Cut.PART and cell.word == part and cell.limit_class is limit_class
    ]
    return value_of(indicator, cells) if cells else None


def part_drill(indicator: Indicator, part: str) -> Drill:
    """Lead a figure of one part to what it counted."""
    if indicator in _RELEASED:
        only = Indicator.UNGATED if indicator is Indicator.UNGATED else None
        return Drill(what=EvidenceKind.RELEASE, part=part, only=only)
    if indicator is Indicator.DECISIONS:
        return Drill(what=EvidenceKind.ACCOUNTABILITY, part=part)
    return Drill(
        what=EvidenceKind.OBLIGATION,
        limit_class=_class_of(indicator),
        standings=standings_of(indicator),
        part=part,
    )


def _class_of(indicator: Indicator) -> LimitClass:
    return LimitClass.UNTIMED if indicator is Indicator.DONE_RATE else LimitClass.STATUTORY
