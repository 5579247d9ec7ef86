"""账号。"""

TEXTS = {
    "account.help": "账号：谁能登录、是什么角色、上次何时登录。建立、重置密码和停用用 "
    "huiying act。",
    "account.list": "列出管理范围内的账号：登录名、状态、角色、姓名、单位、建立日、上次登录、编号。"
    "\n\n编号供 huiying act reset_password 和 huiying act revoke_account 使用。退出码：0 完成，"
    "1 被拒绝，75 暂时连不上。",
    "account.unit": "只列这个单位和下级（代码、名称或拼音首字母）",
    "account.all": "已停用的也列出",
    "account.none": "没有账号。",
    "account.made": "{day} 建立",
    "account.signed_in": "上次登录 {when}",
    "account.tokens": "列出一个账号的接口令牌，最新的在前；收回用 huiying token revoke。",
    "account.id": "账号编号（huiying account list 每行末尾）",
    "account.no_tokens": "这个账号没有接口令牌。",
}
