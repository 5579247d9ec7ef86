"""Reports."""

TEXTS = {
    "report.help": (
        "Journals, reports, bulletins and appraisals; printed as text unless a file is named."
    ),
    "report.unit": "code of a unit, those below it included; your territory when not given",
    "report.docx": "write a docx file in the layout of official papers; - is standard output",
    "report.xlsx": "write an xlsx file, a sheet for each table and one of evidence",
    "report.text": "write a text file",
    "report.json": "write a JSON file",
    "report.journal": "A day's journal: patrols, leads, incidents, decisions, referrals, "
    "releases; where there is none it says so.",
    "report.on": "the day, such as 2026-11-21",
    "report.special": "The report of one incident: what happened, duties, releases with their "
    "evidence, what is open.",
    "report.number": "the incident's number, such as 2026-0117",
    "report.monitoring": "The monitoring report of some days: sources, numbers, what was "
    "missed or told late, referrals, the hotline.",
    "report.first_day": "the first day, such as 2026-11-01",
    "report.last_day": "the last day, inclusive",
    "report.bulletin": "The bulletin of some time, each number with its definition; the xlsx "
    "has a sheet of evidence too.",
    "report.period": "2026, 2026H2 or 2026Q4; this half-year when not given",
    "report.begins": "from, such as 2026-11-01; together with --to",
    "report.ends": "to, exclusive",
    "report.kinds": "count only duties of these kinds, separated by commas",
    "report.severities": "count only incidents of these severities",
    "report.categories": "count only incidents of these categories",
    "report.incidents": "count only the incidents of these numbers",
    "report.assessment": (
        "A year's appraisal, a part for each scheme; the xlsx has a sheet of evidence too."
    ),
    "report.year": "the year, such as 2026",
    "report.schemes": "only these schemes, separated by commas",
    "report.issued": (
        "A bulletin or appraisal as it was issued, with the numbers and definitions of then."
    ),
    "report.id": "id of the issued report",
    "report.written": "Wrote {file}",
    "report.no_incident": "There is no incident {number}, or it is not in your territory.",
}
