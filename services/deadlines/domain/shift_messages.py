"""The Chinese sentences of the roster, handovers and patrols."""

from collections.abc import Mapping
from typing import Final

KIND_TITLES: Final[Mapping[tuple[str, str], str]] = {
    ("shift", "PLANNED"): "排班",
    ("shift", "REPLACED"): "换班",
    ("shift", "CANCELLED"): "撤班",
    ("shift", "STARTED"): "到岗",
    ("handover", "SIGNED"): "交班",
    ("handover", "TAKEN"): "接班",
    ("handover", "DECLINED"): "拒接",
    ("patrol", "RECORDED"): "巡查",
    ("duty_rules", "SET"): "值班规则",
}


def away(person: str, at: str) -> str:
    """Doubt a shift of somebody who is on leave when it begins."""
    return f"{person}在{at}请假，请核对班次或安排替班。"
