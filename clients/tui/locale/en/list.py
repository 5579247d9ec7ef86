"""What all lists say."""

TEXTS = {
    "list.filter": "filter: text or pinyin initials; Enter keeps, Esc clears",
    "list.filtered": "filtered by “{query}”, Esc clears",
    "list.reading": "reading",
    "list.count": "{n} [row|rows]",
    "list.read_at": "  read at {at}",
    "list.stale": "The service is down; this was read at {at}.",
    "list.no_link": "The service is down. The list is read as soon as it is back.",
    "list.none_found": "nothing contains “{query}”; Esc clears the filter",
    "list.nothing_chosen": "No row is selected; ↑↓ choose one.",
    "jump.title": " Go to ",
    "jump.hint": "a letter or a digit; Esc goes back",
}
