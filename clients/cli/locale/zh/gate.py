"""Gates by command."""

TEXTS = {
    "gate.help": "发布前的审批：查看、登记结论、紧急越过、起草口径。",
    "gate.form": "发布形式：代码、名称、首字母或数字",
    "gate.list": "列出一种发布形式须过的审批和现状。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "gate.decide": "登记一项审批的结论。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "gate.name": "哪一项审批或补办：代码、名称或首字母，可加“@单位代码”；只缺一项时可不写",
    "gate.mention": "发布涉及的其他机关的单位代码，可写多次；不写随事件",
    "gate.closed": "由此办结：{title}",
    "gate.approver": "审批人姓名",
    "gate.verdict": "结论：APPROVED 同意，CONDITIONAL 有条件同意，REFUSED 不同意",
    "gate.basis": "依据：PHONE 电话，PAPER 书面，MEETING 会议，MESSAGE 信息；电话同意的须补书面",
    "gate.note": "条件或不同意的理由",
    "gate.unsure": "GATE_AMBIGUOUS：请写明是哪一项：{choices}。",
    "gate.none": "GATE_NOT_FOUND：没有这一项“{name}”。现有：{choices}。",
    "gate.use_override": "越过审批请用 huiying gate override。",
    "gate.override": (
        "紧急情况下越过所缺的审批，不能撤销；事后补审批成为应办事项。\n\n退出码：0 完成，1 被拒"
        "绝或没有确认，75 暂时连不上。"
    ),
    "gate.reason": "越过的理由，随记录保存",
    "gate.override_sure": "将越过事件 {ref} 所缺的审批，理由：{reason}。",
    "gate.draft": "起草一版口径，打印版本号。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "gate.text": "口径全文",
    "gate.drafted": "口径第 {version} 版",
}
