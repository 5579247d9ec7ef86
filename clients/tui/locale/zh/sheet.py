"""Sheets to read: basis, help."""

TEXTS = {
    "sheet.back": "返回",
    "sheet.more": "下翻",
    "basis.acting": "执行",
    "basis.beside": "并列",
    "basis.untimed": "{start} 起计时，无时限",
    "basis.given": "上级指定",
    "start.OCCURRED": "发生",
    "start.KNOWN": "接报",
    "start.ASSESSED": "研判",
    "start.REPORTED": "上报",
    "start.DIRECTED": "交办",
    "start.PREVIOUS_RELEASE": "上次发布",
    "start.ANNOUNCED": "公布",
    "start.PERIOD": "期初",
}
