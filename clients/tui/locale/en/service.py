"""What the board says of the service behind it."""

TEXTS = {
    "service.beats": "sweeping",
    "service.stopped": "sweep stopped {minutes} min",
    "service.stopped.never": "never swept",
    "service.mirror": "roster {minutes} min old",
    "service.mirror.never": "roster never read",
}
