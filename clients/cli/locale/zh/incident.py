"""Incidents by command."""

TEXTS = {
    "incident.help": "舆情事件：登记、查看、研判、联系、办结。",
    "incident.list": "列出事件，新的在前。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "incident.search": "编号或标题中的文字",
    "incident.state": "OPEN 未办结，CLOSED 已办结；不写为全部",
    "incident.drill": "只列演练，或只列实战；不写为全部",
    "incident.first": "最多几条",
    "incident.show": "打印一个事件的全部：应办事项及依据、参与方及电话、发布、经过、责任推定。\n\n"
    "退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "incident.open": "登记一个事件，打印依法应办的事项。--dry-run 只推演：列出时限、条款和假定，"
    "不写入。\n\n没写的事实即为不明，时限按最严暂定。没有收到答复时打印可原样重做的命令。"
    "退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "incident.title": "事件标题；不写为地点加类型",
    "incident.referral": "由哪件转来的事项登记（编号见 huiying lead received 行末）",
    "incident.note": "备注",
    "incident.assess": "研判：更改事实，时限随之重算。--dry-run 只列出会新开、改期、失效的事项，"
    "不写入。\n\n只改写明的事实；--unknown 改为不明。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "incident.reason": "研判理由，随记录保存；--dry-run 时可不写",
    "incident.reason_missing": "请写明理由。",
    "incident.nature": "性质",
    "incident.reach": "影响范围",
    "incident.media": "媒体介入程度",
    "incident.consequences": "可能产生的后果",
    "incident.decided_by": "作出决定的人，不写为本人",
    "incident.close": (
        "办结事件，不能撤销。仍有未办结的事项时被拒绝，并说明是哪些。\n\n退出码：0 完成，1 被拒"
        "绝或没有确认，75 暂时连不上。"
    ),
    "incident.close_sure": "将办结事件 {ref}。",
    "incident.reached": "登记已联系上一个参与方。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "incident.party": "参与方的单位代码、名称或首字母；不写为第一个未联系上的",
    "incident.by": "联系上的人；不写为该单位的负责人",
    "incident.means": "方式：电话、当面、短信或其他；不写为电话",
    "incident.none": "没有符合的事件。",
    "incident.more": "还有更多，请加条件，或用 --first。",
    "incident.state.OPEN": "未办结",
    "incident.state.CLOSED": "已办结",
    "incident.opened": "已登记 {number}  {title}",
    "incident.assessed": "已研判 {number}",
    "incident.closed": "已办结 {number}",
    "incident.unread": "已写入，但未能读出事项；请稍后运行 huiying incident show {id}",
    "incident.suggested": "按伤亡和损失，建议级别为 {title}（{basis}）。",
}
