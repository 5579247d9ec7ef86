"""The command as a whole."""

TEXTS = {
    "root.help": "What the law requires now, of whom, by when, and by which clause.",
    "root.up": "Run the whole system on this machine (database, both services, scheduled "
    "jobs); Ctrl-C stops it.",
    "root.doctor": "Look at addresses, databases, clock, secret and terminal, and say what "
    "is wrong.",
    "root.desk": "Open the duty desk.",
    "root.config": "The desk's settings: what they are, where from, what is wrong.",
    "root.lang": "language, zh or en; as HUIYING_LANG when not given, Chinese by default",
    "root.frame.usage": "Usage: ",
    "root.frame.options": "Options:",
    "root.frame.commands": "Commands:",
    "root.frame.arguments": "Arguments:",
    "root.frame.help": "Show this message and exit.",
    "root.frame.required": "[required]",
    "root.frame.default": "[default: {value}]",
    "root.frame.sentence": "(?<=\\.) |\\n",
}
