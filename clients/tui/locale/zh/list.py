"""What all lists say."""

TEXTS = {
    "list.filter": "筛选：文字或拼音首字母，Enter 保留，Esc 清除",
    "list.filtered": "筛选“{query}”，Esc 清除",
    "list.reading": "正在读取",
    "list.count": "{n} 条",
    "list.read_at": "  {at} 读取",
    "list.stale": "服务中断，这是 {at} 读到的。",
    "list.no_link": "服务中断，读不到。恢复后自动再读。",
    "list.none_found": "没有含“{query}”的，Esc 清除筛选",
    "list.nothing_chosen": "没有选中任何一条，先用 ↑↓ 选。",
    "jump.title": " 去往 ",
    "jump.hint": "按字母或数字；Esc 返回",
}
