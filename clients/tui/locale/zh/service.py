"""What the board says of the service behind it."""

TEXTS = {
    "service.beats": "到期检查正常",
    "service.stopped": "到期检查已停 {minutes} 分",
    "service.stopped.never": "到期检查未运行过",
    "service.mirror": "登记簿 {minutes} 分前同步",
    "service.mirror.never": "登记簿未曾同步",
}
