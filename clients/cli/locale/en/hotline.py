"""The hotline's statistics."""

TEXTS = {
    "hotline.empty": "The file has no rows.",
    "hotline.done": "{new} new, {corrected} corrected, {unchanged} unchanged.",
    "hotline.line": "Line {line}: {message}",
    "hotline.large": "The file is larger than 16 MB; split it.",
    "hotline.lacking": "The heading lacks: {titles}.",
    "hotline.empty_cell": "Line {line} has no {title}.",
    "hotline.day": "Line {line}: “{text}” is no date; write 2026-11-21.",
    "hotline.number": "Line {line}: {title} “{text}” is no whole number.",
    "hotline.unopened": "The file cannot be opened; save it as xlsx or csv.",
    "hotline.encoding": "The file's encoding cannot be read; save it as csv in UTF-8, or as xlsx.",
    "hotline.help": "Import what a call centre counts of its answering.",
    "hotline.import": "Import statistics of answering (columns 单位代码, 日期, 来电数, 接通数"
    ", 及时接通数); the numbers are kept as their source tells them.\n"
    "\n"
    "The same source, unit and day imported again is a correction; the old "
    "numbers stay. 及时接通数 may be empty.",
    "hotline.file": "csv or xlsx, headings in the first line",
    "hotline.source": "who counted, such as 市12345热线平台; told with the numbers",
}
