"""The Chinese sentences of timelines, boards and recorded reasons."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from services.deadlines.domain import chain_messages, shift_messages
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.law.words import FORM_TITLES, ReleaseForm

CHINA = ZoneInfo("Asia/Shanghai")
PARAGRAPH = re.compile("¶([0-9]+)")

KIND_TITLES: Final[Mapping[tuple[str, str], str]] = {
    **chain_messages.KIND_TITLES,
    **shift_messages.KIND_TITLES,
    ("incident", "OPENED"): "登记",
    ("incident", "ASSESSED"): "研判",
    ("incident", "CONTACTS_COMPLETED"): "补全",
    ("incident", "CLOSED"): "办结",
    ("incident", "REBASED"): "改则",
    ("incident", "LEAD_JOINED"): "线索",
    ("obligation", "OPENED"): "新增",
    ("obligation", "MOVED"): "变更",
    ("obligation", "REOPENED"): "恢复",
    ("obligation", "LAPSED"): "失效",
    ("obligation", "OWED"): "应办",
    ("obligation", "ACKNOWLEDGED"): "受理",
    ("obligation", "FULFILLED"): "履行",
    ("obligation", "WAIVED"): "免办",
    ("obligation", "CONTACTS_CHANGED"): "联系",
    ("obligation", "ALERTED"): "提醒",
    ("occasion", "OPENED"): "登记",
    ("occasion", "CLOSED"): "了结",
    ("field_responsibility", "SET"): "分工",
    ("field_responsibility", "REMOVED"): "撤分工",
    ("holiday_notice", "IMPORTED"): "放假",
    ("pack_adoption", "ADOPTED"): "采用",
    ("pack_adoption", "WITHDRAWN"): "停用",
    ("obligation", "CLIMBED"): "上报",
    ("notice", "ACKNOWLEDGED"): "确认",
    ("obligation", "NOTICED"): "确认",
    ("periodic_act", "RECORDED"): "登记",
    ("party", "ACKNOWLEDGED"): "受理",
    ("party", "CONTACTS_CHANGED"): "联系",
    ("release", "RECORDED"): "发布",
    ("release", "PUBLISHED"): "补登",
    ("progress", "RECORDED"): "进展",
    ("statement", "DRAFTED"): "口径",
    ("gate", "DECIDED"): "审批",
    ("gate", "OVERRIDDEN"): "越过",
    ("lead", "REPORTED"): "线索",
    ("lead", "SIGHTED"): "又报",
    ("lead", "PROMOTED"): "转入",
    ("lead", "MERGED"): "并入",
    ("lead", "SPLIT"): "拆分",
    ("lead", "DISMISSED"): "排除",
}

OUTCOME_TITLES: Final[Mapping[str, str]] = {
    Outcome.ON_TIME: "按时",
    Outcome.LATE: "超期",
    Outcome.LATE_AT_INTAKE: "接报时已超期",
    Outcome.LATE_WITH_REASON: "超期有说明",
}

OPENED_REASON = "登记事件"
ANNOUNCED_REASON = "登记政策"
PUBLICATION_REASON = "政策公布"
PUBLISHED_REASON = "按实际公布时间"
FROM_LEAD = "由线索转入"
CLOSED_UNMET = "事件办结，未登记履行"
MET_BEFORE = "此前的发布已履行"
REGISTRY_BACK = "登记簿已更新，补全责任单位和联系方式"
UNMET_PLATFORM_UNKNOWN = "传播平台未登记，源头澄清无法核对，请先在研判中填写来源平台。"
MEDIA_FIRST = "媒体发布早于政府渠道，应落实政府信息优先发布，请核对发布时间。"
NO_ATTENDEE = "未见责任单位现任负责人或新闻发言人出席，请核对出席名单。"
ATTENDEES_MISSING = "尚未登记发布会出席人员，请补录。"
NOTHING_FULFILLED = "此次发布未履行任何应办事项，请核对形式和是否结论性。"
RELEASED_BEFORE_KNOWN = "发布时间早于接报时间，且未登记事件发生时间，请核对发布时间。"
UNIT_NOT_CONCERNED = "发布单位与本事件无关，未履行任何应办事项，请核对单位代码后重新登记。"
CONFERENCE_AGAIN = "再开发布会，建议{at}"
CONFERENCE_AGAIN_TITLE = "再开新闻发布会"
CONFERENCE_OURS = "内部目标：会后商定的时间，条文未写时限"
CONFERENCE_ENOUGH = "不再开发布会：{reason}"
AFTER_APPROVAL = "补办审批"
PAPER_FOLLOWS = "补书面审批"
PAPER_IS_OURS = "内部要求：口头审批之后补书面，条文未写"
APPROVER_NOT_IN_OFFICE = "登记簿中未见{person}在{unit}任主要或分管负责人，请核对审批人。"
UNGATED = "未经审批：{gates}。原因：{reason}"
ATTENDEE_NOT_IN_OFFICE = "{unit}的{person}当日不在{post}任上，请核对出席人员。"
NO_STATEMENT = "本次发布未引用口径版本，无法核对与审定口径是否一致。"
STATEMENT_NOT_APPROVED = "本次发布引用的第{version}版口径未经领导审定，请核对。"
STATEMENT_OUTDATED = "本次发布引用第{version}版口径，已有审定的第{newer}版，请核对是否一致。"
LATE_REASON_WANTED = "已超过时限且未填写原因，请补充说明。"


def kind_title(entity: str, kind: str) -> str:
    """Name a change in two or three characters."""
    return KIND_TITLES.get((entity, kind), "变更")


def text(entity: str, kind: str, body: Mapping[str, Any]) -> str:
    """Tell a change in one sentence for the timeline and the desk's log."""
    name = str(body.get("title", ""))
    reason = body.get("reason")
    match entity, kind:
        case "obligation", "OPENED":
            return f"{name}：{due_words(body.get('due_at'))}"
        case "obligation", "MOVED" | "REOPENED" | "LAPSED" | "WAIVED":
            return f"{name}：{reason}" if reason else name
        case "obligation", "CONTACTS_CHANGED":
            return f"{name}：{body.get('unit')}，责任人{body.get('person') or '待补'}"
        case "party", "CONTACTS_CHANGED":
            return f"{name}：负责人{body.get('person') or '待补'}"
        case "obligation", "FULFILLED":
            return f"{name}：{OUTCOME_TITLES.get(str(body.get('outcome')), '已履行')}"
        case "obligation", "ALERTED":
            return f"{name}：{_reminder(body)}"
        case "notice", "ACKNOWLEDGED":
            return f"{name}：{body.get('person')}已确认"
        case "obligation", "CLIMBED":
            return f"{name}：前一级未确认告知，已上报{body.get('to')}"
        case "obligation" | "party", "ACKNOWLEDGED":
            means = body.get("means")
            return f"{name}：{body.get('person')}已受理" + (f"（{means}）" if means else "")
        case "gate", "DECIDED" | "OVERRIDDEN":
            return f"{name}：{body.get('verdict_title')}（{body.get('person')}）"
        case "incident", "REBASED":
            return f"{_packs(body.get('before'))}改为{_packs(body.get('after'))}（{reason}）"
        case "progress", "RECORDED":
            return str(body.get("text", ""))
        case "release", "PUBLISHED":
            return f"{name}：{body.get('channel')}"
        case "statement", "DRAFTED":
            return f"第{body.get('statement')}版：{body.get('text')}"
        case "release", "RECORDED":
            return f"{body.get('form_title', '')}：{name}"
        case _:
            told = chain_messages.text(entity, kind, body)
            return told or (f"{name}（{reason}）" if reason else name)


def _packs(titles: Any) -> str:
    return "、".join(f"《{title}》" for title in titles or ()) or "无规则"


def assessed(reason: str | None = None) -> str:
    """Name an assessment as the cause of a change, with its reason where it has one."""
    return f"研判（{reason.rstrip('。；;')}）" if reason else "按此研判"


def rebased(reason: str | None = None) -> str:
    """Name re-basing as the cause of a change, with its reason where it has one."""
    return f"改按现行规则（{reason.rstrip('。；;')}）" if reason else "改按现行规则"


def _reminder(body: Mapping[str, Any]) -> str:
    rung_at = datetime.fromisoformat(str(body["rung_at"]))
    if body["due_at"] is None:
        passed = rung_at - datetime.fromisoformat(str(body["start_at"]))
        return f"内部提醒，已历时{span_title(passed)}，无时限"
    due_at = datetime.fromisoformat(str(body["due_at"]))
    off = rung_at - due_at
    due = f"{due_at.astimezone(CHINA):%m-%d %H:%M}到期"
    if off < timedelta(0):
        return f"到期前{span_title(-off)}提醒，{due}"
    late = span_title(off) if off >= timedelta(minutes=1) else ""
    return f"已超期{late}，{due}"


def due_words(due_at: str | datetime | None) -> str:
    """Say when a duty falls due, in China's time."""
    if due_at is None:
        return "无时限"
    at = datetime.fromisoformat(due_at) if isinstance(due_at, str) else due_at
    return f"{at.astimezone(CHINA):%m-%d %H:%M}前"


def cited(document: str, clause: str) -> str:
    """Cite a clause as officials do: `四¶1` is 四第1段, the first paragraph of part 四."""
    return f"{document} {PARAGRAPH.sub(_paragraph, clause)}".rstrip()


def _paragraph(found: re.Match[str]) -> str:
    return f"第{found[1]}段"


def span_title(within: timedelta | None) -> str | None:
    """Say a limit's length: 30分钟, 24小时, 5天 (days only where it is whole days over two)."""
    if within is None:
        return None
    minutes = int(within.total_seconds() // 60)
    if minutes % 1440 == 0 and minutes > 2880:
        return f"{minutes // 1440}天"
    return f"{minutes // 60}小时" if minutes % 60 == 0 else f"{minutes}分钟"


def span_code(within: timedelta | None) -> str | None:
    """Write a limit's length as ISO 8601: PT1H, PT30M, PT48H."""
    if within is None:
        return None
    hours, minutes = divmod(int(within.total_seconds() // 60), 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes or not hours else "")


def of_gate(gate: str, person: str) -> str:
    """Say that a decision about a gate opened an obligation."""
    return f"{gate}：{person}"


def opened_by(form: ReleaseForm, number: int) -> str:
    """Say that a release opened an obligation."""
    return f"第{number}次{FORM_TITLES[form]}之后"
