"""The parts of a report (通报, 考核) by their keys: a title, and how its figures are counted."""

SECTIONS = {
    "SUMMARY": (
        "Overall",
        "Four kinds of limit are counted apart and never added. What has no limit is counted as "
        "done or not, never as late; provisional and internal limits are no breaches.",
    ),
    "BY_KIND": ("By kind of duty", "Parted by kind of duty and kind of limit."),
    "BY_UNIT": (
        "By unit",
        "Summed by the unit one level down to which the unit in charge belongs; "
        "offices of this level stand apart.",
    ),
    "BY_MODALITY": (
        "By force",
        "Parted by the clause's own word: must, shall, at the latest, in principle and so on.",
    ),
    "LATENESS": (
        "Where the time went",
        "Only duties of incidents with a legal limit that were done late. Report, desk, approval "
        "and release are told apart by the recorded times; without a recorded approval its time "
        "is not counted. The four add up to the whole delay.",
    ),
    "MISSED": ("Overdue and open", "Legal limit, passed, not done to this day; by limit."),
    "LATE": ("Done late", "Legal limit, done after it; by limit."),
    "WAIVED": ("Waived", "Waived by a person's decision, with the reason; by limit."),
    "UPGRADED": (
        "Raised after a delay",
        "This tells the order only: first a duty passed its limit, then the severity was raised. "
        "Whether the one led to the other is for people to say.",
    ),
    "RELEASES": ("Releases", "By form of release, without exercises."),
    "REVIEWS": ("Reviews", "Reviews are made by people; the latest of each incident counts."),
    "ACCOUNTABILITY": (
        "Accountability",
        "Decided by people; to take no measure is a decision too.",
    ),
    "BEST_UNITS": (
        "Units that did well",
        "Units without a late or missed duty of a legal limit, by duties done in time; "
        "figures only, no judgement.",
    ),
    "BEST_PERSONS": (
        "People who did well",
        "First persons responsible by the clause, without a late or missed duty of a legal limit, "
        "by duties done in time; excused duties do not count. Figures only, no judgement.",
    ),
    "RESOURCES": (
        "Staff and funds",
        "As the units reported them, the latest of each year; for the report only.",
    ),
}


def section_title(key: str, said: str) -> str:
    """Return a part's title; what the service said where the key is not known."""
    return SECTIONS[key][0] if key in SECTIONS else said


def section_note(key: str, said: str) -> str:
    """Return how a part is counted; what the service said where the key is not known."""
    return SECTIONS[key][1] if key in SECTIONS else said
