"""Checking the record."""

TEXTS = {
    "audit.help": "核对留痕：记录是否与封存时一致。",
    "audit.verify": "逐条核对记录，说出第一条被改、被删、被插入的，或末尾被截去；直接读数据"
    "库，不经过服务。\n"
    "\n"
    "数据库地址取自 HUIYING_REGISTRY_DSN、HUIYING_DEADLINES_DSN，都不设则为"
    "本机正在运行的系统。\n"
    "退出码：0 一致，1 不一致，2 参数或文件不对，75 暂时连不上数据库。",
    "audit.registry": "只核对登记服务",
    "audit.deadlines": "只核对时限服务",
    "audit.checkpoints": "库外签名文件，可写多次；不写用 HUIYING_AUDIT_FOLDER 的",
    "audit.key": "验签的公钥文件，可写多次",
}
