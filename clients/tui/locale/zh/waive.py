"""Waiving a duty, closing an incident."""

TEXTS = {
    "waive.title": " 免办 ",
    "waive.row.reason": "理由",
    "waive.commit": " Enter 免办 ",
    "waive.hint.reason": "写明按什么程序、谁决定免办。记入事件经过。",
    "waive.hint.commit": "Enter 后须再按 y 确认。Esc 返回，不免办。",
    "waive.what": "将免办",
    "waive.meaning": "免办后不再计时、不再提醒，不能撤销；理由永久留存。",
    "waive.reason_missing": "免办须写明理由。",
    "waive.confirm": "免办“{title}”，不能撤销。",
    "waive.done": "已免办{title}",
    "waive.keys": "↑↓ 换行|^S 提交|Esc 返回",
    "close.title": " 办结 ",
    "close.row.note": "说明",
    "close.commit": " Enter 办结 ",
    "close.hint.note": "一句话，可空着。",
    "close.hint.commit": "Enter 后须再按 y 确认。Esc 返回，不办结。",
    "close.nothing_open": "应办事项都已了结，可以办结。",
    "close.open": "还有 {n} 项没有了结",
    "close.by.conclusive": "{key[release]} 记结论性回应，或 Del 免办",
    "close.by.release": "{key[release]} 记回应，或 Del 免办",
    "close.by.hand": "{key[fulfil]} 记办理，或 Del 免办",
    "close.confirm": "办结 {number} {title}，不能撤销。",
    "close.way_out": (
        "按 Esc 回到事件：{key[release]} 记一次结论性回应，或选中该项按 Del 免办，再来办结。"
    ),
    "close.done": "已办结 {number}",
}
