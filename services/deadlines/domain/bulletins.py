"""A bulletin (通报): the counts of a period put into sections, every figure with its evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from services.deadlines.domain import report_words as words
from services.deadlines.domain.report_counts import (
    Asked,
    Counted,
    Cut,
    Narrowing,
    Performer,
    ReleaseCount,
    ResourceFigure,
    StageSum,
    WordCount,
)
from services.deadlines.domain.report_tables import (
    COLUMNS,
    figures_of,
    release_values,
    section,
)
from services.deadlines.domain.report_words import Indicator
from services.deadlines.domain.reports import (
    DONE_LATE,
    Drill,
    EvidenceKind,
    Figure,
    LimitClass,
    Line,
    Report,
    ReportKind,
    Row,
    Section,
    Stage,
    Standing,
)
from services.deadlines.domain.reviews import OUTCOME_TITLES
from services.deadlines.law.words import (
    DUTY_TITLES,
    FORM_TITLES,
    MEASURE_TITLES,
    MODALITY_TITLES,
    SEVERITIES,
    Measure,
    Modality,
    ReleaseForm,
)

_MODALITIES: Final = {one.value: title for one, title in MODALITY_TITLES.items()}


def bulletin(asked: Asked, found: Counted) -> Report:
    """Put a bulletin together; sections without anything say 本期无."""
    return Report(
        kind=ReportKind.BULLETIN,
        unit=asked.unit,
        title=words.BULLETIN_TITLE.format(unit=asked.unit.name, period=asked.period),
        period=asked.period,
        begins=asked.begins,
        ends=asked.ends,
        as_of=asked.as_of,
        notes=words.NOTES,
        narrowed=narrowed(asked.narrowing),
        sections=(
            _table("SUMMARY", found, Cut.ALL, {}),
            _table("BY_KIND", found, Cut.KIND, DUTY_TITLES),
            _table("BY_UNIT", found, Cut.PART, _part_titles(asked, found)),
            _table(
                "BY_MODALITY",
                found,
                Cut.MODALITY,
                _MODALITIES,
            ),
            _lateness(found.stages),
            _list("MISSED", found.missed),
            _list("LATE", found.late),
            _list("WAIVED", found.waived),
            section("UPGRADED", upgrades=tuple(found.upgrades)),
            _releases(found.releases),
            _reviews(found.reviews),
            _decisions(found.decisions),
            _best("BEST_UNITS", found.best_units),
            _best("BEST_PERSONS", found.best_persons),
            _resources(found.resources),
        ),
    )


def _table(key: str, found: Counted, cut: Cut, titles: Mapping[str, str]) -> Section:
    cells = sorted(
        (cell for cell in found.cells if cell.cut is cut),
        key=lambda cell: (cell.word, list(LimitClass).index(cell.limit_class)),
    )
    rows = []
    for (word, limit_class), group in groupby(cells, key=lambda c: (c.word, c.limit_class)):
        drill = Drill(
            what=EvidenceKind.OBLIGATION,
            limit_class=limit_class,
            kind=word if cut is Cut.KIND else None,
            modality=Modality(word) if cut is Cut.MODALITY else None,
            part=word if cut is Cut.PART else None,
        )
        class_title = words.LIMIT_CLASS_TITLES[limit_class]
        title = class_title if cut is Cut.ALL else titles.get(word, word)
        figures = figures_of(list(group), drill)
        rows.append(Row(code=word, title=title, limit_class=limit_class, figures=figures))
    return section(key, columns=COLUMNS, rows=tuple(rows))


def _part_titles(asked: Asked, found: Counted) -> dict[str, str]:
    return {**found.names, asked.unit.code: f"{asked.unit.name}（{words.OWN_LEVEL}）"}


def _lateness(stages: Sequence[StageSum]) -> Section:
    columns = (Indicator.STAGE_ITEMS, Indicator.STAGE_OVERDUE, Indicator.STAGE_ELAPSED)
    rows = [
        Row(
            code=one.stage.value,
            title=words.STAGE_TITLES[one.stage.value],
            figures=tuple(
                Figure(indicator=indicator, value=value, drill=_late_in(one.stage))
                for indicator, value in zip(
                    columns,
                    (one.items, round(one.overdue / 60, 1), round(one.elapsed / 60, 1)),
                    strict=True,
                )
            ),
        )
        for one in stages
    ]
    return section("LATENESS", columns=columns, rows=tuple(rows))


def _late_in(stage: Stage) -> Drill:
    return Drill(
        what=EvidenceKind.OBLIGATION,
        limit_class=LimitClass.STATUTORY,
        standings=DONE_LATE,
        stage=stage,
    )


def _list(key: str, found: tuple[Sequence[Line], int]) -> Section:
    lines, more = found
    return section(key, lines=tuple(lines), more=more)


def _counts(drill: Drill, values: Mapping[Indicator, float | None]) -> tuple[Figure, ...]:
    return tuple(
        Figure(indicator=indicator, value=value, drill=drill) for indicator, value in values.items()
    )


_MARKS: Final = frozenset(
    (
        Indicator.CONCLUSIVE,
        Indicator.PROVEN,
        Indicator.UNGATED,
        Indicator.TOLERATED,
        Indicator.RECTIFIED,
    )
)


def _marked(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Lead the figures that count some of the others to just these."""
    return tuple(
        replace(one, drill=replace(one.drill, only=one.indicator))
        if one.drill and one.indicator in _MARKS
        else one
        for one in figures
    )


def _releases(found: Sequence[ReleaseCount]) -> Section:
    rows = []
    for form in ReleaseForm:
        mine = [one for one in found if one.form == form.value]
        if mine:
            drill = Drill(what=EvidenceKind.RELEASE, word=form.value)
            figures = _marked(_counts(drill, release_values(mine)))
            rows.append(Row(code=form.value, title=FORM_TITLES[form], figures=figures))
    columns = tuple(release_values([]))
    return section("RELEASES", columns=columns, rows=tuple(rows))


def _reviews(found: Sequence[WordCount]) -> Section:
    columns = (Indicator.REVIEWED, Indicator.TOLERATED)
    titles = {**{code.value: title for code, title in OUTCOME_TITLES.items()}, "": "全部评议"}
    return _words("REVIEWS", found, EvidenceKind.REVIEW, columns, titles)


def _decisions(found: Sequence[WordCount]) -> Section:
    columns = (Indicator.DECISIONS, Indicator.RECTIFIED)
    titles = {**{code.value: MEASURE_TITLES[code] for code in Measure}, "": "全部决定"}
    return _words("ACCOUNTABILITY", found, EvidenceKind.ACCOUNTABILITY, columns, titles)


def _words(
    key: str,
    found: Sequence[WordCount],
    what: EvidenceKind,
    columns: tuple[Indicator, Indicator],
    titles: Mapping[str, str],
) -> Section:
    rows = []
    for word, title in titles.items():
        mine = [one for one in found if one.word == word]
        if mine:
            values = (sum(one.count for one in mine), sum(one.marked for one in mine))
            drill = Drill(what=what, word=word or None)
            figures = _marked(_counts(drill, dict(zip(columns, values, strict=True))))
            rows.append(Row(code=word, title=title, figures=figures))
    return section(key, columns=columns, rows=tuple(rows))


def _best(key: str, found: Sequence[Performer]) -> Section:
    rows = []
    for one in found:
        drill = Drill(
            what=EvidenceKind.OBLIGATION,
            limit_class=LimitClass.STATUTORY,
            standings=(Standing.ON_TIME,),
            owner=one.owner,
            person=one.person,
            unborne=one.person is not None,
        )
        figures = _counts(drill, {Indicator.ON_TIME: one.on_time})
        title, note = (one.person, one.name) if one.person else (one.name, None)
        rows.append(Row(code=one.owner, title=title, note=note, figures=figures))
    return section(key, columns=(Indicator.ON_TIME,), rows=tuple(rows))


def _resources(found: Sequence[ResourceFigure]) -> Section:
    columns = (Indicator.FULL_TIME, Indicator.PART_TIME, Indicator.FUNDS)
    rows = [
        Row(
            code=one.unit.code,
            title=one.unit.name,
            note=f"{one.year}年，{one.source}",
            figures=_counts(
                Drill(what=EvidenceKind.RESOURCE, owner=one.unit.code, word=str(one.year)),
                dict(zip(columns, (one.full_time, one.part_time, one.funds_yuan), strict=True)),
            ),
        )
        for one in found
    ]
    return section("RESOURCES", columns=columns, rows=tuple(rows))


def narrowed(wanted: Narrowing) -> tuple[str, ...]:
    """Say what a report is narrowed to, in words; the codes as they were asked for."""
    titles: dict[str, Sequence[str] | None] = {
        "事项": wanted.kinds and [DUTY_TITLES.get(kind, kind) for kind in wanted.kinds],
        "力度": wanted.modalities and [MODALITY_TITLES[one] for one in wanted.modalities],
        "级别": wanted.severities and [SEVERITIES.get(one, one) for one in wanted.severities],
        "事件类型": wanted.incident_kinds,
        "类别": wanted.categories,
        "事件": wanted.incidents,
    }
    return tuple(f"{name}：{'、'.join(codes)}" for name, codes in titles.items() if codes)
