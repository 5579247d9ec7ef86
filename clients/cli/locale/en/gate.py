"""Gates by command."""

TEXTS = {
    "gate.help": "Approvals before a release: list, record a decision, override, draft the line.",
    "gate.form": "form of the release: code, title, initials or digit",
    "gate.list": "List what a form of release needs, and where it stands. Exit codes: 0 done,"
    " 1 refused, 75 out of reach for now.",
    "gate.decide": "Record what an office decided. Exit codes: 0 done, 1 refused, 75 out of reach"
    " for now.",
    "gate.name": "which: code, title or initials, “@unit code” behind it where two offices have"
    " one; not needed where only one is missing",
    "gate.mention": "code of another organ that the release speaks of; may be repeated; those of"
    " the incident when not given",
    "gate.closed": "Ended by it: {title}",
    "gate.approver": "name of who decided",
    "gate.verdict": "APPROVED, CONDITIONAL or REFUSED",
    "gate.basis": "PHONE, PAPER, MEETING or MESSAGE; what was agreed by telephone wants its paper",
    "gate.note": "the condition, or why it was refused",
    "gate.unsure": "GATE_AMBIGUOUS: say which: {choices}.",
    "gate.none": "GATE_NOT_FOUND: there is no gate “{name}”. Those are: {choices}.",
    "gate.use_override": "To go past the gates use huiying gate override.",
    "gate.override": "Go past the missing gates in an emergency; this cannot be undone, and the"
    " approval after the fact becomes a duty.\n\nExit codes: 0 done, 1 refused or not confirmed,"
    " 75 out of reach for now.",
    "gate.reason": "why; kept with it",
    "gate.override_sure": "The missing gates of incident {ref} will be passed over, because:"
    " {reason}.",
    "gate.draft": "Enter a version of the line to take and print its number. Exit codes: 0 done,"
    " 1 refused, 75 out of reach for now.",
    "gate.text": "the whole text",
    "gate.drafted": "Line, version {version}",
}
