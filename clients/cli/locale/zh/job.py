"""Scheduled jobs."""

TEXTS = {
    "job.help": "运行一个定时任务并打印结果。退出码：0 完成，1 被拒绝，75 暂时连不上，可稍后再试。",
    "job.name": "任务名；不写则列出",
    "job.sweep": "检查到期事项并记录提醒",
    "job.deliver": "发送待送的提醒",
    "job.sync": "从登记服务同步单位、任职和渠道",
    "job.periods": "列出各单位本期应办的周期事项",
    "job.audit": "检查名录，记录缺岗、到期等问题",
}
