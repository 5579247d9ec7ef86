"""The outbox by command."""

TEXTS = {
    "outbox.help": "The outbox: acts kept on this machine while a service was away; list, send,"
    " drop.",
    "outbox.list": "List what waits: key, state, when it was done, what it says. Exit codes:"
    " 0 done, 1 refused.",
    "outbox.send": "Send one, or all; what was written already is not written twice. Exit codes:"
    " 0 sent, 1 refused, 75 out of reach for now and still kept.",
    "outbox.drop": "Let one go without sending it; what was written is not taken back. Exit"
    " codes: 0 dropped, 1 refused or not confirmed.",
    "outbox.key": "its key, or how it begins (see huiying outbox list)",
    "outbox.key_or_all": "its key, or how it begins; all that can be sent when not given",
    "outbox.not_one": "OUTBOX_NOT_FOUND: {n} acts begin with {key}; see huiying outbox list.",
}
