"""Shifts and handing over."""

TEXTS = {
    "shift.on_duty": "on duty",
    "shift.handed": "Signed sheet {number} ({at}); it waits for the signature of {person}, {role}.",
    "shift.checksum": "checksum {sum}",
    "shift.signed": "{state} ({at})",
    "shift.changed": "Changed since the first signature:",
    "shift.unchanged": "Nothing changed since the first signature.",
    "shift.nobody_on": "Nobody is on duty now; give the shift's id.",
    "shift.none_waits": "No sheet waits for a signature.",
    "shift.lacking": "The heading lacks: {titles}.",
    "shift.empty": "The table has no shifts.",
    "shift.blank": "nothing",
    "shift.no_time": "Line {line}: “{name}” is no time: {text}; write 2026-11-22 08:00.",
    "shift.planned_before": "Planned before",
    "shift.planned": "Planned",
    "shift.count": "{done}, {n} [shift|shifts]:",
    "shift.note": "Note: {message}",
    "shift.help": "The duty roster and handing over.",
    "shift.unit": "code of a unit; your own when not given",
    "shift.id": "the shift's id (at the end of its line in huiying shift list); your own "
    "when not given",
    "shift.plan": "Plan shifts from a table. One bad line and nothing is written; afterwards "
    "it says when nobody is on duty.\n"
    "\n"
    "Headings: 角色,姓名,上班,下班, and 账号 if wanted. 角色 is a title or "
    "code (主班, MAIN); times are Beijing's, such as 2026-11-22 08:00; the "
    "moment a shift ends belongs to the next. Exit codes: 0 done, 1 refused, "
    "75 out of reach for now.",
    "shift.file": "the table, .csv (UTF-8 or GBK); - is standard input",
    "shift.list": "List who is on duty, the shifts, and when nobody is.",
    "shift.since": "from this day; today when not given",
    "shift.days": "how many days",
    "shift.all": "those replaced or cancelled too",
    "shift.start": "Take up duty. Whoever is not on the roster says with --until how long.",
    "shift.until": "when not on the roster: on duty until (Beijing time)",
    "shift.sheet": "Print the handover sheet: a signed one as it was signed, any other as of now.",
    "shift.number": "which sheet, such as one that was refused",
    "shift.json": "print the words that were signed",
    "shift.docx": "save as a docx file",
    "shift.width": "cells of a line; as the terminal when not given",
    "shift.saved": "Saved as {file}",
    "shift.hand_over": "Sign as the one who leaves: the sheet is fixed, is edited no more and "
    "waits for the one who comes.",
    "shift.to": "id of the next shift; the one that follows when not given",
    "shift.more": "what else to say",
    "shift.sign": "Sign (or refuse) as the one who comes; what changed since the first signature "
    "is listed. Whoever signs is on duty.",
    "shift.outgoing": "id of the shift that hands over; the one that waits when not given",
    "shift.decline": "refuse; needs --remark",
    "shift.remark": "a remark",
    "shift.patrol": "Record a patrol, also one that found nothing.",
    "shift.channels": "which channels, such as 微博 论坛",
    "shift.found": "what was found; nothing when not given",
    "shift.at": "when (Beijing time); now when not given",
    "shift.now": "Now: {text}",
    "shift.unplanned": "not on the roster",
    "shift.unhanded": "not handed over",
    "shift.list_comma": ", ",
    "shift.span": "{begins} to {ends}",
    "shift.no_gap": "Somebody is on duty throughout.",
    "shift.gap": "Nobody on duty: {span}",
    "shift.expected": "to begin",
    "shift.begun": "On duty: {person}, {role}, until {until}",
    "shift.patrolled": "Recorded: {at} {person} looked at {seen}: {result}",
    "shift.not_found": "No shift of {name} ({what}) was found; give the shift's id.",
}
