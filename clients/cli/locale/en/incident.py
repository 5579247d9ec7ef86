"""Incidents by command."""

TEXTS = {
    "incident.help": "Incidents: open, look at, assess, note who was reached, close.",
    "incident.list": "List incidents, the newest first. Exit codes: 0 done, 1 refused, 75 out of"
    " reach for now.",
    "incident.search": "words of the number or the title",
    "incident.state": "OPEN or CLOSED; all when not given",
    "incident.drill": "drills only, or real ones only; both when not given",
    "incident.first": "how many at most",
    "incident.show": "Print all of an incident: duties with their clauses, parties with their"
    " numbers, releases, history, who answers and why.\n\nExit codes: 0 done, 1 refused, 75 out"
    " of reach for now.",
    "incident.open": "Open an incident and print what the law asks. With --dry-run only work it"
    " out: dues, clauses and assumptions are printed, nothing is written.\n\nA fact that is not"
    " stated is unknown, and limits are provisional, at the strictest. Where no answer comes, the"
    " command to repeat is printed. Exit codes: 0 done, 1 refused, 75 out of reach for now.",
    "incident.title": "what it is called; place and kind when not given",
    "incident.referral": "what was referred here and is opened (its id: huiying lead received)",
    "incident.note": "a note",
    "incident.assess": "Assess: change facts, and the limits follow. With --dry-run only list"
    " what would open, move and lapse; nothing is written.\n\nOnly what is stated changes;"
    " --unknown takes a fact back. Exit codes: 0 done, 1 refused, 75 out of reach for now.",
    "incident.reason": "why; kept with the assessment, not needed with --dry-run",
    "incident.reason_missing": "Say why.",
    "incident.nature": "its nature (性质)",
    "incident.reach": "how far it reaches (影响范围)",
    "incident.media": "how far the media are in it (媒体介入程度)",
    "incident.consequences": "what it may lead to (可能产生的后果)",
    "incident.decided_by": "who decided, where that is not you",
    "incident.close": "Close an incident; this cannot be undone. It is refused while duties are"
    " open, and they are named.\n\nExit codes: 0 done, 1 refused or not confirmed, 75 out of"
    " reach for now.",
    "incident.close_sure": "Incident {ref} will be closed.",
    "incident.reached": "Record that a party was reached. Exit codes: 0 done, 1 refused, 75 out"
    " of reach for now.",
    "incident.party": "the party's unit by code, name or initials; the first that was not reached"
    " when not given",
    "incident.by": "who was reached; the person in charge there when not given",
    "incident.means": "by telephone, in person, by message or otherwise; by telephone when not"
    " given",
    "incident.none": "No incident fits.",
    "incident.more": "There are more: narrow it down, or use --first.",
    "incident.state.OPEN": "open",
    "incident.state.CLOSED": "closed",
    "incident.opened": "Opened {number}  {title}",
    "incident.assessed": "Assessed {number}",
    "incident.closed": "Closed {number}",
    "incident.unread": "Written, but the duties could not be read; run huiying incident show {id}"
    " later.",
    "incident.suggested": "By casualties and loss the severity would be {title} ({basis}).",
}
