"""Live preview of an intake."""

TEXTS = {
    "preview.title": "Preview: {n} [duty|duties]",
    "preview.provisional": "  ? = provisional",
    "preview.respondent": "unit",
    "preview.person": "head",
    "preview.speaker": "says",
    "preview.coordinator": "with",
    "preview.nobody": "first respondent not settled",
    "preview.unknown_unit": "{name} (not in the registry)",
    "preview.no_person": "nobody in the registry",
    "preview.no_phone": "no phone",
    "preview.absent": "absent ",
    "preview.falls_to": ": {unit}",
    "preview.trace": "Why this unit, rule by rule",
    "preview.asking": "Working out the limits",
    "preview.offline.title": "Deadlines service down, no preview",
    "preview.offline": (
        "Fill in as usual. The draft is kept on this machine; {key[intake]} brings it back."
    ),
    "preview.refused": "Cannot be worked out yet",
    "trace.FIRED": "ok",
    "trace.NOT_APPLICABLE": "no",
    "trace.UNKNOWN_FACT": "??",
    "trace.OWNER_MISSING": "--",
    "trace.NOT_REACHED": "..",
}
