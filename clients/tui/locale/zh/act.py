"""What small forms say, and the dates and numbers in their rows."""

TEXTS = {
    "act.keys": "↑↓ 换行|Enter 下一项|^S 提交|PgDn 右侧|Esc 返回",
    "act.missing": "{row}还没有填。",
    "act.hint.choice": "按数字选；0 清除",
    "act.hint.many": "按数字选，可选几项；再按一次取消；0 清除",
    "act.hint.moment": "-22 是 22 分钟前，0240，昨2350，11210240；空着为现在",
    "act.hint.due": "+2h，0900，明0900，11220900",
    "act.hint.day": "1231，2026-12-31，+7，今、明、昨",
    "act.hint.number": "写数字",
    "act.hint.unit": "单位名称、代码或拼音首字母；↑↓ 选，Enter 取；空着按退格取消",
    "act.hint.units": "单位名称、代码或拼音首字母；↑↓ 选，Enter 取，可取几个；空着按退格去掉一个",
    "act.hint.place": "地名、代码或拼音首字母；↑↓ 选，Enter 取；空着按退格取消",
    "act.hint.secret": "输入时不显示",
    "act.hint.commit": "Enter 提交",
    "fields.no_day": "日期看不懂。可写 1231、2026-12-31、+7。",
    "fields.no_number": "这里要写数字。",
    "fields.today": "今天",
    "fields.ahead": "{n} 天后",
    "fields.ago": "{n} 天前",
}
