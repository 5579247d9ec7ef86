"""The approvals page of an incident."""

TEXTS = {
    "gatepage.forms": "各种形式的审批",
    "gatepage.ready": "已齐",
    "gatepage.lacks": "还缺 {titles}",
    "gatepage.decisions": "审批记录",
    "gatepage.none": "还没有审批记录。按 {key[gates]} 登记。",
    "gatepage.paper": "须补书面",
}
