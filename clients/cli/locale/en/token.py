"""Tokens."""

TEXTS = {
    "token.help": "Print a short-lived token (bought with the secret, or that of the sign-in "
    "here) for tools such as curl; scripts use the API tokens below.",
    "token.json": "with its end, name and unit",
    "token.create": "Make an API token for a script: it acts in your name, may do only what is "
    "listed, and ends by itself. It is printed on standard output this once.\n\nKeep it in a "
    "file that only the script can read and name that in HUIYING_SECRET_FILE. Exit codes: 0 "
    "done, 1 refused, 75 out of reach for now.",
    "token.name": "what it is for, such as “reports of the monitoring system”",
    "token.allow": "an operation it may use (field of the API, such as reportLead); may be "
    "repeated",
    "token.days": "how many days it holds",
    "token.once": (
        "This token is shown once. It holds until {until}. To revoke it: huiying token revoke {id}"
    ),
    "token.list": "List your own API tokens, the newest first: id, state, end, last use, "
    "purpose, operations.\n\nExit codes: 0 done, 1 refused, 75 out of reach for now.",
    "token.none": "There are no API tokens.",
    "token.revoke": (
        "Revoke an API token; both services refuse it within five seconds. Exit codes: 0 "
        "revoked, 1 refused, 75 out of reach for now."
    ),
    "token.id": "the token's id, see huiying token list",
    "token.revoked": "The API token “{name}” is revoked.",
    "token.state.revoked": "revoked",
    "token.state.over": "expired",
    "token.state.holds": "holds",
    "token.used": "last used {at}",
    "token.unused": "never used",
    "token.until": "until {at}",
    "token.board": "what a board asks for (on a wall); it cannot write, and reads no whole "
    "telephone number",
    "token.nothing": "Say what it may do: --allow or --board.",
}
