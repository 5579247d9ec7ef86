"""Notices by command."""

TEXTS = {
    "notice.help": "Reminders: list those nobody acknowledged, acknowledge, hold, resume.",
    "notice.list": (
        "List reminders that nobody has acknowledged, the gravest first. Exit codes: 0 done, "
        "1 refused, 75 out of reach for now."
    ),
    "notice.unit": "of one unit alone, by its code",
    "notice.first": "how many at most",
    "notice.take": (
        "Acknowledge a reminder; it climbs no more. Exit codes: 0 done, 1 refused, 75 out of "
        "reach for now."
    ),
    "notice.ref": "the reminder's id (at the end of its line in huiying notice list)",
    "notice.means": "how the person was told, where you record it for somebody else",
    "notice.hold": (
        "Hold reminders: until a time none goes out, and then everybody gets one digest. "
        "Exit codes: 0 done, 1 refused, 75 out of reach for now."
    ),
    "notice.until": "until when, 24 hours at most: +2h, m0900 (tomorrow), RFC 3339",
    "notice.reason": "why",
    "notice.release": (
        "Resume reminders; what was held goes out, one digest a person. Exit codes: 0 done, "
        "1 refused, 75 out of reach for now."
    ),
    "notice.none": "Every reminder is acknowledged.",
    "notice.unrouted": "no way to send it",
    "notice.colour.RED": "red",
    "notice.colour.ORANGE": "orange",
    "notice.colour.YELLOW": "yellow",
    "notice.colour.BLUE": "blue",
    "notice.taken": "Acknowledged: {subject}",
    "notice.held": "{scope}: reminders are held until {until}",
    "notice.let_go": "{scope}: reminders go out again",
}
