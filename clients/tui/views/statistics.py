"""What the statistics show: each bar with the figures behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models_reports import Figure, HourIncident, Report, ReportRow
from clients.tui.views.bars import MARKS, Bar, Part, legend_line
from clients.tui.views.listed import Entry
from clients.tui.views.menus import menu
from clients.tui.views.pieces import BLANK, Line, Piece, labelled, muted, prose, strong

# of what is rated: its mark and tone; what had passed before the report is nobody's
RATED = {
    "ON_TIME": Part(0, MARKS[0], "ok"),
    "LATE_WITH_REASON": Part(0, MARKS[1], "near"),
    "LATE": Part(0, MARKS[2], "urgent"),
    "MISSED": Part(0, MARKS[3], "over"),
}
UNTIMED = {"DONE": Part(0, MARKS[0], "ok"), "OPEN": Part(0, MARKS[3], "later")}
MINUTES = ("MEAN_OVERDUE", "STAGE_OVERDUE", "STAGE_ELAPSED")
CLASSES = ("STATUTORY", "PROVISIONAL", "INTERNAL", "UNTIMED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A bar, and what was counted for it: figures of a report, or incidents themselves.

    `asked` is what the report was asked for, so that the evidence is that of the same report.
    """

    bar: Bar
    title: str
    figures: tuple[Figure, ...] = ()
    asked: Mapping[str, Any] = field(default_factory=dict)
    incidents: tuple[HourIncident, ...] = ()

    @property
    def proven(self) -> list[Figure]:
        """Return the figures that counted something and tell what."""
        return [one for one in self.figures if one.drill is not None and one.value]


def punctual_entries(report: Report, asked: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Return a bar for each sort of limit, and one for each unit under it."""
    entries = []
    for sort in CLASSES:
        rows = [row for row in report.rows("SUMMARY") if row.limit_class == sort]
        units = [row for row in report.rows("BY_UNIT") if row.limit_class == sort]
        title = t(f"statistics.class.{sort}")
        entries += [_rated(f"{sort}:", title, row, asked, strong=True) for row in rows]
        entries += [
            _rated(f"{sort}:{row.code}", f"{title} · {row.title}", row, asked, f"  {row.title}")
            for row in units
        ]
    return tuple(entries)


def severity_entries(
    reports: Mapping[str, tuple[Report, Mapping[str, Any]]],
) -> tuple[Entry, ...]:
    """Return a bar for each severity: what was owed with a limit by law in such incidents."""
    titles = {code.code: code.title for code in menu("severity").choices}
    entries = []
    for severity, (report, asked) in reports.items():
        rows = (row for row in report.rows("SUMMARY") if row.limit_class == CLASSES[0])
        title = titles.get(severity, severity)
        row = next(rows, None)
        if row is None:
            bar = Bar(label=title, value=t("statistics.none"))
            entries.append(_entry(severity, Counted(bar=bar, title=title, asked=asked)))
        else:
            entries.append(_rated(severity, title, row, asked))
    return tuple(entries)


def _rated(
    id_: str,
    title: str,
    row: ReportRow,
    asked: Mapping[str, Any],
    label: str = "",
    strong: bool = False,
) -> Entry:
    kinds = UNTIMED if row.limit_class == "UNTIMED" else RATED
    parts = tuple(Part(row.count(name), part.mark, part.tone) for name, part in kinds.items())
    rate = row.figure("DONE_RATE" if row.limit_class == "UNTIMED" else "ON_TIME_RATE")
    of = int(sum(part.count for part in parts))
    value = t("statistics.none")
    if rate is not None and rate.value is not None:
        value = f"{rate.value:.1f}%{f'{int(parts[0].count)}/{of}':>8}"
    bar = Bar(label=label or title, value=value, parts=parts, strong=strong)
    return _entry(id_, Counted(bar=bar, title=title, figures=tuple(row.figures), asked=asked))


def stage_entries(report: Report, asked: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Return a bar for each stage: how long of what was late fell into it."""
    rows = report.rows("LATENESS")
    longest = max((row.count("STAGE_OVERDUE") for row in rows), default=0)
    entries = []
    for row in rows:
        items, late = row.count("STAGE_ITEMS"), row.count("STAGE_OVERDUE")
        value = f"{say_minutes(late)}{t('statistics.items', n=items):>8}"
        bar = Bar(
            label=t(f"statistics.stage.{row.code}"),
            value=value if items else t("statistics.none"),
            parts=(Part(late, MARKS[0], "near"),),
            whole=longest,
        )
        counted = Counted(bar=bar, title=bar.label, figures=tuple(row.figures), asked=asked)
        entries.append(_entry(row.code, counted))
    return tuple(entries)


def hour_entries(incidents: Sequence[HourIncident]) -> tuple[Entry, ...]:
    """Return 24 bars: how many incidents were registered in each hour of the day."""
    hours: list[list[HourIncident]] = [[] for _ in range(24)]
    for one in incidents:
        hours[local(one.opened_at).hour].append(one)
    most = max(map(len, hours))
    entries = []
    for hour, found in enumerate(hours):
        bar = Bar(
            label=f"{hour:02d}:00",
            value=str(len(found)) if found else "-",
            parts=(Part(len(found)),),
            whole=most,
        )
        title = t("statistics.hour", hour=f"{hour:02d}:00-{hour:02d}:59")
        entries.append(_entry(f"{hour:02d}", Counted(bar=bar, title=title, incidents=tuple(found))))
    return tuple(entries) if incidents else ()


def _entry(id_: str, counted: Counted) -> Entry:
    return Entry(id=id_, cells=(counted.bar.label, counted.bar.value), item=counted)


def legend(tab: str, width: int) -> Line:
    """Return what the marks of a tab mean."""
    if tab in ("punctual", "severity"):
        return legend_line([(figure_name(name), part) for name, part in RATED.items()], width)
    part = Part(0, MARKS[0], "near" if tab == "stages" else "keys")
    return legend_line([(t(f"statistics.legend.{tab}"), part)], width)


def figure_name(indicator: str) -> str:
    return t(f"figure.{indicator}")


def say_minutes(minutes: float) -> str:
    """Return a length as it is said: 45分, 3时20分, 2天3时."""
    whole = round(minutes)
    if whole < 60:
        return t("statistics.minutes", m=whole)
    if whole < 24 * 60:
        return t("statistics.hours", h=whole // 60, m=whole % 60)
    return t("statistics.days", d=whole // 1440, h=whole // 60 % 24)


def say_figure(figure: Figure) -> str:
    """Return a figure as printed, with its unit."""
    if figure.value is None:
        return t("statistics.none")
    if figure.indicator in MINUTES:
        return say_minutes(figure.value)
    return f"{figure.text}%" if figure.indicator.endswith("_RATE") else figure.text


def counted_lines(counted: Counted, tab: str, width: int) -> list[Line]:
    """Return what stands beside a bar: every figure, how it is counted, what Enter does."""
    rows = prose(counted.title, width, "fg")
    for figure in counted.figures:
        tone = "fg" if figure.value else "muted"
        rows += labelled(
            figure_name(figure.indicator),
            [Piece(say_figure(figure), tone, bool(figure.value))],
            width,
            16,
        )
    if counted.incidents:
        rows += [BLANK]
        for one in counted.incidents[:5]:
            rows += prose(f"{one.number} {one.title}", width, "fg")
    proven = counted.proven or counted.incidents
    hint = t("statistics.open_hint" if proven else "statistics.nothing_behind")
    return [
        *rows,
        BLANK,
        *prose(hint, width, "keys" if proven else "muted"),
        BLANK,
        *prose(t(f"statistics.about.{tab}"), width),
        *prose(t("statistics.no_drills"), width),
    ]


def read_line(period: str, begins: datetime, ends: datetime) -> tuple[Piece, ...]:
    """Return of which time the numbers are, for the title bar."""
    first, last = local(begins), local(ends) - timedelta(days=1)
    return (strong(f"{period}  "), muted(f"{first:%Y-%m-%d}~{last:%m-%d}  "))
