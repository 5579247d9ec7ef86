"""Contacts and the note that someone was reached."""

TEXTS = {
    "contact.title": " Contacts ",
    "contact.row.party": "unit",
    "contact.row.by": "who",
    "contact.row.means": "how",
    "contact.commit": " Enter: reached ",
    "contact.none": "no unit to record",
    "contact.already": "This unit was reached already.",
    "contact.by_missing": "Please say who took the call.",
    "contact.hint.party": "The digit beside chooses the unit.",
    "contact.hint.by": "Who took the call; the head is filled in.",
    "contact.hint.means": "A digit chooses the means.",
    "contact.hint.commit": "Enter records the time once they answer. A digit: other unit.",
    "contact.done": "Reached {unit} {name}",
    "contact.keys": "1-9 unit|↑↓ row|^S record|PgDn right side|Esc back",
}
