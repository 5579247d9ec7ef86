"""What all forms say."""

TEXTS = {
    "label.cells": "5",
    "form.label.cells": "6",
    "form.busy": " 正在提交 ",
    "form.link_down": "服务没有应答，可能已写入。再按 Enter 重试，不会重复记。",
    "form.offline": "时限服务中断，没有送出。恢复后再按 Enter。",
    "form.down.waits": "{service}服务中断：可以照常填写，提交后存入待发，恢复后自动送出。",
    "form.down.not": "{service}服务中断：此项须看当时情况，不能存待发，恢复后才能提交。",
    "form.reading": "正在读取事件",
    "form.known": "服务中断，按 {at} 读到的事件填写。",
    "form.restored": "恢复了 {at} 的草稿，接着填。要重新填，按 Ctrl+R。",
    "form.blank": "草稿已清空。",
    "form.joined": "粘贴的 {n} 行已并为一行，请核对。",
    "form.copied": "已复制",
    "confirm.title": " 请再确认 ",
    "confirm.hint": "按 y 或 Ctrl+Y 确认，Esc 不做。Enter 无效。",
}
