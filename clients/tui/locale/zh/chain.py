"""What was sent, referred, ordered and advised about an incident."""

TEXTS = {
    "chain.reading": "正在读取办理情况。",
    "chain.unread": "办理情况没有读到，恢复后自动重读。",
    "chain.none": "还没有移交、转办、会商等记录。按 F4 办理。",
    "chain.dispatches": "移交与上报",
    "chain.referrals": "转办",
    "chain.directives": "上级交办督办",
    "chain.consultations": "会商",
    "chain.leads": "牵头部门",
    "chain.progress": "工作进展",
    "chain.kind.TRANSFER": "移交",
    "chain.kind.UPWARD_REPORT": "上报",
    "chain.kind.INTERNAL_REPORT": "内部报告",
    "chain.kind.VERIFY_WITH_CYBERSPACE": "核实",
    "chain.receipt": "回执 {said}",
    "chain.due": "限 {at}",
    "chain.no_due": "未定时限",
    "chain.lead.by": "{office}确定 {at}",
    "chain.doubt": "提示：{said}",
}
