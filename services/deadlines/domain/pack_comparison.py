"""Where the texts disagree: the same fourteen questions put to every pack, side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.deadlines.domain.messages import span_title
from services.deadlines.law.pack import Duty, RulePack
from services.deadlines.law.selectors import SELECTOR_TITLES
from services.deadlines.law.words import CLOCK_START_TITLES, GATE_TITLES, MODALITY_TITLES, Every


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one clause answers; ``clause`` is None where the pack's own list answers."""

    clause: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """One pack's answers to a question; none: the text is silent (未规定)."""

    pack: str
    version: str
    title: str
    verified: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One question (分歧) with what each pack answers, in the order of the packs asked.

    ``same`` tells whether all packs that answer say the same in the same words.
    """

    id: str
    question: str
    packs: tuple[Answers, ...]

    @property
    def same(self) -> bool:
        """Whether there is in truth no disagreement among these packs."""
        said = [tuple(a.text for a in pack.answers) for pack in self.packs if pack.answers]
        return all(texts == said[0] for texts in said)


def compare(packs: Sequence[RulePack]) -> tuple[Disagreement, ...]:
    """Put every question to every pack."""
    return tuple(
        Disagreement(
            id=f"D{number}",
            question=question,
            packs=tuple(_answers(pack, ask) for pack in packs),
        )
        for number, (question, ask) in enumerate(_QUESTIONS, start=1)
    )


_Ask = Callable[[RulePack], Iterator[Answer]]
_EVERY: Final = {Every.QUARTER: "季度", Every.HALF_YEAR: "半年", Every.YEAR: "年"}


def _answers(pack: RulePack, ask: _Ask) -> Answers:
    return Answers(
        pack=pack.id,
        version=pack.version,
        title=pack.title,
        verified=pack.verified,
        answers=tuple(ask(pack)),
    )


def _duties(*kinds: str) -> _Ask:
    def ask(pack: RulePack) -> Iterator[Answer]:
        for duty in pack.duties:
            if duty.kind in kinds:
                yield Answer(clause=duty.clause, text=f"{duty.gist}（{_bound(duty)}）")

    return ask


def _bound(duty: Duty) -> str:
    return f"{MODALITY_TITLES[duty.modality]}，{_figure(duty)}"


def _figure(duty: Duty) -> str:
    limit = duty.limit
    if limit is None:
        return "无时限"
    if limit.every is not None:
        return f"每{_EVERY[limit.every]}"
    if limit.on is not None:
        return f"{limit.on:%Y-%m-%d}前（含当日）"
    if limit.before or limit.start is None:
        return "须在其前"
    span = span_title(limit.within)
    start = CLOCK_START_TITLES[limit.start]
    return f"自{start}起{span}" if span else f"按{start}的时限"


def _starts(pack: RulePack) -> Iterator[Answer]:
    for duty in pack.duties:
        limit = duty.limit
        if limit is not None and limit.start is not None:
            said = "条文写明" if limit.stated else "条文未写明，推定"
            start = CLOCK_START_TITLES[limit.start]
            yield Answer(clause=duty.clause, text=f"{duty.title}：{start}（{said}）")


def _rules(*facts: str, codes: str | None = None) -> _Ask:
    """Ask who answers where one of these facts decides, or the severity ``codes`` names."""

    def ask(pack: RulePack) -> Iterator[Answer]:
        for row in pack.tables.get("responsibility", ()):
            when = row.get("when", {})
            if any(_mentions(when, fact) for fact in facts) or _names(when, codes):
                subject = SELECTOR_TITLES[row["subject"]]
                yield Answer(clause=row["clause"], text=f"{row['gist']}（{subject}）")

    return ask


def _mentions(when: Any, fact: str) -> bool:
    if isinstance(when, Mapping):
        return fact in when or any(_mentions(inner, fact) for inner in when.values())
    return isinstance(when, list) and any(_mentions(inner, fact) for inner in when)


def _names(when: Any, code: str | None) -> bool:
    if isinstance(when, Mapping):
        return any(_names(inner, code) for inner in when.values())
    if isinstance(when, list):
        return any(_names(inner, code) for inner in when)
    return code is not None and when == code


def _recipients(pack: RulePack) -> Iterator[Answer]:
    for duty in pack.duties:
        if duty.kind in ("TRANSFER", "REFERRAL"):
            to = "、".join(duty.to) or "未点名"
            yield Answer(clause=duty.clause, text=f"{duty.title}：{to}")


def _coordinators(pack: RulePack) -> Iterator[Answer]:
    for rule in pack.responsibility:
        if rule.coordinators:
            units = "、".join(SELECTOR_TITLES[c.unit] for c in rule.coordinators)
            yield Answer(clause=rule.clause, text=f"{rule.gist}：{units}")


def _gates(pack: RulePack) -> Iterator[Answer]:
    for gate in pack.gates:
        yield Answer(clause=gate.clause, text=f"{GATE_TITLES[gate.gate]}：{gate.gist}")


def _codes(name: str) -> _Ask:
    def ask(pack: RulePack) -> Iterator[Answer]:
        if words := pack.code_lists.get(name):
            yield Answer(clause=None, text=f"{len(words)}类：{'、'.join(words.values())}")

    return ask


_QUESTIONS: Final[tuple[tuple[str, _Ask], ...]] = (
    ("首次发布何时？", _duties("FIRST_RELEASE")),
    ("时限从何时起算？", _starts),
    ("新闻发布会何时？", _duties("PRESS_CONFERENCE")),
    ("其他舆情何时回应？", _duties("RESPONSE")),
    ("要不要滚动发布？", _duties("ROLLING_UPDATE", "PROGRESS")),
    ("特别重大的由谁回应？", _rules(codes="PARTICULARLY_MAJOR")),
    ("涉及重大政策的由谁回应？", _rules("major_policy")),
    ("垂直管理的、跨地区的由谁回应？", _rules("vertical", "localities_min")),
    ("线索移交、转办给谁？", _recipients),
    ("谁来组织协调？", _coordinators),
    ("发布前要谁同意？", _gates),
    ("多久通报一次？", _duties("BULLETIN")),
    ("重点回应哪几类？", _codes("categories")),
    ("有哪些重点领域？", _codes("fields")),
)
