"""What all acts share: their options, their confirmation, what to do when nobody answered."""

TEXTS = {
    "act.key": (
        "key of this act; the same key again is the same act, done once. Made up and printed "
        "when not given"
    ),
    "act.json": "print JSON",
    "act.yes": "do not ask (an irreversible act without a terminal needs this)",
    "act.dry_run": "work out and print what would follow; write nothing",
    "act.at": "time as on the desk: -22 (22 minutes ago), 0240, y2350 (yesterday), 11-20 0240, or"
    " RFC 3339; now when not given",
    "act.key_was": "key {key}",
    "act.replayed": "This had been done before; nothing was written twice.",
    "act.again": "No answer came, so it is not known whether it was done. Do it again as it"
    " stands; nothing is written twice:\n  {command}",
    "act.confirm": "{sentence} This cannot be undone. Type yes to confirm: ",
    "act.confirm_missing": "CONFIRMATION_NEEDED: {sentence} This cannot be undone; confirm it"
    " with --yes.",
    "act.not_confirmed": "Not confirmed; nothing was changed.",
    "act.codes": "There is no “{text}”. Known: {choices}.",
    "act.codes_unsure": "“{text}” fits more than one: {choices}. Give the full title or the code.",
    "act.search_none": "“{text}” was not found.",
    "act.search_unsure": "“{text}” fits more than one: {choices}. Give the code.",
    "act.incident": "the incident's number (2026-0001) or id",
    "act.no_incident": "INCIDENT_NOT_FOUND: there is no incident {ref}, or it is not in your"
    " territory.",
    "act.obligation": "the duty: “incident/name” (title, code or pinyin initials, such as"
    " 2026-0001/FIRST_RELEASE), or its id",
    "act.no_obligation": "OBLIGATION_NOT_FOUND: there is no open duty {ref}. Open are: {choices}.",
    "act.no_obligation_id": "OBLIGATION_NOT_FOUND: there is no duty {ref}, or it is not in your"
    " territory.",
    "act.obligation_unsure": "OBLIGATION_AMBIGUOUS: {ref} fits more than one; name the unit:"
    " {choices}.",
    "act.none": "none",
    "act.comma": ", ",
}
