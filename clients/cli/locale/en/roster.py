"""Rosters."""

TEXTS = {
    "roster.help": "Import, export and undo rosters.",
    "roster.import": "Import rosters of units, posts, experts and channels. A row that is missing "
    "removes nothing; somebody leaves only by a date of leaving.\n"
    "\n"
    "Exit codes: 0 all taken, 1 nothing taken, 3 some rows came back (the others "
    "were taken), 75 out of reach for now, try again.",
    "roster.file": "the file, .xlsx or .csv (UTF-8 or GBK)",
    "roster.dry_run": "check and report only; write nothing",
    "roster.only": "take only rows of this unit's code and below it",
    "roster.rejected": "save rows that came back, with the reasons, to this file",
    "roster.kept": "Rows that came back are in {file}; correct them there and import it.",
    "roster.export": "Export rosters in the format of the import, so that an edited file can "
    "be imported. A CSV holds one kind only, posts when none is named.\n"
    "\n"
    "Exit codes: 0 done, 1 refused, 75 out of reach for now, try again.",
    "roster.unit": "code of a unit, those below it included; your whole territory when not given",
    "roster.kind": "units, posts, experts or channels (单位、任职、专家、渠道); all when not given",
    "roster.output": "save to this file; CSV where it ends in .csv, - is standard output",
    "roster.file_name": "rosters.xlsx",
    "roster.exported": "Exported to {file}",
    "roster.undo": "Take a whole import back. Where something changed since, nothing is taken "
    "back, and what changed is named.\n"
    "\n"
    "Exit codes: 0 taken back, 1 refused, 75 out of reach for now, try again.",
    "roster.id": "id of the import, see huiying roster imports",
    "roster.undone": "The whole import was taken back.",
    "roster.imports": "List the last 20 imports, the newest first. Exit codes: 0 done, 1 refused, "
    "75 out of reach for now.",
    "roster.none": "Nothing was imported yet.",
    "roster.phase.WAITING": "waiting",
    "roster.phase.READING": "reading the file",
    "roster.phase.MATCHING": "comparing",
    "roster.phase.WRITING": "writing",
    "roster.phase.FINISHED": "done",
    "roster.state.RUNNING": "running",
    "roster.state.DONE": "imported",
    "roster.state.FAILED": "not imported",
    "roster.state.UNDOING": "being taken back",
    "roster.state.UNDONE": "taken back",
    "roster.uploading": "uploading",
    "roster.tried": "Tried (nothing was written)",
    "roster.done": "Imported",
    "roster.counts": "{word}: {new} [row|rows] new, {changed} changed, {unchanged} "
    "unchanged, {rejected} came back.",
    "roster.unread": "Sheet “{title}” has no headings or is hidden; it was not read.",
    "roster.unused": "Columns of sheet “{title}” that were not used: {columns}.",
    "roster.row": "  {sheet} line {line} {label}: {reason}",
    "roster.more": "  … {n} [row|rows] came back in all.",
    "roster.import_id": "Import {id} (take it back: huiying roster undo ID)",
    "roster.busy": "working",
    "roster.trial": "trial",
    "roster.short": "new {new} changed {changed} same {unchanged} back {rejected}",
}
