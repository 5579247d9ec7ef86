"""One duty on one line."""

TEXTS = {
    "dues.waiting": "--",
    "dues.not_owed": "not yet",
    "dues.limit": ", {limit}",
    "dues.more_bases": " +{n}",
}
