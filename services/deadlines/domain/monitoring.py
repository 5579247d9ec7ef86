"""The monitoring report (舆情监测报告) of a unit tree: heard where, become of it what, referred."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from services.deadlines.domain import document_refusals
from services.deadlines.domain.call_centre import CallTotal
from services.deadlines.domain.dispatches import Dispatch
from services.deadlines.domain.document_parts import by_record, columns, table
from services.deadlines.domain.incidents import Incident, IncidentState
from services.deadlines.domain.leads import Lead, LeadState, Timeliness, Untimely
from services.deadlines.domain.referrals import Referral
from services.kit.documents.model import (
    CHINA,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Note,
    Paragraph,
    Signature,
    day_title,
)

NONE: Final = "本期无"
MOST_LISTED: Final = 200
LONGEST: Final = timedelta(days=366)
LEAD_TITLES: Final = {
    LeadState.NEW: "待处理",
    LeadState.PROMOTED: "转为事件",
    LeadState.MERGED: "并入",
    LeadState.DISMISSED: "排除",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Whole days in China, the first and the last inclusive (监测时段)."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The first moment, inclusive."""
        return datetime(self.first.year, self.first.month, self.first.day, tzinfo=CHINA)

    @property
    def ends(self) -> datetime:
        """The moment after the last day, exclusive."""
        return Days(first=self.last + timedelta(days=1), last=self.last).begins

    @property
    def title(self) -> str:
        """The days as documents write them."""
        if self.first == self.last:
            return day_title(self.first)
        return f"{day_title(self.first)}至{day_title(self.last)}"


def checked_days(first: date, last: date, now: datetime) -> Days:
    """Check a period; raises Refusal BAD_DAYS, DAY_IN_FUTURE or DAY_TOO_EARLY.

    It may not run backwards nor be longer than a year.
    """
    if last < first or last - first >= LONGEST:
        raise document_refusals.bad_days("lastDay")
    check_day(first, now, "firstDay")
    return Days(first=first, last=last)


def check_day(on: date, now: datetime, field: str) -> None:
    """Refuse a day that has not begun in China, or one before there was any record."""
    if on > now.astimezone(CHINA).date():
        raise document_refusals.day_in_future(field)
    if on.year < 2000:
        raise document_refusals.day_too_early(field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many bear a name; ``outside`` are those of them that come from outside, or are open."""

    name: str
    number: int
    outside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSource:
    """Reports by one reporter from one platform, and of how many leads they tell."""

    reporter: str
    platform: str
    outside: bool
    sightings: int
    leads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitored:
    """What a monitoring report tells of; lists are cut after MOST_LISTED, counts are whole."""

    unit: str
    days: Days
    leads: Sequence[Lead]
    states: Sequence[Counted]
    sources: Sequence[LeadSource]
    places: Sequence[Counted]
    severities: Sequence[Counted]
    incidents: Sequence[Incident]
    untimely: Sequence[Untimely]
    referrals: Sequence[Referral]
    transfers: Sequence[Dispatch]
    numbers: Mapping[UUID, str]
    patrols: int
    calls: Sequence[CallTotal]


def monitoring_report(found: Monitored, issuer: str, now: datetime) -> Document:
    """Put a period's record into a report; each number stands with what it counts."""
    on = now.astimezone(CHINA).date()
    return Document(
        title=f"{found.unit}舆情监测报告（{found.days.title}）",
        unit=issuer,
        on=on,
        made_at=now,
        blocks=(
            *_overview(found, now),
            *_sources(found),
            *_untimely(found),
            *_referred(found),
            *calls(found.calls, NONE),
            by_record(now),
        ),
        signature=Signature(issuer, on),
        sheets=(
            table("线索清单", _LEADS, map(_lead, found.leads), empty=NONE),
            table("证据清单", columns("种类", "编号", "名称"), _evidence(found), empty=NONE),
        ),
    )


_STATES: Final = {IncidentState.OPEN: "在办", IncidentState.CLOSED: "已办结"}
_FIGURES: Final = columns("指标", "件数", "统计口径")


def _overview(found: Monitored, now: datetime) -> Iterator[Block]:
    yield Heading("总体情况")
    if now < found.days.ends:
        yield Paragraph("本期尚未结束，以下数字截至制表时。")
    yield table("主要数字", _FIGURES, _figures(found), empty=NONE)
    rows = [
        (one.number, one.title, one.severity_title or "未定", one.opened_at, _STATES[one.state])
        for one in found.incidents
    ]
    heads = columns("编号", "事件", "级别", "登记时间", "现状")
    yield table("新登记事件", heads, rows, empty=NONE)


def _figures(found: Monitored) -> Iterator[tuple[Cell, ...]]:
    leads = sum(row.number for row in found.states)
    outside = sum(row.outside for row in found.states)
    yield "线索", leads, "本期首次收到的线索，同一线索只计一次，含其后并入、排除的"
    yield "其中外部监测", outside, "由外部监测机构报送过的"
    for row in found.states:
        yield f"其中{LEAD_TITLES[LeadState(row.name)]}", row.number, "按制表时的处理情况"
    reports = sum(row.sightings for row in found.sources)
    yield "来源报送", reports, "本期收到的每一次报送，含对此前线索的续报"
    for row in found.severities:
        yield (
            f"新登记事件（{row.name or '级别未定'}）",
            row.number,
            "本期登记的事件，按制表时的级别",
        )
    opened = sum(row.number for row in found.severities)
    yield "新登记事件合计", opened, "本期登记的事件，演练不计"
    yield "其中在办", sum(row.outside for row in found.severities), "制表时尚未办结的"
    yield "巡查", found.patrols, "本单位值班巡查的登记次数，未发现的也计"
    yield "转办", len(found.referrals), "本期转出的事项，退回后再转的计一件"
    yield "移交", len(found.transfers), "本期移交公安等机关的，每个接收单位计一件"


def _sources(found: Monitored) -> Iterator[Block]:
    yield Heading("监测来源")
    rows = [
        (row.reporter, origin(row), row.platform or "未注明", row.sightings, row.leads)
        for row in found.sources
    ]
    heads = columns("来源", "性质", "传播平台", "报送次数", "线索件数")
    yield table("来源与平台", heads, rows, empty=NONE)
    places = [(row.name or "地点不明", row.number, row.outside) for row in found.places]
    yield table("涉及地区", columns("地区", "线索件数", "外部监测件数"), places, empty=NONE)


def origin(row: LeadSource) -> str:
    """Tell whether a source is a monitoring house or the unit's own people."""
    return "外部" if row.outside else "本单位"


def _untimely(found: Monitored) -> Iterator[Block]:
    yield Heading("漏报与迟报")
    rows = [
        (
            "漏报" if one.kind is Timeliness.MISSED else "迟报",
            one.lead.title,
            one.lead.first_seen_at,
            one.lead.known_at,
            one.reported_at,
        )
        for one in found.untimely
    ]
    heads = columns("种类", "线索", "首见时间", "收到时间", "报告时间")
    yield table("漏报与迟报", heads, rows, empty=NONE)
    if len(rows) >= MOST_LISTED:
        yield Note(f"只列前{MOST_LISTED}条。")
    yield Note("外部已报送而本单位未报告的为漏报，晚于首见时间报告的为迟报；首见时间为来源所述。")


def _referred(found: Monitored) -> Iterator[Block]:
    yield Heading("转请处置情况")
    rows = [
        (
            found.numbers.get(one.incident_id, ""),
            one.receiver.name,
            one.request,
            f"《{one.report.title}》" if one.report else "未附",
            one.referred_at,
            one.state_title,
        )
        for one in found.referrals
    ]
    heads = columns("事件编号", "转往单位", "事由", "监测分析报告", "转办时间", "状态")
    yield table("转办", heads, rows, empty=NONE)
    sent = [
        (found.numbers.get(one.incident_id, ""), one.recipient, one.sent_at, one.state_title)
        for one in found.transfers
    ]
    heads = columns("事件编号", "接收单位", "移交时间", "回执")
    yield table("移交", heads, sent, empty=NONE)


def calls(totals: Sequence[CallTotal], empty: str) -> Iterator[Block]:
    """Tell how hotlines answered, by their own numbers; the shares alone are computed."""
    yield Heading("热线接听情况")
    heads = (
        *columns("单位", "来源", "统计天数", "来电数", "接通数", "及时接通数"),
        Column("接通率", Kind.SHARE),
        Column("及时率", Kind.SHARE),
    )
    yield table("热线接听统计", heads, map(_call, totals), empty=empty)
    yield Note(
        "来电、接通、及时接通的数字均由所列来源统计，“及时”按来源口径，本系统未作核对；"
        "接通率为接通数与来电数之比，及时率为及时接通数与来电数之比。"
        "及时接通数空白的，来源未提供全部天数。"
    )


def _call(total: CallTotal) -> tuple[Cell, ...]:
    def share(part: int | None) -> float | None:
        return None if part is None or not total.calls else part / total.calls

    return (
        total.unit_name,
        total.source,
        total.days,
        total.calls,
        total.answered,
        total.in_time,
        share(total.answered),
        share(total.in_time),
    )


_LEADS: Final = columns("编号", "线索", "传播平台", "收到时间", "现状", "报送次数")


def _lead(lead: Lead) -> tuple[Cell, ...]:
    state = LEAD_TITLES[lead.state] + (f" {lead.number}" if lead.number else "")
    return str(lead.id), lead.title, lead.platform, lead.known_at, state, lead.sightings


def _evidence(found: Monitored) -> Iterator[tuple[Cell, ...]]:
    for incident in found.incidents:
        yield "事件", str(incident.id), f"{incident.number} {incident.title}"
    for late in found.untimely:
        yield "线索", str(late.lead.id), late.lead.title
    for one in found.referrals:
        yield "转办", str(one.id), one.request
    for sent in found.transfers:
        yield "移交", str(sent.id), sent.recipient
