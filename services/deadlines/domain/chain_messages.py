"""The Chinese sentences of transfers, reports, referrals, consultations, calls and orders."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

NOT_CALLED_FOR = "规则包没有列出这类应办事项，或已办结；已登记，未履行任何事项。"

KIND_TITLES: Final[Mapping[tuple[str, str], str]] = {
    ("dispatch", "SENT"): "送出",
    ("dispatch", "RECEIVED"): "回执",
    ("party", "DESIGNATED"): "牵头",
    ("party", "RELIEVED"): "改派",
    ("consultation", "RECORDED"): "会商",
    ("accountability", "DECIDED"): "追责",
    ("accountability", "RECTIFIED"): "整改",
    ("review", "DECIDED"): "评议",
    ("resource", "TOLD"): "报送",
    ("bulletin", "ISSUED"): "印发",
    ("directive", "RECORDED"): "交办",
    ("ticket", "LINKED"): "来电",
    ("referral", "REFER"): "转办",
    ("referral", "SIGN"): "签收",
    ("referral", "RETURN"): "退回",
    ("referral", "FEEDBACK"): "反馈",
    ("referral", "COMPLETE"): "办结",
    ("ticket", "REPLIED"): "回复",
    ("ticket", "FOLLOWED_UP"): "回访",
    ("call_statistics", "IMPORTED"): "导入",
}

_SENT: Final[Mapping[str, str]] = {
    "TRANSFER": "线索移交",
    "UPWARD_REPORT": "上报",
    "INTERNAL_REPORT": "内部报告",
    "VERIFY_WITH_CYBERSPACE": "核实",
}

MET_EARLIER = "此前的办理已履行"
NOT_PURSUED = "不予追究"
DECIDED = "经决定追究责任"
NOT_A_PARTY = "该单位原不是本事件的参与单位，已加入为牵头部门，请核对单位代码。"


def wrong_convenor(wanted: Sequence[str]) -> str:
    """Say who should convene by the pack, where somebody else did."""
    return f"按规则包的记录，会商应由{'、'.join(wanted)}召集，请核对召集单位。"


def called(kind: str, number: str) -> str:
    """Say that a call opened an obligation."""
    return f"热线{kind}工单{number}"


def monitored(title: str) -> str:
    """Say that a monitoring report opened an obligation."""
    return f"监测分析报告《{title}》"


def measures_lacking(measures: Sequence[str]) -> str:
    """Say which measures the clause asks for besides."""
    return f"按规则包的记录，该事由还应{'、'.join(measures)}，请核对决定。"


def measures_without_clause(measures: Sequence[str]) -> str:
    """Say which measures no clause of the reasons given names."""
    return f"所选事由的条文没有列{'、'.join(measures)}，请核对依据。"


def ordered(superior: str, document: str) -> str:
    """Say that an order opened an obligation."""
    return f"{superior}来文{document}要求回应"


def strange_recipients(strange: Sequence[str], named: Sequence[str]) -> str:
    """Say that no clause names these recipients, and which it names."""
    return f"条文未列“{'、'.join(strange)}”，所列为{'、'.join(named)}，请核对接收单位。"


def text(entity: str, kind: str, body: Mapping[str, Any]) -> str | None:
    """Tell a change of this chain in one sentence; None for a change of something else."""
    sentence = _SENTENCES.get((entity, kind))
    return sentence(body) if sentence else None


def _sent(body: Mapping[str, Any]) -> str:
    to = str(body.get("to", ""))
    means = f"（{body['means']}）" if body.get("means") else ""
    return f"{_SENT.get(str(body.get('dispatch')), '')}：{to}{means}，{body.get('state', '')}"


def _received(body: Mapping[str, Any]) -> str:
    number = f"，{body['receipt']}" if body.get("receipt") else ""
    answer = f"：{body['answer']}" if body.get("answer") else ""
    return f"{body.get('to', '')}{body.get('state', '')}{number}{answer}"


def _designated(body: Mapping[str, Any]) -> str:
    return f"{body.get('office', '')}确定{body.get('title', '')}牵头：{body.get('reason', '')}"


def _step(body: Mapping[str, Any]) -> str:
    return f"{body.get('title', '')}：{body.get('reason') or ''}"


def _decided(body: Mapping[str, Any]) -> str:
    who = f"{body.get('decided_by', '')}决定对{body.get('title', '')}"
    return f"{who}{body.get('measures', '')}：{body.get('reason', '')}"


def _reviewed(body: Mapping[str, Any]) -> str:
    who = f"{body.get('decided_by', '')}评议{body.get('title', '')}"
    return f"{who}：{body.get('outcome', '')}，{body.get('reason', '')}"


def _about(body: Mapping[str, Any]) -> str:
    return f"{body.get('title', '')}：{body.get('content', '')}"


def _consulted(body: Mapping[str, Any]) -> str:
    convenors = "、".join(body.get("convenors") or ())
    return f"{convenors}会商：{body.get('opinion', '')}"


def _imported(body: Mapping[str, Any]) -> str:
    days = f"{body.get('from')}至{body.get('to')}"
    counts = f"新增{body.get('new')}条，更正{body.get('corrected')}条"
    return f"热线接听统计（来源：{body.get('title')}）{days}：{counts}"


_SENTENCES: Final[Mapping[tuple[str, str], Callable[[Mapping[str, Any]], str]]] = {
    ("dispatch", "SENT"): _sent,
    ("dispatch", "RECEIVED"): _received,
    ("party", "DESIGNATED"): _designated,
    ("party", "RELIEVED"): lambda body: f"{body.get('title', '')}不再牵头",
    ("consultation", "RECORDED"): _consulted,
    ("review", "DECIDED"): _reviewed,
    ("resource", "TOLD"): lambda body: f"{body.get('title')}{body.get('year')}年人员经费",
    ("bulletin", "ISSUED"): lambda body: f"{body.get('number')}《{body.get('title')}》",
    ("referral", "REFER"): lambda body: f"{body.get('sender')}转{_step(body)}",
    ("referral", "SIGN"): lambda body: f"{body.get('title')}签收",
    ("referral", "RETURN"): lambda body: f"{_step(body)}（退回）",
    ("referral", "FEEDBACK"): lambda body: _step(body),
    ("referral", "COMPLETE"): lambda body: f"{body.get('sender')}办结转{body.get('title')}事项",
    ("accountability", "DECIDED"): _decided,
    ("accountability", "RECTIFIED"): lambda body: f"{body.get('title')}整改：{body.get('reason')}",
    ("directive", "RECORDED"): lambda body: ordered(body["title"], body["document"]),
    ("call_statistics", "IMPORTED"): _imported,
    ("ticket", "LINKED"): lambda body: f"{body.get('call')}工单{_about(body)}",
    ("ticket", "REPLIED"): lambda body: f"工单{_about(body)}",
    ("ticket", "FOLLOWED_UP"): lambda body: f"工单{_about(body)}",
}
