"""Releases by command."""

TEXTS = {
    "release.help": "Record a release; the duties that it ends are listed. With --dry-run only"
    " list the approvals and what it would end; nothing is written.\n\nExit codes: 0 done,"
    " 1 refused (a missing approval is named), 75 out of reach for now.",
    "release.ref": "the incident's number, or a duty (incident/name; it suggests the form), or an"
    " id",
    "release.form": "form: code, title, initials or digit; the duty's when not given, else a"
    " statement",
    "release.conclusive": (
        "the final outcome, or for the time being; for the time being when not given, unless "
        "recorded by the duty FINAL_OUTCOME"
    ),
    "release.title": "its title; that of the incident when not given",
    "release.channel": "channel: code, title, initials or digit; the website where only an"
    " address is given",
    "release.url": "its address",
    "release.platform": "platform, such as 微博; a clarification must stand where the rumour did",
    "release.attendee": "who attended: “unit code:name”, or the name of a head or speaker of a"
    " party; may be repeated",
    "release.attendee_unknown": "“{name}” is no head or speaker of a party ({people}); write"
    " “unit code:name”.",
    "release.unit": "code of the releasing unit; the first respondent when not given",
    "release.statement": "version of the line it follows; the newest approved when not given",
    "release.checked": "id of what was looked at before it (checks in gate list --json); may be"
    " repeated",
    "release.no_incident": "NO_INCIDENT: this duty belongs to no incident; there is no release to"
    " record.",
}
