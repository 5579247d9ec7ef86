"""Who speaks, by command."""

TEXTS = {
    "speaks.help": "Print who speaks for a unit now, the number, and why that person.\n\n"
    "Exit codes: 0 done, 1 refused, 75 out of reach for now.",
    "speaks.unit": "the unit: code, name or pinyin initials",
    "speaks.none": "UNIT_NOT_FOUND: the registry has no unit {unit}.",
}
