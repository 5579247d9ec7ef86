"""How a command ends, whichever it is."""

TEXTS = {
    "end.no_secret": "Nobody is signed in: run huiying login, or set HUIYING_SECRET_FILE, or"
    " secret_file in the configuration file.",
    "end.unsafe": "{file} can be read by others, so the sign-in may be known to them: run"
    " huiying logout and sign in again.",
    "end.refused": "{code}: {message}",
    "end.refused_field": "{code}: {message} ({field})",
    "end.unreachable": "Cannot reach {reason}. Try again later, or run huiying doctor.",
    "end.file": (
        "File {file} cannot be read or written: {reason}. Check the path and its permissions."
    ),
    "end.option": "{option}: {sentence}",
    "end.pair": "{first}: {second}",
    "end.http": "{url}: HTTP {status}",
}
