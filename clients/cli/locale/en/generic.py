"""Any act by its document."""

TEXTS = {
    "generic.help": "Do any act of the desk by its name and print JSON; without a name list all."
    "\n\nFor scripts, and for what has no command of its own yet; the fields are in"
    " schema/*.graphql. Exit codes: 0 done, 1 refused or not confirmed, 75 out of reach for now.",
    "generic.name": "name of the act, such as waive_obligation; listed when not given",
    "generic.fields": "field=value, such as facts.deaths=3; the value is JSON or text",
    "generic.input": "read the whole input (JSON) from a file, - is standard input; fields given"
    " beside it go before",
    "generic.sure": "This will do {name}: {given}.",
    "generic.no_object": "This must be a JSON object.",
    "generic.no_field": "“{word}” is not “field=value”.",
}
