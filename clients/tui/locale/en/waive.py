"""Waiving a duty, closing an incident."""

TEXTS = {
    "waive.title": " Waive ",
    "waive.row.reason": "why",
    "waive.commit": " Enter waives ",
    "waive.hint.reason": "By which procedure, decided by whom. Kept in the history.",
    "waive.hint.commit": "Enter, then y confirms. Esc waives nothing.",
    "waive.what": "To be waived",
    "waive.meaning": "No clock and no reminder afterwards, never undone; the reason stays.",
    "waive.reason_missing": "A waiver needs its reason.",
    "waive.confirm": 'Waive "{title}", cannot be undone.',
    "waive.done": "Waived {title}",
    "waive.keys": "↑↓ row|^S send|Esc back",
    "close.title": " Close ",
    "close.row.note": "note",
    "close.commit": " Enter closes ",
    "close.hint.note": "One sentence, may stay empty.",
    "close.hint.commit": "Enter, then y confirms. Esc closes nothing.",
    "close.nothing_open": "All duties have ended, ready to close.",
    "close.open": "{n} [duty has|duties have] not ended",
    "close.by.conclusive": "{key[release]} conclusive release, or Del waives",
    "close.by.release": "{key[release]} release, or Del waives",
    "close.by.hand": "{key[fulfil]} records it, or Del waives",
    "close.confirm": "Close {number} {title}, cannot be undone.",
    "close.way_out": (
        " Esc, then {key[release]} conclusive release or Del on that duty, then close."
    ),
    "close.done": "Closed {number}",
}
