"""Times as typed and as said back."""

TEXTS = {
    "moments.about_marks": "?~",
    "moments.today_marks": "tj",
    "moments.yesterday_marks": "yz",
    "moments.day_before_marks": "bq",
    "moments.tomorrow_marks": "m",
    "moments.no_limit": "Not a limit. Write +2h, +90 (min), 0900, m0900 or 12-3 9:00.",
    "moments.unreadable": "Not a time. Write -22 (22 min ago), 0240, y2350 or 11-20 2350.",
    "moments.future": "This time has not come yet, please check.",
    "moments.impossible": "There is no such moment, check hour, minute, month and day.",
    "moments.yesterday": "y'day ",
    "moments.tomorrow": "tmrw ",
    "moments.whole_day": "{day}, hour unknown",
    "moments.about": " ca.",
    "moments.ago": "{span} ago",
    "moments.minutes": "{n}m",
    "moments.hours": "{h}h{m}m",
    "moments.days": "{d}d{h}h",
}
