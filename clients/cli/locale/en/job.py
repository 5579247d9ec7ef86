"""Scheduled jobs."""

TEXTS = {
    "job.help": "Run a scheduled job and print its result. Exit codes: 0 done, 1 refused, "
    "75 out of reach for now, try again.",
    "job.name": "name of the job; listed when not given",
    "job.sweep": "watch limits and record reminders",
    "job.deliver": "send the reminders that wait",
    "job.sync": "take units, posts and channels over from the registry",
    "job.periods": "list what each unit owes this period",
    "job.audit": "check the rosters: posts without a holder, terms that end, and so on",
}
