"""Signing in and out."""

TEXTS = {
    "login.help": "登录，此后的命令无需密钥。不写方式时：接入了统一身份平台用浏览器，否则用密码。",
    "login.by_password": "用登录名和密码",
    "login.by_browser": "用本机浏览器在统一身份平台登录",
    "login.by_device": "用另一台设备的浏览器登录",
    "login.one_way": "只能选一种登录方式。",
    "login.secret_first": "已设密钥文件 {file}，命令仍优先使用密钥。",
    "login.done": "已登录：{who}（{login}）",
    "login.out": "注销本机的登录，令牌在两个服务上几秒内失效。",
    "login.ended": "已注销。",
    "login.nobody": "本机没有登录。",
    "login.password": "更改自己的密码，其他地方的登录随之注销。",
    "login.no_provider": "本系统未接入统一身份平台，请用密码登录。",
    "login.ask_current": "现在的密码：",
    "login.ask_login": "登录名：",
    "login.ask_password": "密码：",
    "login.initial": "这是初始密码，请设自己的密码：至少 12 个字符，不要用常见的。",
    "login.ask_new": "新密码：",
    "login.ask_again": "再输一次：",
    "login.not_same": "两次输入的新密码不同，密码没有改变。",
    "login.changed": "密码已更改，其他登录均已注销。",
}
