"""The list of incidents."""

TEXTS = {
    "incidents.title": " Incidents ",
    "incidents.keys": "Enter open|1-3 tab|/ filter|F5 read again|g go to|Esc back",
    "incidents.keys.narrow": "Enter open|1-3 tab|/ filter|g go to|Esc back",
    "incidents.empty": "no such incidents",
    "incidents.tab.open": "open",
    "incidents.tab.closed": "closed",
    "incidents.tab.drills": "drills",
    "incidents.head.number": "Number",
    "incidents.head.severity": "Sev.",
    "incidents.head.opened": "Opened",
    "incidents.head.state": "State",
    "incidents.head.title": "Incident",
    "incidents.state.OPEN": "open",
    "incidents.state.CLOSED": "closed",
    "incidents.place": "Place",
    "incidents.categories": "Kinds",
    "incidents.opened": "Opened",
    "incidents.closed": "Closed",
    "incidents.open_hint": "Enter opens the file: all duties, clauses, events.",
}
