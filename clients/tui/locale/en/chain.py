"""What was sent, referred, ordered and advised about an incident."""

TEXTS = {
    "chain.reading": "Reading what was done.",
    "chain.unread": "This could not be read. It is read again when the link is back.",
    "chain.none": "Nothing sent, referred or advised yet. F4 records it.",
    "chain.dispatches": "Sent and reported",
    "chain.referrals": "Referred",
    "chain.directives": "Orders from above",
    "chain.consultations": "Consultations",
    "chain.leads": "Who leads",
    "chain.progress": "Progress of the work",
    "chain.kind.TRANSFER": "transfer to",
    "chain.kind.UPWARD_REPORT": "report to",
    "chain.kind.INTERNAL_REPORT": "internal report to",
    "chain.kind.VERIFY_WITH_CYBERSPACE": "question to",
    "chain.receipt": "receipt {said}",
    "chain.due": "due {at}",
    "chain.no_due": "no limit set",
    "chain.lead.by": "decided by {office} {at}",
    "chain.doubt": "Note: {said}",
}
