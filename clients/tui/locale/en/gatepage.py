"""The approvals page of an incident."""

TEXTS = {
    "gatepage.forms": "Approvals by form",
    "gatepage.ready": "all approved",
    "gatepage.lacks": "lacks {titles}",
    "gatepage.decisions": "What was decided",
    "gatepage.none": "Nothing was decided yet. F8 records it.",
    "gatepage.paper": "paper to follow",
}
