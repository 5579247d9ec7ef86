"""The daily journal (舆情日志) of a unit tree: what came in, was opened, decided and done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.deadlines.domain.call_centre import CallTotal
from services.deadlines.domain.document_parts import by_record, columns, log_row, standing, table
from services.deadlines.domain.evidence_pack import Entry
from services.deadlines.domain.incidents import Incident
from services.deadlines.domain.leads import Lead
from services.deadlines.domain.monitoring import LEAD_TITLES, Days, LeadSource, calls, origin
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.patrols import PatrolBook
from services.kit.documents.model import (
    Block,
    Cell,
    Document,
    Heading,
    Kind,
    Note,
    Paragraph,
    Signature,
    Signer,
    shown,
)

NONE: Final = "本日无"
MOST_LISTED: Final = 500
MOST_INCIDENTS: Final = 500

# which entries of the log stand under which heading; what the program did by itself stands nowhere
_DECIDED: Final = frozenset(
    (
        ("incident", "ASSESSED"),
        ("incident", "CLOSED"),
        ("gate", "DECIDED"),
        ("gate", "OVERRIDDEN"),
        ("statement", "DRAFTED"),
        ("obligation", "WAIVED"),
        ("party", "DESIGNATED"),
        ("party", "RELIEVED"),
        ("accountability", "DECIDED"),
        ("accountability", "RECTIFIED"),
    )
)
_CHAIN: Final = frozenset(("dispatch", "referral", "consultation", "directive", "ticket"))
_PUBLIC: Final = frozenset(("release", "progress"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Journalled:
    """What a journal tells of. ``incidents`` were open on the day or decided on, ``entries`` are
    of that day with their incidents' numbers; lists are cut after MOST_LISTED."""

    unit: str
    day: Days
    leads: Sequence[Lead]
    decided: Sequence[Lead]
    sources: Sequence[LeadSource]
    incidents: Sequence[Incident]
    entries: Sequence[tuple[str, Entry]]
    duties: Sequence[Obligation]
    calls: Sequence[CallTotal]
    patrols: Sequence[PatrolBook]


def journal(found: Journalled, issuer: str, now: datetime) -> Document:
    """Put a day's record into a journal; what did not happen is said."""
    return Document(
        title=f"{found.unit}舆情日志（{found.day.title}）",
        unit=issuer,
        on=found.day.first,
        made_at=now,
        blocks=(
            *_overview(found, now),
            *_patrols(found),
            *_leads(found),
            *_incidents(found, now),
            *_acts(found),
            *calls(found.calls, NONE),
            by_record(now),
        ),
        signers=(Signer("值班人员"), Signer("带班领导")),
        signature=Signature(issuer, found.day.first),
        sheets=(table("证据清单", columns("种类", "编号", "名称"), _evidence(found), empty=NONE),),
    )


def _overview(found: Journalled, now: datetime) -> Iterator[Block]:
    day = found.day
    opened = [one for one in found.incidents if one.opened_at >= day.begins]
    closed = [one for one in found.incidents if one.closed_at and within(one.closed_at, day)]
    left = [one for one in found.incidents if not one.closed_at or one.closed_at >= day.ends]
    reports = sum(row.sightings for row in found.sources)
    outside = sum(lead.outside for lead in found.leads)
    yield Heading("概况")
    yield Paragraph(
        f"本日收到线索{len(found.leads)}条，其中外部监测{outside}条；"
        f"收到报送{reports}次，含对此前线索的续报。"
        f"新登记事件{len(opened)}起，办结{len(closed)}起，{_left(day, now)}在办{len(left)}起。"
        f"发布信息{_count(found, 'release', 'RECORDED')}次，"
        f"转办{_count(found, 'referral', 'REFER')}件。"
    )
    if now < day.ends:
        yield Note(f"本日尚未结束，内容截至{shown(now, Kind.TIME)}。")


def within(at: datetime, day: Days) -> bool:
    """Tell whether a moment lies in the days."""
    return day.begins <= at < day.ends


def _left(day: Days, now: datetime) -> str:
    return "目前" if now < day.ends else "日终"


def _count(found: Journalled, entity: str, kind: str) -> int:
    return sum((one.entity, one.kind) == (entity, kind) for _, one in found.entries)


def _patrols(found: Journalled) -> Iterator[Block]:
    yield Heading("巡查")
    done = [
        (one.at, one.person, "、".join(one.channels), one.result_title, one.note)
        for book in found.patrols
        for one in book.log
    ]
    yield table("巡查记录", columns("时间", "巡查人", "渠道", "结果", "说明"), done, empty=NONE)
    missed = [
        (slot.at, "、".join(slot.lacking or slot.channels), slot.state_title)
        for book in found.patrols
        for slot in book.missed
    ]
    heads = columns("计划时间", "未看的渠道", "情况")
    yield table("漏巡", heads, missed, empty="本日无漏巡")
    if not any(book.slots for book in found.patrols):
        yield Note("本单位未设定时巡查。")


def _leads(found: Journalled) -> Iterator[Block]:
    yield Heading("线索")
    rows = [
        (
            lead.known_at,
            lead.title,
            lead.platform or "未注明",
            lead.sightings,
            LEAD_TITLES[lead.state] + (f" {lead.number}" if lead.number else ""),
        )
        for lead in found.leads
    ]
    heads = columns("收到时间", "线索", "传播平台", "累计报送数", "现状")
    yield table("本日线索", heads, rows, empty=NONE)
    if len(rows) >= MOST_LISTED:
        yield Note(f"只列前{MOST_LISTED}条，上列线索条数亦以此为限。")
    sources = [
        (row.reporter, origin(row), row.platform or "未注明", row.sightings)
        for row in found.sources
    ]
    yield table("本日报送", columns("来源", "性质", "传播平台", "次数"), sources, empty=NONE)
    decided = [
        (lead.decided_at, lead.title, LEAD_TITLES[lead.state], lead.reason, lead.decided_by)
        for lead in found.decided
    ]
    heads = columns("处理时间", "线索", "处理", "理由", "处理人")
    yield table("本日处理的线索", heads, decided, empty=NONE)


def _incidents(found: Journalled, now: datetime) -> Iterator[Block]:
    yield Heading("事件")
    rows = [
        (
            one.number,
            one.title,
            one.severity_title or "未定",
            one.opened_at,
            _state(one, found.day),
        )
        for one in found.incidents
    ]
    heads = columns("编号", "事件", "级别", "登记时间", "本日情况")
    yield table("事件", heads, rows, empty=NONE)
    due = [
        (
            _matter(row),
            row.title,
            row.owner.name,
            row.due_at,
            row.done_at,
            standing(row, now),
        )
        for row in found.duties
    ]
    heads = columns("事件或事由", "应办事项", "责任单位", "时限", "完成时间", "办理情况")
    yield table("本日到期的应办事项", heads, due, empty=NONE)


def _matter(row: Obligation) -> str:
    if row.incident:
        return row.incident.number
    return row.occasion.title if row.occasion else ""


def _state(one: Incident, day: Days) -> str:
    if one.closed_at and within(one.closed_at, day):
        return "办结"
    if one.closed_at and one.closed_at < day.begins:
        return "已办结，本日另有决定"
    return "新登记" if one.opened_at >= day.begins else "在办"


_ACTS: Final = ("事件编号", "时间", "种类", "内容", "办理人")


def _acts(found: Journalled) -> Iterator[Block]:
    parts = {
        "研判与决定": [row for row in found.entries if (row[1].entity, row[1].kind) in _DECIDED],
        "上报、移交、转办与来电": [row for row in found.entries if row[1].entity in _CHAIN],
        "信息发布与进展": [row for row in found.entries if row[1].entity in _PUBLIC],
    }
    for title, entries in parts.items():
        yield Heading(title)
        rows = [(number, *log_row(entry)) for number, entry in entries]
        yield table(title, columns(*_ACTS), rows, empty=NONE)
    yield Note("以上各表按登记时间列入本日，行为发生的时间以各项记录为准。")


def _evidence(found: Journalled) -> Iterator[tuple[Cell, ...]]:
    for book in found.patrols:
        for patrol in book.log:
            yield "巡查", str(patrol.id), patrol.person
    for lead in found.leads:
        yield "线索", str(lead.id), lead.title
    for one in found.incidents:
        yield "事件", str(one.id), f"{one.number} {one.title}"
    for row in found.duties:
        yield "应办事项", str(row.id), row.title
    for number, entry in found.entries:
        if (entry.entity, entry.kind) in _DECIDED or entry.entity in _CHAIN | _PUBLIC:
            yield f"{entry.entity}.{entry.kind}", str(entry.id), number
