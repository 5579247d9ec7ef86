"""The command as a whole."""

TEXTS = {
    "root.help": "回应：此刻依法应办什么、谁来办、何时到期、依据哪一条。",
    "root.up": "在本机启动整套系统（数据库、两个服务、定时任务），按 Ctrl-C 停止。",
    "root.doctor": "检查地址、数据库、时钟、密钥和终端，逐项说明。",
    "root.desk": "打开值守台。选项优先于环境变量（HUIYING_LANG 等）和 desk.toml。",
    "root.config": "值守台的设置：现值、来源、错误。",
    "root.lang": "语言：zh 或 en；不写随 HUIYING_LANG，默认中文",
    "root.frame.usage": "用法：",
    "root.frame.options": "选项：",
    "root.frame.commands": "命令：",
    "root.frame.arguments": "参数：",
    "root.frame.help": "显示本说明。",
    "root.frame.required": "[必填]",
    "root.frame.default": "[默认：{value}]",
    "root.frame.sentence": "。|\\n",
}
