"""The board without a desk."""

TEXTS = {
    "board.help": "打开值守台的看板；--plain、--json 只打印，不需要终端，供脚本和读屏软件"
    "使用。\n"
    "\n"
    "两个服务都连不上时打印本机缓存，并说明。退出码：0 完成，1 被拒绝，75 连"
    "不上（已打印缓存）。",
    "board.plain": "打印文本，一行一条",
    "board.json": "打印 JSON；跟随时一行一个",
    "board.follow": "跟随：一有变化打印一行，按 Ctrl-C 停止",
    "board.one_form": "--plain 和 --json 只能选一种。",
}
