"""Calls to the hotline, and decisions on breaches."""

TEXTS = {
    "calls.tickets": "12345 热线",
    "calls.no_tickets": "没有关联的工单。",
    "calls.decisions": "约谈追责",
    "calls.no_decisions": "没有约谈追责的决定。",
    "calls.waits": "未复",
    "calls.answered": "已复",
    "calls.kind.REPLY": "回复",
    "calls.kind.FOLLOW_UP": "回访",
    "calls.satisfied": "（满意）",
    "calls.unsatisfied": "（不满意）",
    "calls.decided": "{by}决定 {at}",
    "calls.breaches": "所涉超期：{titles}",
    "calls.rectify_by": "限 {at} 前整改",
    "calls.rectified": "已整改到位：{said}",
    "calls.unrectified": "整改不到位：{said}",
    "calls.result": "整改情况：{said}",
}
