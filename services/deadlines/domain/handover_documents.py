"""A handover sheet as an office document: what a tired officer reads first stands first."""

from collections.abc import Sequence
from datetime import datetime

from services.deadlines.domain.handover_changes import SheetChange, Signature
from services.deadlines.domain.handover_tables import sheet_tables, shift_text, table
from services.deadlines.domain.mirror import CHINA
from services.deadlines.domain.sheets import Sheet
from services.deadlines.domain.shifts import clock
from services.kit.documents.model import (
    Block,
    Document,
    Note,
    Paragraph,
    Signer,
    Table,
    numeral,
)


def sheet_document(
    sheet: Sheet,
    outgoing: Signature | None = None,
    incoming: Signature | None = None,
    changes: Sequence[SheetChange] | None = None,
) -> Document:
    """Lay a sheet out; ``changes`` are those since the outgoing signature, None before it."""
    tables = sheet_tables(sheet)
    if changes is not None:
        rows = tuple((each.kind_title, each.what) for each in changes)
        title = "交班签字到接班签字之间的变化" if incoming else "交班签字之后的变化"
        tables.append(table(title, ("变化", "内容"), rows, empty="没有变化"))
    blocks: list[Block] = [Paragraph(line) for line in _head(sheet)]
    blocks += [
        Table(f"{numeral(place)}、{table.title}", table.columns, table.rows, table.empty)
        for place, table in enumerate(tables, 1)
    ]
    blocks += [Note(line) for line in _notes(sheet)]
    if incoming is not None and not incoming.accepted:
        blocks.append(Paragraph(f"接班人拒签：{incoming.remark}"))
    elif incoming is not None and incoming.remark:
        blocks.append(Paragraph(f"接班人意见：{incoming.remark}"))
    return Document(
        title=f"{sheet.unit_name}值班交接班单",
        unit=sheet.unit_name,
        on=sheet.made_at.astimezone(CHINA).date(),
        made_at=sheet.made_at,
        blocks=tuple(blocks),
        signers=(
            _signer("交班人", outgoing),
            _signer("接班人", incoming if incoming is None or incoming.accepted else None),
        ),
    )


def _signer(label: str, signature: Signature | None) -> Signer:
    if signature is None:
        return Signer(label)
    return Signer(label, signature.person, signature.at)


def _head(sheet: Sheet) -> list[str]:
    incoming = shift_text(sheet.incoming) if sheet.incoming else "无人（之后没有排班）"
    since = "上次交接" if sheet.after_handover else "本班到岗，此前没有已接的交接班单"
    lines = [
        f"交班：{shift_text(sheet.shift)}",
        f"接班：{incoming}",
        f"制单：{_stamp(sheet.made_at)}；统计自 {clock(sheet.since)}（{since}）。",
        _summary(sheet),
    ]
    if sheet.note:
        lines.append(f"交班人交代：{sheet.note}")
    return lines


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def _summary(sheet: Sheet) -> str:
    tally = sheet.tally
    silent = sum(each.silent is True for each in sheet.sources)
    unrouted = sum(line.unrouted for line in sheet.notices)
    parts = [
        f"已超期{tally.overdue}项，1小时内到期{tally.within_hour}项，其后到期{tally.later}项，"
        f"无时限{tally.untimed}项",
        f"未确认告知{len(sheet.notices)}条，其中无处可送{unrouted}条",
        f"静默来源{silent}个，漏巡{len(sheet.missed_patrols)}次",
        f"待处理线索{len(sheet.leads)}条",
    ]
    if tally.drills:
        parts[0] += f"（另有演练{tally.drills}项）"
    if sheet.unhanded:
        parts.append(f"此前未交接{len(sheet.unhanded)}班")
    return f"概况：{'；'.join(parts)}。"


def _notes(sheet: Sheet) -> list[str]:
    lines = ["时间均为北京时间；期限含到期的那一刻；依据按规则包的记录。"]
    if any(line.provisional for line in (*sheet.duties, *sheet.untimed)):
        lines.append("【暂定】级别或属地未定，按最严的一种列出，研判后可能变动。")
    if sheet.tally.more:
        lines.append(f"在办事项过多，另有{sheet.tally.more}项未列，请看值守台。")
    return lines
