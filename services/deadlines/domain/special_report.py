"""The special report (舆情专报) on one incident: what happened, was owed and done, what is open."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from services.deadlines.domain.document_parts import (
    LOG,
    UNKNOWN,
    by_record,
    columns,
    log_row,
    standing,
    table,
    when,
)
from services.deadlines.domain.evidence_pack import Gathered
from services.deadlines.domain.incidents import Assessment, StatedFacts
from services.deadlines.domain.messages import cited
from services.deadlines.domain.obligations import Obligation, ObligationState
from services.deadlines.domain.packs import CHANNEL_KINDS
from services.deadlines.domain.referrals import ReferralState
from services.deadlines.domain.releases import Release
from services.deadlines.law.facts import Facts
from services.deadlines.law.words import DUTY_TITLES, VERACITIES, Precision
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
)

NONE: Final = "无"


def special_report(found: Gathered, issuer: str, now: datetime) -> Document:
    """Put an incident's record into a report; nothing is judged and no number is told."""
    incident = found.incident
    on = now.astimezone(CHINA).date()
    return Document(
        title=f"关于“{incident.title}”的舆情专报",
        unit=issuer,
        on=on,
        made_at=now,
        drill=incident.drill,
        blocks=(
            *_what_happened(found, now),
            *_who_answers(found),
            *_duties(found, now),
            *_releases(found),
            *_chain(found),
            *_open_points(found, now),
            by_record(now),
        ),
        signature=Signature(issuer, on),
        sheets=(
            table("时间线", LOG, map(log_row, found.timeline), empty=NONE),
            table("证据清单", _EVIDENCE, _evidence(found), empty=NONE),
        ),
    )


def _newest(found: Gathered) -> Assessment | None:
    return max(found.assessments, key=lambda one: one.version, default=None)


def _what_happened(found: Gathered, now: datetime) -> Iterator[Block]:
    incident, newest = found.incident, _newest(found)
    yield Heading("基本情况")
    if newest:
        yield Paragraph(_told(found, newest.stated))
    state = f"已于{when(incident.closed_at)}办结" if incident.closed_at else "仍在办理"
    yield Paragraph(f"截至{when(now)}，事件（编号{incident.number}）{state}。")
    rows = [
        (one.version, one.at, one.stated.severity_title or "未定", one.reason, one.decided_by)
        for one in sorted(found.assessments, key=lambda one: one.version)
    ]
    heads = (Column("次序", Kind.NUMBER), *columns("时间", "级别", "理由", "决定人"))
    yield table("历次研判", heads, rows, empty=NONE)


def _told(found: Gathered, stated: StatedFacts) -> str:
    facts = stated.facts
    occurred, title = _occurred(facts), found.incident.title
    source = facts.source_platform or "来源平台未登记"
    parts = [
        "，".join(filter(None, (occurred, _place(stated, title), title))),
        f"类别：{stated.kind_title or UNKNOWN}，级别：{stated.severity_title or '未定'}",
        _people("死亡", facts.deaths) + "，" + _people("重伤", facts.seriously_injured),
        f"接报时间：{when(facts.known_at)}，来源：{source}",
    ]
    if facts.veracity:
        parts.append(f"核实情况：{VERACITIES.get(facts.veracity, facts.veracity)}")
    return "。".join(parts) + "。"


def _place(stated: StatedFacts, title: str) -> str:
    """Name the place, unless the title begins with it."""
    names = stated.locality_names
    if any(title.startswith(name[:2]) for name in names):
        return ""
    return "、".join(names) or "地点不明"


def _occurred(facts: Facts) -> str:
    if facts.occurred_at is None:
        return "发生时间不明"
    told = when(facts.occurred_at)
    if facts.occurred_precision is Precision.DAY:
        return told.partition("日")[0] + "日"
    return told + ("左右" if facts.occurred_precision is Precision.ABOUT else "")


def _people(what: str, count: int | None) -> str:
    return f"{what}人数不明" if count is None else f"{what}{count}人"


def _who_answers(found: Gathered) -> Iterator[Block]:
    yield Heading("责任单位")
    heads = columns("角色", "单位", "负责人", "职务", "受理时间")
    rows = [
        (
            party.role_title,
            party.unit.name,
            party.person.name if party.person else "待补",
            party.person.title if party.person else None,
            party.acknowledged_at,
        )
        for party in found.parties
    ]
    yield table("参与单位", heads, rows, empty=NONE)


_DUTIES: Final = columns("事项", "责任单位", "依据", "时限", "完成时间", "办理情况")


def _duties(found: Gathered, now: datetime) -> Iterator[Block]:
    yield Heading("应办事项")
    rows = [_duty(row, now) for row in found.obligations if row.state != ObligationState.LAPSED]
    yield table("应办事项", _DUTIES, rows, empty=NONE)
    yield Note("时限空白的事项，条文未写时限，只记历时。")
    assumed = {line.assumption for row in found.obligations for line in row.basis if line.acting}
    for assumption in sorted(filter(None, assumed)):
        yield Note(f"时限的推定：{assumption}")


def _duty(row: Obligation, now: datetime) -> tuple[Cell, ...]:
    acting = next((line for line in row.basis if line.acting), None)
    basis = cited(acting.document, acting.clause) if acting else "内部要求"
    return row.title, row.owner.name, basis, row.due_at, row.done_at, standing(row, now)


_RELEASES: Final = columns("时间", "形式", "标题", "发布单位", "口径", "审批")
_PLACES: Final = columns("发布标题", "渠道", "时间", "网址", "校验值")


def _releases(found: Gathered) -> Iterator[Block]:
    yield Heading("信息发布")
    releases = sorted(found.releases, key=lambda one: (one.released_at, one.id))
    yield table("历次发布", _RELEASES, map(_release, releases), empty="尚未发布")
    places = [
        (
            release.title,
            CHANNEL_KINDS.get(one.channel_kind, one.channel_kind)
            + f" {one.platform or ''}".rstrip(),
            one.published_at,
            one.url,
            one.checksum,
        )
        for release in releases
        for one in release.publications
    ]
    yield table("发布渠道与凭证", _PLACES, places, empty=NONE)


def _release(one: Release) -> tuple[Cell, ...]:
    gates = [f"{gate.title}（{gate.person or '未审批'}）" for gate in one.gates]
    passed = "未经审批" if one.ungated else "、".join(gates) or "无须审批"
    line = f"第{one.statement}版" if one.statement else "未引用"
    form = one.form_title + ("（结论性）" if one.conclusive else "")
    return one.released_at, form, one.title, one.unit.name, line, passed


def _chain(found: Gathered) -> Iterator[Block]:
    yield Heading("上报、移交与转办")
    sent = [
        (one.sent_at, DUTY_TITLES.get(one.kind, one.kind), one.recipient, one.state_title)
        for one in found.dispatches
    ]
    heads = columns("时间", "种类", "接收单位", "回执")
    yield table("上报与移交", heads, sent, empty=NONE)
    heads = columns("转出单位", "转入单位", "事由", "转办时间", "状态")
    yield table("转办", heads, _referred(found), empty=NONE)
    held = [
        (one.held_at, "、".join(unit.name for unit in one.convenors), one.title, one.opinion)
        for one in found.consultations
    ]
    heads = columns("时间", "召集单位", "会商事项", "意见")
    yield table("会商", heads, held, empty=NONE)
    calls = [
        (one.number, one.kind_title, one.received_at, one.summary, one.replied_at)
        for one in found.tickets
    ]
    heads = columns("工单号", "诉求", "来电时间", "内容", "回复时间")
    yield table("热线来电", heads, calls, empty=NONE)


def _referred(found: Gathered) -> Iterator[tuple[Cell, ...]]:
    for one in found.referrals:
        yield (
            one.sender.name,
            one.receiver.name,
            one.request,
            one.referred_at,
            one.state_title,
        )


def _open_points(found: Gathered, now: datetime) -> Iterator[Block]:
    yield Heading("未结事项")
    points = list(open_points(found, now))
    yield table("未结事项", columns("事项", "情况"), points, empty="无未结事项")


def open_points(found: Gathered, now: datetime) -> Iterator[tuple[str, str]]:
    """Name what is still owed, unanswered or doubtful by the record, each with how it stands."""
    for row in found.obligations:
        if row.state is ObligationState.OPEN and row.owed:
            yield f"{row.title}（{row.owner.name}）", standing(row, now)
    for party in found.parties:
        if party.acknowledged_at is None:
            yield f"{party.role_title} {party.unit.name}", "尚未受理"
    for sent in found.dispatches:
        if not sent.received:
            yield f"送{sent.recipient}", sent.state_title
    for one in found.referrals:
        if one.state is not ReferralState.COMPLETED:
            yield f"转{one.receiver.name}：{one.request}", one.state_title
    for ticket in found.tickets:
        if ticket.unreplied:
            yield f"{ticket.kind_title}工单{ticket.number}", "尚未回复"
    for release in found.releases:
        for warning in release.warnings:
            yield f"发布“{release.title}”", warning.message


_EVIDENCE: Final = columns("种类", "编号", "名称", "凭证或网址", "校验值")


def _evidence(found: Gathered) -> Iterator[tuple[Cell, ...]]:
    yield "事件", str(found.incident.id), found.incident.title, None, None
    for row in found.obligations:
        yield "应办事项", str(row.id), row.title, None, None
    for release in found.releases:
        yield "发布", str(release.id), release.title, None, None
        for place in release.publications:
            yield "发布渠道", str(release.id), release.title, place.url, place.checksum
    for sent in found.dispatches:
        proof = sent.evidence
        yield "送出件", str(sent.id), sent.recipient, proof.document or proof.url, proof.sha256
    for one in found.referrals:
        yield "转办", str(one.id), one.request, one.evidence.document, one.evidence.sha256
    for held in found.consultations:
        yield "会商", str(held.id), held.title, held.evidence.document, held.evidence.sha256
    for ticket in found.tickets:
        yield "热线工单", str(ticket.id), ticket.number, None, None
