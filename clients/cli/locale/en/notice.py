"""Notices by command."""

TEXTS = {
    "notice.help": "Reminders: list the unanswered, take note, plan a silence, end it.",
    "notice.list": "List reminders that nobody has taken note of, the gravest first. Exit codes:"
    " 0 done, 1 refused, 75 out of reach for now.",
    "notice.unit": "of one unit alone, by its code",
    "notice.first": "how many at most",
    "notice.take": "Take note of a reminder; it climbs no more. Exit codes: 0 done, 1 refused,"
    " 75 out of reach for now.",
    "notice.ref": "the reminder's id (at the end of its line in huiying notice list)",
    "notice.means": "how the person was told, where you record it for somebody else",
    "notice.hold": "Plan a silence: until a time no reminder goes out, and then all of them do."
    " Exit codes: 0 done, 1 refused, 75 out of reach for now.",
    "notice.until": "until when, 24 hours at most: +2h, m0900 (tomorrow), RFC 3339",
    "notice.reason": "why",
    "notice.release": "End the silence; what was held goes out. Exit codes: 0 done, 1 refused,"
    " 75 out of reach for now.",
    "notice.none": "Every reminder has been taken note of.",
    "notice.unrouted": "no way to send it",
    "notice.colour.RED": "red",
    "notice.colour.ORANGE": "orange",
    "notice.colour.YELLOW": "yellow",
    "notice.colour.BLUE": "blue",
    "notice.taken": "Noted: {subject}",
    "notice.held": "{scope} is silent until {until}",
    "notice.let_go": "{scope} is silent no more",
}
