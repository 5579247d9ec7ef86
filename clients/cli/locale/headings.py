"""What offices write into their tables, whatever language the command speaks: read, never shown."""

# a call centre's statistics: the heading by which each column is told of, then its other names
CALLS = {
    "unit": ("单位代码", "单位"),
    "day": ("日期", "统计日期"),
    "calls": ("来电数", "来电"),
    "answered": ("接通数", "接通"),
    "answeredInTime": ("及时接通数", "及时接通"),
}
# a duty roster
ROLE, PERSON, BEGINS, ENDS, ACCOUNT = "角色", "姓名", "上班", "下班", "账号"
SHIFTS = (ROLE, PERSON, BEGINS, ENDS)
# a notice of holidays; a day worked to make up stands as 上班 in the place of a festival
NOTICE = ("节日", "开始", "结束")
WORKED = "上班"
# the kinds of rosters
KINDS = {"单位": "UNITS", "任职": "POSTS", "专家": "EXPERTS", "渠道": "CHANNELS"}
DATE_FORM = "%Y年%m月%d日"
# a date as 2026年3月1日, a number as 1，024
DATE_MARKS = str.maketrans({"年": "-", "月": "-", "日": "", "/": "-"})
THOUSANDS = str.maketrans({",": "", "，": ""})
