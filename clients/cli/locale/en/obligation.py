"""Duties by command."""

TEXTS = {
    "obligation.help": "Duties: list, show, accept, do, waive, record a release.",
    "obligation.list": "List the board's duties in the desk's order: overdue, nearly due, those"
    " without a limit, the rest.\n\nExit codes: 0 done, 1 refused, 75 out of reach for now"
    " (huiying board --plain prints the cache).",
    "obligation.query": "filter: words of the incident, duty, unit, severity or number, or pinyin"
    " initials; all of several words must fit",
    "obligation.unaccepted": "only those that nobody has accepted",
    "obligation.none_fits": "No duty fits.",
    "obligation.show": "Print every basis of a duty: start plus limit equals due, the clauses,"
    " what is assumed, and how the due time moved.\n\nExit codes: 0 done, 1 refused, 75 out of"
    " reach for now.",
    "obligation.accept": "Accept a duty. Exit codes: 0 done, 1 refused, 75 out of reach for now.",
    "obligation.fulfil": "Record that a duty was done (reported, handed over, verified; not a"
    " release). With --dry-run only print what would be recorded.\n\nExit codes: 0 done,"
    " 1 refused, 75 out of reach for now.",
    "obligation.note": "what was done; the duty's title and recipients when not given",
    "obligation.receipt": "number of the receipt",
    "obligation.late": "why it is late; needed when it is",
    "obligation.would_note": "Would be recorded: {note} ({at})",
    "obligation.waive": "Waive a duty; this cannot be undone, and the reason is kept.\n\n"
    "Exit codes: 0 done, 1 refused or not confirmed, 75 out of reach for now.",
    "obligation.reason": "why it is waived",
    "obligation.waive_sure": "“{title}” will be waived, because: {reason}.",
}
