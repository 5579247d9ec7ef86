"""One duty on one line."""

TEXTS = {
    "dues.waiting": "待",
    "dues.not_owed": "未到应办",
    "dues.limit": " {limit}",
    "dues.more_bases": " 另{n}条",
}
