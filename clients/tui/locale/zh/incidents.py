"""The list of incidents."""

TEXTS = {
    "incidents.title": " 事件 ",
    "incidents.keys": "Enter 打开|1-3 换栏|/ 筛选|F5 再读|g 去往|Esc 返回",
    "incidents.keys.narrow": "Enter 打开|1-3 换栏|/ 筛选|g 去往|Esc 返回",
    "incidents.empty": "没有这样的事件",
    "incidents.tab.open": "未办结",
    "incidents.tab.closed": "已办结",
    "incidents.tab.drills": "演练",
    "incidents.head.number": "编号",
    "incidents.head.severity": "级别",
    "incidents.head.opened": "登记",
    "incidents.head.state": "状态",
    "incidents.head.title": "事件",
    "incidents.state.OPEN": "在办",
    "incidents.state.CLOSED": "办结",
    "incidents.place": "地点",
    "incidents.categories": "类别",
    "incidents.opened": "登记",
    "incidents.closed": "办结",
    "incidents.open_hint": "Enter 打开事件：全部事项、依据、经过。",
}
