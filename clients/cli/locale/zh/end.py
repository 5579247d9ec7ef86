"""How a command ends, whichever it is."""

TEXTS = {
    "end.no_secret": "没有登录：请运行 huiying login，或设 HUIYING_SECRET_FILE"
    " 或配置文件的 secret_file。",
    "end.unsafe": "{file} 他人可读，登录可能已泄露：请运行 huiying logout 后重新登录。",
    "end.refused": "{code}：{message}",
    "end.refused_field": "{code}：{message}（{field}）",
    "end.unreachable": "连不上 {reason}。请稍后再试，或运行 huiying doctor 检查。",
    "end.file": "文件 {file} 无法读写：{reason}。请核对路径和权限。",
    "end.option": "{option}：{sentence}",
    "end.pair": "{first}：{second}",
    "end.http": "{url}：HTTP {status}",
}
