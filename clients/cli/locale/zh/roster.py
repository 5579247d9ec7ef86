"""Rosters."""

TEXTS = {
    "roster.help": "名录的导入、导出与撤销。",
    "roster.import": "导入单位、任职、专家、渠道名录；表中缺少的行不会被删除，离任只认离任日期"
    "。\n\n退出码：0 全部接受，1 整个文件未被接受，3 有退回的行（其余已接受），75 暂时连不上，"
    "可稍后再试。",
    "roster.file": "名单文件，.xlsx 或 .csv（UTF-8、GBK 均可）",
    "roster.dry_run": "只核对并报告，不写入",
    "roster.only": "只接受此单位代码及其下级的行",
    "roster.rejected": "把退回的行连同原因另存到此文件",
    "roster.kept": "退回的行已存入 {file}，改好后可直接再次导入。",
    "roster.export": "导出名录，格式与导入相同，改好后可以直接导回。CSV 每次只含一类，不写则为"
    "任职。\n\n退出码：0 完成，1 被拒绝，75 暂时连不上，可稍后再试。",
    "roster.unit": "单位代码，含其下级；不写为管理范围",
    "roster.kind": "单位、任职、专家、渠道之一；不写为全部",
    "roster.output": "存到此文件；以 .csv 结尾则为 CSV，- 为标准输出",
    "roster.file_name": "名录.xlsx",
    "roster.exported": "已导出到 {file}",
    "roster.undo": "整体撤销一次导入；导入之后又有变动时不撤销任何一行，并说明是哪些。\n\n退出码"
    "：0 已撤销，1 被拒绝，75 暂时连不上，可稍后再试。",
    "roster.id": "导入编号，见 huiying roster imports",
    "roster.undone": "已整体撤销该次导入。",
    "roster.imports": "列出最近 20 次导入，新的在前。退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "roster.none": "还没有导入过名录。",
    "roster.phase.WAITING": "排队等待",
    "roster.phase.READING": "读取文件",
    "roster.phase.MATCHING": "核对名录",
    "roster.phase.WRITING": "写入名录",
    "roster.phase.FINISHED": "完成",
    "roster.state.RUNNING": "进行中",
    "roster.state.DONE": "已导入",
    "roster.state.FAILED": "未导入",
    "roster.state.UNDOING": "撤销中",
    "roster.state.UNDONE": "已撤销",
    "roster.uploading": "上传文件",
    "roster.tried": "试导入（没有写入）",
    "roster.done": "导入完成",
    "roster.counts": "{word}：新增 {new} 行，变更 {changed} 行，无变化 {unchanged} 行，退回 "
    "{rejected} 行。",
    "roster.unread": "工作表“{title}”没有表头或已隐藏，未读取。",
    "roster.unused": "工作表“{title}”未使用的列：{columns}。",
    "roster.row": "  {sheet} 第 {line} 行 {label}：{reason}",
    "roster.more": "  …… 共 {n} 行退回。",
    "roster.import_id": "导入编号：{id}（撤销：huiying roster undo 编号）",
    "roster.busy": "办理中",
    "roster.trial": "试导入",
    "roster.short": "新增{new} 变更{changed} 无变化{unchanged} 退回{rejected}",
}
