"""Notices by command."""

TEXTS = {
    "notice.help": "提醒：列出无人回应的、签收、计划静默、结束静默。",
    "notice.list": "列出还没有人签收的提醒，重的在前。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "notice.unit": "只列一个单位的，写单位代码",
    "notice.first": "最多几条",
    "notice.take": "签收一条提醒，此条不再逐级上报。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "notice.ref": "提醒编号（huiying notice list 行末）",
    "notice.means": "代他人登记时，怎样告知的，如 电话",
    "notice.hold": "计划静默：到某时为止不发提醒，期满一并补发。退出码：0 完成，1 被拒绝，"
    "75 暂时连不上。",
    "notice.until": "到何时，最多 24 小时：+2h、明0900、RFC 3339",
    "notice.reason": "理由",
    "notice.release": "结束静默，补发其间的提醒。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "notice.none": "没有无人签收的提醒。",
    "notice.unrouted": "无处可送",
    "notice.colour.RED": "红",
    "notice.colour.ORANGE": "橙",
    "notice.colour.YELLOW": "黄",
    "notice.colour.BLUE": "蓝",
    "notice.taken": "已签收：{subject}",
    "notice.held": "{scope} 静默至 {until}",
    "notice.let_go": "{scope} 已结束静默",
}
