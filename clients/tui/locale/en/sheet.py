"""Sheets to read: basis, help."""

TEXTS = {
    "sheet.back": "back",
    "sheet.more": "more",
    "basis.acting": "acting",
    "basis.beside": "beside",
    "basis.untimed": "runs from {start}, no limit",
    "basis.given": "as directed",
    "start.OCCURRED": "occurred",
    "start.KNOWN": "known",
    "start.ASSESSED": "assessed",
    "start.REPORTED": "reported",
    "start.DIRECTED": "directed",
    "start.PREVIOUS_RELEASE": "last release",
    "start.ANNOUNCED": "announced",
    "start.PERIOD": "period",
}
