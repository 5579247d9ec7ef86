"""Who speaks for a unit as the mirror has it: the registry's own order."""

from datetime import datetime, timedelta

from services.deadlines.law.directory import Directory, Holder
from services.deadlines.law.responsibility import merged_into, person_ref
from services.deadlines.law.results import PersonRef
from services.deadlines.law.selection import CHINA
from services.deadlines.law.words import Post

_LEADERS = {Post.DEPUTY: "分管负责人", Post.HEAD: "主要负责人"}


def speaker_of(unit: str, directory: Directory, at: datetime) -> PersonRef | None:
    """Name who speaks for a unit at ``at``: its spokesperson, or the stand-in of one on leave.

    Where neither is there, the deputy who has served longest, then the head (石政办发〔2019〕5号
    四: 相关部门负责人或新闻发言人). Where nobody is, the spokesperson is named as away.
    """
    holder = directory.holder(unit, Post.SPOKESPERSON, at)
    stand_in = holder.spoken_for(at) if holder is not None else None
    if holder is None or (stand_in is None and not holder.present(at)):
        for post, title in _LEADERS.items():
            if leader := directory.longest_present(unit, post, at):
                return person_ref(leader, at, f"没有可发言的新闻发言人，由{title}发言")
    if holder is None:
        return None
    if stand_in is None:
        return person_ref(holder, at, None if holder.present(at) else "请假中")
    note = f"代{holder.person}发言({holder.person}请假{_until(holder, at)})"
    return PersonRef(
        name=stand_in.person,
        post=Post.SPOKESPERSON,
        title="代班人",
        id=stand_in.person_id,
        phone_hint=stand_in.phone_hint,
        present=True,
        note=merged_into(holder.successor, note),
    )


def _until(holder: Holder, at: datetime) -> str:
    """Say the last day of an absence, with the hour where it ends within the day (China's)."""
    absence = holder.absence(at)
    if absence is None or absence[1] is None:
        return ""
    ends = absence[1].astimezone(CHINA)
    if (ends.hour, ends.minute) == (0, 0):
        return f"至{ends - timedelta(days=1):%m-%d}"
    return f"至{ends:%m-%d %H:%M}"
