"""Checking the record."""

TEXTS = {
    "audit.help": "Check the record: is it still what was sealed?",
    "audit.verify": "Check the record row by row and name the first that was altered, removed "
    "or slipped in, or where the end was cut off. It reads the databases themselves, "
    "not the services.\n"
    "\n"
    "The addresses are HUIYING_REGISTRY_DSN and HUIYING_DEADLINES_DSN; with "
    "neither set, the system that runs on this machine. Exit codes: 0 whole, "
    "1 not whole, 2 bad option or file, 75 no database for now.",
    "audit.registry": "check the registry only",
    "audit.deadlines": "check the deadlines service only",
    "audit.checkpoints": "file of signatures kept outside the database, may be repeated; those of "
    "HUIYING_AUDIT_FOLDER when not given",
    "audit.key": "file of a public key to verify with, may be repeated",
}
