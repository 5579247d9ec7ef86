"""The approvals page of an incident."""

TEXTS = {
    "gatepage.forms": "Approvals by form",
    "gatepage.ready": "all approved",
    "gatepage.lacks": "lacks {titles}",
    "gatepage.decisions": "What was decided",
    "gatepage.none": "Nothing is decided yet. {key[gates]} records it.",
    "gatepage.paper": "paper to follow",
}
