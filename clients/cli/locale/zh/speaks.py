"""Who speaks, by command."""

TEXTS = {
    "speaks.help": "打印此刻由谁代表一个单位发言、电话，以及为什么是此人。\n\n"
    "退出码：0 完成，1 被拒绝，75 暂时连不上。",
    "speaks.unit": "单位：代码、名称或首字母",
    "speaks.none": "UNIT_NOT_FOUND：登记服务没有单位 {unit}。",
}
