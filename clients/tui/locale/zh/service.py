"""What the board says of the service behind it."""

TEXTS = {
    "service.beats": "打卡正常",
    "service.stopped": "巡查停摆 {minutes} 分",
    "service.stopped.never": "巡查未曾运行",
    "service.mirror": "名录同步 {minutes} 分前",
    "service.mirror.never": "名录未曾同步",
}
