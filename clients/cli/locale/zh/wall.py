"""The wall screen."""

TEXTS = {
    "wall.help": "在浏览器里显示看板（大屏），只读。\n\n"
    "只在本机回环地址提供，没有登录页：要给别的机器看，请放在有登录和 https 的反向代理之后，"
    "代理须转发 WebSocket，并用 --public-url 写明浏览器所用的地址。"
    "网页的字体、脚本都由本机提供，不访问任何外部地址。"
    "须用只读令牌：huiying token create 大屏 --board > 大屏.secret，"
    "再设 HUIYING_SECRET_FILE=大屏.secret。\n\n退出码：0 停止，1 被拒绝，75 暂时连不上。",
    "wall.host": "监听的地址",
    "wall.port": "监听的端口",
    "wall.public_url": "浏览器所用的地址，如 https://wall.example.gov.cn；不写为监听的地址",
    "wall.screens": "最多同时几块屏；每块约占 70 MB 内存",
    "wall.any_token": "也接受可以写入的登录（不建议）；页面仍是只读的",
    "wall.missing": "WALL_NOT_INSTALLED：没有安装大屏所需的组件，"
    "请运行 pip install 'huiying[wall]'。",
    "wall.writes": "WALL_MAY_WRITE：这个登录可以写入，不应放在大屏上。请生成只读令牌："
    "huiying token create 大屏 --board",
    "wall.serving": "大屏：{address}（只读；按 Ctrl-C 停止）",
    "wall.page.title": "回应 · 值守大屏",
    "wall.page.lost": "连接已断，以下内容不再更新。断于",
    "wall.page.back": "正在自动重连……",
}
