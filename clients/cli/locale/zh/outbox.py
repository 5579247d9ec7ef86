"""The outbox by command."""

TEXTS = {
    "outbox.help": "待发：服务中断时存在本机的办理，列出、送出、删去。",
    "outbox.list": "列出待发的办理：编号、状态、办理时间、内容。退出码：0 完成，1 被拒绝。",
    "outbox.send": "送出一条，或全部；已写入的不会重复记。"
    "退出码：0 已送出，1 被退回，75 暂时连不上，仍留在待发里。",
    "outbox.drop": "从待发里删去一条，不再送出；已写入的不会撤销。"
    "退出码：0 已删去，1 被拒绝或没有确认。",
    "outbox.key": "编号，可只写开头几位（见 huiying outbox list）",
    "outbox.key_or_all": "编号，可只写开头几位；不写为全部可送的",
    "outbox.not_one": "OUTBOX_NOT_FOUND：以 {key} 开头的有 {n} 条，请看 huiying outbox list。",
}
