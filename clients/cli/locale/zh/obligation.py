"""Duties by command."""

TEXTS = {
    "obligation.help": "应办事项：列出、查看、受理、办理、免办、记回应。",
    "obligation.list": (
        "列出看板上的事项，次序同值守台：超期、即将到期、无时限、其余。\n\n退出码：0 完成，1 被"
        "拒绝，75 暂时连不上（huiying board --plain 会打印缓存）。"
    ),
    "obligation.query": "筛选：事件、事项、单位、级别或编号中的字，可用首字母，空格隔开为都须符合",
    "obligation.unaccepted": "只列还没有受理的",
    "obligation.none_fits": "没有符合的事项。",
    "obligation.show": "打印一项的全部依据：起点加时限等于到期、条款、假定，以及改期经过。\n\n"
    "退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "obligation.accept": "受理一项。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "obligation.fulfil": "登记一项已经办理（上报、移交、核实等，不是发布）。--dry-run 只打印将登记"
    "的内容。\n\n退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "obligation.note": "办理情况；不写为事项名称和报送对象",
    "obligation.receipt": "回执编号",
    "obligation.late": "超期原因，超期时须写",
    "obligation.would_note": "将登记：{note}（{at}）",
    "obligation.waive": (
        "免办一项，不能撤销，理由存入记录。\n\n退出码：0 完成，1 被拒绝或没有确认，75 暂时连不上。"
    ),
    "obligation.reason": "免办理由",
    "obligation.waive_sure": "将免办“{title}”，理由：{reason}。",
}
