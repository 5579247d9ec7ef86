"""Tokens."""

TEXTS = {
    "token.help": "打印短期令牌（用密钥换取，或取自本机的登录），供 curl 等工具使用；脚本用下列"
    "接口令牌。",
    "token.json": "连同期限、姓名和单位",
    "token.create": "为脚本生成接口令牌：以自己的名义、只做所列操作，到期作废。令牌只在标准输出"
    "显示这一次。\n\n存入只有脚本可读的文件，以 HUIYING_SECRET_FILE 指明。退出码：0 完成，1 被"
    "拒绝，75 暂时连不上。",
    "token.name": "用途，如“监测平台报送”",
    "token.allow": "允许的一项操作（接口字段名，如 reportLead），可写多次",
    "token.days": "有效天数",
    "token.once": "令牌只显示这一次，有效至 {until}。收回：huiying token revoke {id}",
    "token.list": "列出自己的接口令牌，新的在前：编号、状态、期限、最近使用、用途、操作。\n\n退出"
    "码：0 完成，1 被拒绝，75 暂时连不上。",
    "token.none": "没有接口令牌。",
    "token.revoke": (
        "收回一个接口令牌，两个服务在五秒内不再接受。退出码：0 已收回，1 被拒绝，75 暂时连不上。"
    ),
    "token.id": "令牌编号，见 huiying token list",
    "token.revoked": "已收回接口令牌“{name}”。",
    "token.state.revoked": "已收回",
    "token.state.over": "已到期",
    "token.state.holds": "有效",
    "token.used": "最近使用 {at}",
    "token.unused": "从未使用",
    "token.until": "至 {at}",
    "token.board": "允许看板（大屏）所查询的，不能写入，读不到完整电话",
    "token.nothing": "请写明允许哪些操作：--allow 或 --board。",
}
