"""What all acts share: their options, their confirmation, what to do when nobody answered."""

TEXTS = {
    "act.key": "办理编号；再办一次用同一个，不会重复登记。不写则自动生成并打印",
    "act.json": "打印 JSON",
    "act.yes": "不再询问（不能撤销的操作，没有终端时必须写）",
    "act.dry_run": "只推演并打印结果，不写入",
    "act.at": "时间，写法同值守台：-22（22 分钟前）、0240、昨2350、11-20 0240、RFC 3339；"
    "不写为现在",
    "act.key_was": "办理编号 {key}",
    "act.replayed": "此前已办过，未重复登记。",
    "act.again": "没有收到答复，不知是否已办。原样再办一次，不会重复：\n  {command}",
    "act.confirm": "{sentence}此操作不能撤销。确认请键入 yes：",
    "act.confirm_missing": "CONFIRMATION_NEEDED：{sentence}此操作不能撤销，请加 --yes 确认。",
    "act.not_confirmed": "没有确认，未作任何改动。",
    "act.codes": "没有“{text}”。可用：{choices}。",
    "act.codes_unsure": "“{text}”不止一个：{choices}。请写全称或代码。",
    "act.search_none": "没有找到“{text}”。",
    "act.search_unsure": "“{text}”不止一个：{choices}。请写代码。",
    "act.incident": "事件编号（2026-0001）或 id",
    "act.no_incident": "INCIDENT_NOT_FOUND：没有事件 {ref}，或不在管辖范围。",
    "act.obligation": "事项：“事件编号/名称”（名称、代码或首字母，如 2026-0001/首次发布），或 id",
    "act.no_obligation": "OBLIGATION_NOT_FOUND：没有未办结的事项 {ref}。可用：{choices}。",
    "act.no_obligation_id": "OBLIGATION_NOT_FOUND：没有事项 {ref}，或不在管辖范围。",
    "act.obligation_unsure": "OBLIGATION_AMBIGUOUS：{ref} 不止一项，请写明单位：{choices}。",
    "act.none": "无",
    "act.comma": "、",
}
