"""The hotline's statistics."""

TEXTS = {
    "hotline.empty": "文件中没有数据行。",
    "hotline.done": "新增{new}条，更正{corrected}条，无变化{unchanged}条。",
    "hotline.line": "第{line}行：{message}",
    "hotline.large": "文件超过16 MB，请分成几份。",
    "hotline.lacking": "表头缺少：{titles}。",
    "hotline.empty_cell": "第{line}行没有填{title}。",
    "hotline.day": "第{line}行的日期“{text}”看不懂，请写作 2026-11-21。",
    "hotline.number": "第{line}行的{title}“{text}”不是整数。",
    "hotline.unopened": "文件打不开，请另存为 xlsx 或 csv。",
    "hotline.encoding": "文件的编码看不懂，请另存为 UTF-8 的 csv 或 xlsx。",
    "hotline.help": "热线接听统计的导入。",
    "hotline.import": "导入接听统计（单位代码、日期、来电数、接通数、及时接通数），数字按来源原"
    "样保存。\n\n同一来源同一单位同一天再次导入即为更正，旧数保留。及时接通数可空。",
    "hotline.file": "csv 或 xlsx，首行为表头",
    "hotline.source": "由谁统计，如 市12345热线平台；随数字列出",
}
