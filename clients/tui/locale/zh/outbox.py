"""What waits to be sent (待发)."""

TEXTS = {
    "outbox.waits": "待发 {n}",
    "outbox.back": "退回 {n}",
    "outbox.offer.title": " 存入待发？ ",
    "outbox.offer.away": "时限服务中断，现在送不出去：",
    "outbox.offer.unknown": "时限服务没有应答，可能已写入；以后再送也不会重复记：",
    "outbox.offer.hint": "按 y 或 Ctrl+Y 存入待发，恢复后自动送出。Enter 现在再试，Esc 回到表单。",
    "outbox.already": "此项已有一条在待发里，不必再存。",
    "outbox.kept": "已存待发，恢复后自动送出：{sentence}",
    "outbox.unsaved": "没能写入本机磁盘，请先抄下来，再按 Enter 重试。",
    "outbox.sent": "待发 {n} 条已送出",
    "outbox.sent.one": "待发已送出：{sentence}",
    "outbox.refused": "待发 {n} 条被退回：{said}",
    "outbox.says.act": "一项办理",
    "outbox.says.fulfil": "{at} 办{title}：{note}",
    "outbox.says.release": "{at} {form}：{title}",
    "outbox.says.contact": "{at} {means}联系到{by}，{unit}",
    "outbox.says.intake": "登记：{title}",
    "outbox.says.accept": "受理：{title}",
}
