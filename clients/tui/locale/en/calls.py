"""Calls to the hotline, and decisions on breaches."""

TEXTS = {
    "calls.tickets": "Hotline 12345",
    "calls.no_tickets": "No call is linked.",
    "calls.decisions": "Called to account",
    "calls.no_decisions": "Nobody was called to account.",
    "calls.waits": "open",
    "calls.answered": "told",
    "calls.kind.REPLY": "replied",
    "calls.kind.FOLLOW_UP": "asked again",
    "calls.satisfied": " (satisfied)",
    "calls.unsatisfied": " (not satisfied)",
    "calls.decided": "decided by {by} {at}",
    "calls.breaches": "missed: {titles}",
    "calls.rectify_by": "to be put right by {at}",
    "calls.rectified": "put right: {said}",
    "calls.unrectified": "not put right: {said}",
    "calls.result": "what came of it: {said}",
}
