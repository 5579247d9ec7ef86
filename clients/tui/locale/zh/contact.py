"""Contacts and the note that someone was reached."""

TEXTS = {
    "contact.title": " 联系 ",
    "contact.row.party": "单位",
    "contact.row.by": "谁接",
    "contact.row.means": "方式",
    "contact.commit": " Enter 记为已联系 ",
    "contact.none": "没有可记的单位",
    "contact.already": "这个单位已记为已联系。",
    "contact.by_missing": "请写接到通知的人。",
    "contact.hint.party": "按右侧的数字选单位。",
    "contact.hint.by": "接到通知的人，已填第一责任人，可改。",
    "contact.hint.means": "按数字选联系方式。",
    "contact.hint.commit": "打通后按 Enter 记时间。按数字换单位，Esc 返回，不记。",
    "contact.done": "已联系上{unit} {name}，已记入",
    "contact.keys": "1-9 选单位|↑↓ 换行|^S 记入|PgDn 右侧|Esc 返回",
}
