"""Releases by command."""

TEXTS = {
    "release.help": "记一次回应（发布），由此办结的事项逐项列出。--dry-run 只列出审批情况和会办结的"
    "事项，不写入。\n\n退出码：0 完成，1 被拒绝（缺审批时说明缺哪项），75 暂时连不上。",
    "release.ref": "事件编号，或事项（事件编号/名称，形式和性质随事项推定），或 id",
    "release.form": "形式：代码、名称、首字母或数字；不写随事项，否则为书面声明",
    "release.conclusive": "最终结果，还是阶段性信息；不写为阶段性，由“最终结果”事项记入的除外",
    "release.title": "标题；不写为事件标题",
    "release.channel": "渠道：代码、名称、首字母或数字；只写网址时为网站",
    "release.url": "网址",
    "release.platform": "平台，如“微博”；澄清须在来源平台",
    "release.attendee": "出席人：“单位代码:姓名”，或参与方负责人、发言人的姓名，可写多次",
    "release.attendee_unknown": "“{name}”不是参与方的负责人或发言人（{people}），"
    "请写“单位代码:姓名”。",
    "release.unit": "发布单位的代码；不写为第一回应主体",
    "release.statement": "所依口径的版本；不写为最新审定的",
    "release.checked": "已自查的一项（编号见 gate list --json 的 checks），可写多次",
    "release.no_incident": "NO_INCIDENT：此项不属于舆情事件，没有可记的回应。",
}
