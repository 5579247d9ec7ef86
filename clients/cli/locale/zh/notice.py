"""Notices by command."""

TEXTS = {
    "notice.help": "提醒：列出没有人确认的、确认、暂停、恢复。",
    "notice.list": "列出还没有人确认的提醒，最急的在前。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "notice.unit": "只列一个单位的，写单位代码",
    "notice.first": "最多几条",
    "notice.take": "确认一条提醒，此后不再升到下一人。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "notice.ref": "提醒编号（huiying notice list 行末）",
    "notice.means": "代他人登记时，怎样告知的，如 电话",
    "notice.hold": (
        "暂停提醒：到某时为止不发，结束后每人一份汇总。退出码：0 完成，1 被拒绝，75 暂时连不上。"
    ),
    "notice.until": "到何时，最多 24 小时：+2h、明0900、RFC 3339",
    "notice.reason": "理由",
    "notice.release": (
        "提前恢复提醒，暂存的每人一份汇总发出。退出码：0 完成，1 被拒绝，75 暂时连不上。"
    ),
    "notice.none": "没有等人确认的提醒。",
    "notice.unrouted": "无处可送",
    "notice.colour.RED": "红",
    "notice.colour.ORANGE": "橙",
    "notice.colour.YELLOW": "黄",
    "notice.colour.BLUE": "蓝",
    "notice.taken": "已确认：{subject}",
    "notice.held": "{scope} 已暂停提醒，至 {until}",
    "notice.let_go": "{scope} 已恢复提醒",
}
