"""What small forms say, and the dates and numbers in their rows."""

TEXTS = {
    "act.keys": "↑↓ row|Enter next|^S send|PgDn right side|Esc back",
    "act.missing": "“{row}” is still empty.",
    "act.hint.choice": "a digit chooses; 0 clears",
    "act.hint.many": "digits choose, as many as apply; again takes back; 0 clears",
    "act.hint.moment": "-22 is 22 minutes ago, 0240, 11210240; empty means now",
    "act.hint.due": "+2h, 0900, 11220900",
    "act.hint.day": "1231, 2026-12-31, +7",
    "act.hint.number": "a number",
    "act.hint.unit": "name, code or pinyin initials; ↑↓ choose, Enter takes; Backspace when empty",
    "act.hint.units": "name, code or initials; ↑↓ choose, Enter takes, any number; "
    "Backspace when empty drops one",
    "act.hint.place": "name, code or pinyin initials; ↑↓ choose, Enter takes; Backspace when empty",
    "act.hint.secret": "not shown while you type",
    "act.hint.commit": "Enter sends",
    "fields.no_day": "This is no date. Write 1231, 2026-12-31 or +7.",
    "fields.no_number": "A number is needed here.",
    "fields.today": "today",
    "fields.ahead": "in {n} [day|days]",
    "fields.ago": "{n} [day|days] ago",
}
