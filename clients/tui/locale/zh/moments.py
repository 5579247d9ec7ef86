"""Times as typed and as said back."""

TEXTS = {
    "moments.about_marks": "?约",
    "moments.today_marks": "今j",
    "moments.yesterday_marks": "昨z",
    "moments.day_before_marks": "前q",
    "moments.tomorrow_marks": "明m",
    "moments.no_limit": "时限看不懂。可写 +2h、+90（分）、0900、明0900、12-3 9:00。",
    "moments.unreadable": "时间看不懂。可写 -22（22 分钟前）、0240、昨2350、11-20 2350。",
    "moments.future": "这个时间还没有到，请核对。",
    "moments.impossible": "没有这个时刻，请核对时、分、月、日。",
    "moments.yesterday": "昨",
    "moments.tomorrow": "明",
    "moments.whole_day": "{day} 当日（时刻不明）",
    "moments.about": "（约）",
    "moments.ago": "{span}前",
    "moments.minutes": "{n}分",
    "moments.hours": "{h}时{m}分",
    "moments.days": "{d}天{h}时",
}
