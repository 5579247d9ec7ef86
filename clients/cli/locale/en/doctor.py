"""What is wrong, and what to do."""

TEXTS = {
    "doctor.good": "ok",
    "doctor.doubtful": "??",
    "doctor.bad": "BAD",
    "doctor.registry": "the registry",
    "doctor.deadlines": "the deadlines service",
    "doctor.unreachable": "Cannot reach {name}: {error}",
    "doctor.stranger": "Somebody answers for {name} at {url}, but it is not this system (HTTP "
    "{status})",
    "doctor.runs": "Running: {name} at {url}",
    "doctor.database": "Database of {name}: reachable, its structure up to date",
    "doctor.not_ready": "Not ready: {name}: {problems}",
    "doctor.seal_unknown": "Record of {name}: whether it is sealed could not be asked",
    "doctor.sealed": "Record of {name}: sealed and signed; the oldest entry waited {seconds:.0f} s",
    "doctor.unsigned": "Record of {name}: sealed, but nothing is signed outside the database; "
    "set HUIYING_AUDIT_FOLDER",
    "doctor.behind": "Record of {name}: sealing or signing is behind; the oldest unsealed "
    "entry is {seconds:.0f} s old",
    "doctor.altered": "Record of {name}: NOT what was sealed; run huiying audit verify",
    "doctor.reminders_unknown": "Whether reminders go out could not be asked",
    "doctor.swept": "Limits are watched in time, and reminders go out",
    "doctor.silent": "Limits are no longer watched, and there will be no reminders; look at "
    "the job sweepObligations",
    "doctor.lost": "The reminder sent on trial did not arrive; look at the job "
    "deliverNotifications",
    "doctor.stuck": "Reminders cannot be sent: {count} failed again and again",
    "doctor.unrouted": "Reminders with nowhere to go: {count}; enter a route for those who "
    "should get them",
    "doctor.clock": "This machine's clock agrees with {name}",
    "doctor.fast": "ahead",
    "doctor.slow": "behind",
    "doctor.apart": "This machine's clock is {seconds:.0f} s {side} of {name}; countdowns will "
    "be wrong",
    "doctor.secret": "secret",
    "doctor.session": "sign-in",
    "doctor.nobody": "Nobody is signed in: run huiying login, or set HUIYING_SECRET_FILE, or "
    "secret_file in the configuration file",
    "doctor.unsafe": "{file} can be read by others; run huiying logout and sign in again",
    "doctor.refused": "The {means} was not accepted: {message}",
    "doctor.unchecked": "The registry is out of reach, so the {means} could not be checked",
    "doctor.valid": "The {means} holds; account: {who}",
    "doctor.readable": "The secret file {file} can be read by others ({mode:o}); chmod 600 it",
    "doctor.encoding": "The terminal's encoding is {encoding}; it has to be UTF-8",
    "doctor.no_terminal": "This is no terminal, or it does not tell its cursor, so the width "
    "of characters was not measured; if tables are askew, use huiying desk --ascii",
    "doctor.narrow": "The terminal draws characters of ambiguous width (│ “ … ·) one cell wide",
    "doctor.wide": "The terminal draws characters of ambiguous width (│ “ … ·) two cells wide, "
    "and tables will be askew: make them narrow in its settings, or write ascii = true in "
    "desk.toml",
}
