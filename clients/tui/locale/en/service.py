"""What the board says of the service behind it."""

TEXTS = {
    "service.beats": "limits watched",
    "service.stopped": "limits unwatched {minutes} min",
    "service.stopped.never": "limits never watched",
    "service.mirror": "registry {minutes} min old",
    "service.mirror.never": "registry never read",
}
