"""The tables of a handover sheet; each says 本班无 where it is empty."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from services.deadlines.domain.messages import OUTCOME_TITLES, cited
from services.deadlines.domain.mirror import CHINA
from services.deadlines.domain.sheets import (
    AheadKind,
    AheadLine,
    DoneLine,
    DutyLine,
    IncidentLine,
    NoticeLine,
    OverrideLine,
    Sheet,
    ShiftLine,
)
from services.deadlines.domain.shifts import clock
from services.deadlines.domain.silences import Source
from services.kit.documents.model import Cell, Column, Table

EMPTY: Final = "本班无"
LISTED: Final = 3
"""So many subjects of a recipient's notices are written out; the others are counted."""

_NOTICED: Final = ("最早", "告知谁", "条数", "内容")
DRILL: Final = "【演练】"
AHEAD_TITLES: Final = {
    AheadKind.DUE: "到期",
    AheadKind.PATROL: "定时巡查",
    AheadKind.SHIFT_BEGINS: "上班",
    AheadKind.SHIFT_ENDS: "下班",
    AheadKind.UNMANNED: "无人值班",
    AheadKind.SILENCE_ENDS: "计划静默结束",
}


def span(seconds: int) -> str:
    """Write a length of time as people say it: 不到1分, 5分, 2时05分, 3天4时."""
    minutes = abs(seconds) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days}天{hours}时"
    if hours:
        return f"{hours}时{minutes % 60:02}分"
    return f"{minutes}分" if minutes else "不到1分"


def shift_text(line: ShiftLine) -> str:
    """Name a shift with its times and whether its person was there."""
    there = f"{line.started_at.astimezone(CHINA):%H:%M}到岗" if line.started_at else "未到岗"
    return f"{line.role} {line.person}（{clock(line.begins_at)} 至 {clock(line.ends_at)}，{there}）"


def table(
    title: str, columns: Sequence[str], rows: tuple[tuple[Cell, ...], ...], empty: str = EMPTY
) -> Table:
    """Make a table of text columns."""
    return Table(title, tuple(Column(name) for name in columns), rows, empty)


def sheet_tables(sheet: Sheet) -> list[Table]:
    """Lay out what a sheet holds, the most urgent first."""
    routed = [line for line in sheet.notices if not line.unrouted]
    unrouted = [line for line in sheet.notices if line.unrouted]
    return [
        table(
            f"有时限的在办事项（按到期先后，{len(sheet.duties)}项）",
            ("到期", "剩余", "应办事项"),
            tuple(_duty(line) for line in _real_first(sheet.duties)),
        ),
        table(
            f"无时限的在办事项（{len(sheet.untimed)}项）",
            ("起算", "已历时", "应办事项"),
            tuple(_untimed(line) for line in _real_first(sheet.untimed)),
        ),
        table("未来六小时", ("时间", "事由", "内容"), tuple(_ahead(line) for line in sheet.ahead)),
        table("未确认的告知", _NOTICED, _notices(routed)),
        table("无处可送的告知（须打电话）", _NOTICED, _notices(unrouted)),
        table("静默来源和漏巡", ("来源", "状态", "说明"), _silences(sheet)),
        table(
            "越过审批",
            ("时间", "事件", "越过", "原因", "补办"),
            tuple(_override(line) for line in sheet.overrides),
        ),
        table(
            "免办",
            ("时间", "事项", "理由", "经手"),
            tuple((clock(line.at), _what(line), line.reason, line.by) for line in sheet.waived),
        ),
        table(
            "待处理线索",
            ("收到", "线索", "次数"),
            tuple(
                (clock(line.known_at), _lead(line.platform, line.title), line.sightings)
                for line in sheet.leads
            ),
        ),
        table("新增事件", ("时间", "事件", "登记"), _incidents(sheet.opened)),
        table(
            "已履行",
            ("时间", "事项", "结果", "经手"),
            tuple(
                (clock(line.at), _what(line), OUTCOME_TITLES.get(line.outcome, "已履行"), line.by)
                for line in sheet.fulfilled
            ),
        ),
        table("已办结事件", ("时间", "事件", "经手"), _incidents(sheet.closed)),
        table(
            "此前未交接的班次",
            ("班次",),
            tuple((shift_text(line),) for line in sheet.unhanded),
        ),
    ]


def _marks(*, provisional: bool = False, drill: bool = False) -> str:
    return f"{DRILL if drill else ''}{'【暂定】' if provisional else ''}"


def _real_first(lines: Sequence[DutyLine]) -> list[DutyLine]:
    return sorted(lines, key=lambda line: line.drill)


def _task(line: DutyLine) -> str:
    marks = _marks(provisional=line.provisional, drill=line.drill)
    ours = "，内部目标" if line.internal else ""
    taken = "" if line.acknowledged else "，未受理"
    told = [
        f"{marks}{line.title}（{line.modality}{ours}）",
        f"{line.number} {line.matter}：{line.unit}{taken}",
        f"依据 {cited(line.document, line.clause)}",
    ]
    return "\n".join([*told, line.assumption] if line.assumption else told)


def _duty(line: DutyLine) -> tuple[Cell, ...]:
    left = line.remaining or 0
    word = "已超" if left < 0 else "还剩"
    due = clock(line.due_at) if line.due_at else None
    return (due, f"{word}{span(left)}", _task(line))


def _untimed(line: DutyLine) -> tuple[Cell, ...]:
    return (clock(line.start_at), span(line.elapsed), _task(line))


def _ahead(line: AheadLine) -> tuple[Cell, ...]:
    what = f"至 {clock(line.until)}" if line.until else line.what
    return (clock(line.at), AHEAD_TITLES[line.kind], f"{_marks(drill=line.drill)}{what}")


def _notices(lines: Sequence[NoticeLine]) -> tuple[tuple[Cell, ...], ...]:
    """Gather what each recipient was told: a tired reader calls a person once, not each notice."""
    by_whom: dict[str, list[NoticeLine]] = {}
    for line in sorted(lines, key=lambda line: line.drill):
        by_whom.setdefault(f"{line.unit} {line.person or line.told}", []).append(line)
    return tuple(
        (clock(min(line.at for line in told)), whom, len(told), _subjects(told))
        for whom, told in by_whom.items()
    )


def _subjects(told: Sequence[NoticeLine]) -> str:
    first = [line.subject for line in told[:LISTED]]
    return "；".join([*first, f"等{len(told)}条"] if len(told) > LISTED else first)


def _silences(sheet: Sheet) -> tuple[tuple[Cell, ...], ...]:
    made = sheet.made_at
    return (
        *(_source(each, made) for each in sheet.sources if each.silent),
        *(
            (
                f"定时巡查 {clock(line.at)}",
                "缺渠道" if line.partly else "漏巡",
                "、".join(line.lacking),
            )
            for line in sheet.missed_patrols
        ),
        *(_source(each, made) for each in sheet.sources if each.silent is None),
    )


def _source(each: Source, made: datetime) -> tuple[Cell, ...]:
    heard = "没有记录"
    if each.last_at is not None:
        passed = int((made - each.last_at).total_seconds())
        heard = f"最近 {clock(each.last_at)}，已{span(passed)}"
    if each.within is None:
        return (each.title, "未设期望", heard)
    whose = "内部规定" if each.ours else "值班规则"
    return (each.title, "静默", f"{heard}；{whose}{each.within}分钟")


def _override(line: OverrideLine) -> tuple[Cell, ...]:
    settled = clock(line.made_good_at) if line.made_good_at else "待补审批"
    return (
        clock(line.at),
        f"{_marks(drill=line.drill)}{line.number} {line.matter}",
        f"{line.gate}（{line.approver}），{line.person}",
        line.reason,
        settled,
    )


def _what(line: DoneLine) -> str:
    return f"{_marks(drill=line.drill)}{line.title}\n{line.number} {line.matter} {line.unit}"


def _lead(platform: str | None, title: str) -> str:
    return f"{platform}：{title}" if platform else title


def _incidents(lines: Sequence[IncidentLine]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            clock(line.at),
            f"{_marks(drill=line.drill)}{line.number} {line.title}"
            + (f"（{line.severity}）" if line.severity else ""),
            line.by,
        )
        for line in lines
    )
