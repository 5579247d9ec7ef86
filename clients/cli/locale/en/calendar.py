"""The working calendar."""

TEXTS = {
    "calendar.head": "{year}: {n} working [day|days], {source}",
    "calendar.provisional": "no notice of holidays yet: counted Monday to Friday for the time "
    "being, and dates may move",
    "calendar.shipped": "by the notice that came with the software",
    "calendar.version": ", version {version}: {note}",
    "calendar.by": "by {document} (entered by {by}{again})",
    "calendar.weekdays": "Mon Tue Wed Thu Fri Sat Sun",
    "calendar.works": "works",
    "calendar.off": "off",
    "calendar.no_document": "The notice's number is missing; add --document.",
    "calendar.no_toml": "The file is no TOML: {error}",
    "calendar.faulty": "Missing or wrong in the file: {error}",
    "calendar.date": "A date",
    "calendar.lacking": "The heading lacks: {titles}.",
    "calendar.begins": "Line {line}, 开始,",
    "calendar.ends": "Line {line}, 结束,",
    "calendar.one_day": "Line {line}: write each day worked on a line of its own.",
    "calendar.empty": "The table has no holidays.",
    "calendar.no_date": "{where} is no date: {text}; write 2027-01-01.",
    "calendar.standing": "Standing: {source}",
    "calendar.unwritten": "Nothing was written (--dry-run).",
    "calendar.entered_before": "Entered before",
    "calendar.entered": "Entered",
    "calendar.done": "{word}: holidays of {year}, {document}, version {version}",
    "calendar.already": "The year has a notice already; to write this, say with --note why it "
    "is corrected.",
    "calendar.would": "Would be entered: holidays of {year}, {document}",
    "calendar.days_off": "{begins} to {ends}  off  {name}",
    "calendar.help": "The working days of a year, and its notice of holidays.",
    "calendar.show": "Print how a year's working days are counted: by which notice, whether "
    "provisionally, and the days unlike an ordinary week.",
    "calendar.year": "the year; this one when not given",
    "calendar.import": "Enter a year's notice of holidays; the same file sent again writes "
    "nothing twice.\n\ntoml: year, document, working_days, and a part [[holiday]] for each "
    "festival (name, begins, ends). csv headings: 节日,开始,结束; a day worked to make up "
    "has 上班 as its festival. Exit codes: 0 done, 1 refused, 75 out of reach for now.",
    "calendar.file": "the notice, .toml or .csv (UTF-8 or GBK)",
    "calendar.dry_run": "only print what would be written; write nothing",
    "calendar.document": "number of the notice; needed with a csv",
    "calendar.url": "address of the notice",
    "calendar.note": "why it is corrected; needed where the year has a notice already",
}
