"""Any act by its document."""

TEXTS = {
    "generic.help": "按操作名办理值守台的任何一项，打印 JSON；不写名称则列出全部。\n\n"
    "供脚本使用，也供尚无专门命令的操作使用；字段名见 schema/*.graphql。"
    "退出码：0 完成，1 被拒绝或没有确认，75 暂时连不上。",
    "generic.name": "操作名，如 waive_obligation；不写则列出",
    "generic.fields": "字段=值，如 facts.deaths=3；值写 JSON 或文字",
    "generic.input": "从文件读取整个输入（JSON），- 为标准输入；另写的字段优先",
    "generic.sure": "将办理 {name}：{given}。",
    "generic.no_object": "须是一个 JSON 对象。",
    "generic.no_field": "“{word}”不是“字段=值”。",
}
