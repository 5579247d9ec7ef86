"""The rule packs as they are loaded, and the menus made of their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import strawberry

from services.deadlines.domain import messages
from services.deadlines.domain.packs import Word, menu
from services.deadlines.domain.scopes import Scope
from services.deadlines.graphql.service import Info
from services.deadlines.law.pack import Check, Duty, Gate, Question, ResponsibilityRule, RulePack
from services.deadlines.law.words import (
    GATE_TITLES,
    OPENED_TRIGGERS,
    TRIGGER_TITLES,
    ClockStart,
    DueClass,
    GateKind,
    Modality,
    ReleaseForm,
)
from services.deadlines.store.adoptions import token_of
from services.deadlines.store.field_responsibilities import responsibilities_of
from services.kit.graphql.rows import compiled_field, shows


@shows(Duty)
@strawberry.type(name="PackDuty", description="One duty of a rule pack.")
class PackDutyType:
    id: str = strawberry.field(description="Its id in the pack.")
    kind: str = strawberry.field(description="FIRST_RELEASE, PRESS_CONFERENCE, …")
    title: str = strawberry.field(description="What, in Chinese.")
    clause: str = strawberry.field(description="Where in the document.")
    gist: str = strawberry.field(description="What the clause asks, in our words.")
    modality: Modality = strawberry.field(description="How strongly it binds.")
    trigger_title: str = compiled_field(
        lambda row: TRIGGER_TITLES[row.trigger], str, description="What opens it, in Chinese."
    )
    opened_by_system: bool = compiled_field(
        lambda row: row.trigger in OPENED_TRIGGERS,
        bool,
        description="False: not opened by this product yet; a person must see to it.",
    )
    due_class: DueClass = compiled_field(
        lambda row: DueClass.STATUTORY_TIMED if row.limit else DueClass.STATUTORY_UNTIMED,
        DueClass,
        description="Whether the text gives a limit.",
    )
    offset_title: str | None = compiled_field(
        lambda row: messages.span_title(row.limit.within) if row.limit else None,
        str | None,
        description="The limit's length in Chinese.",
    )
    start: ClockStart | None = compiled_field(
        lambda row: row.limit.start if row.limit else None,
        ClockStart | None,
        description="From what the limit runs.",
    )
    assumption: str | None = compiled_field(
        lambda row: row.limit.assumption if row.limit else None,
        str | None,
        description="What the text leaves open and we assume.",
    )


@shows(ResponsibilityRule)
@strawberry.type(name="PackRule", description="One rule of who answers.")
class PackRuleType:
    id: str = strawberry.field(description="Its id in the pack.")
    clause: str = strawberry.field(description="Where in the document.")
    gist: str = strawberry.field(description="What the rule says, in our words.")


@shows(Gate)
@strawberry.type(name="PackGate", description="What a pack wants agreed to before a release.")
class PackGateType:
    id: str = strawberry.field(description="Its id in the pack.")
    gate: GateKind = strawberry.field(description="Which of the six.")
    title: str = compiled_field(lambda row: GATE_TITLES[row.gate], str, description="In Chinese.")
    clause: str = strawberry.field(description="Where in the document.")
    gist: str = strawberry.field(description="What the clause asks, in our words.")
    forms: list[ReleaseForm] = strawberry.field(description="Before which forms; empty: all.")
    lead: int | None = strawberry.field(description="Working days ahead, where stated.")
    assumption: str | None = strawberry.field(
        description="What the text leaves open and we assume."
    )


@shows(Check)
@strawberry.type(name="PackCheck", description="One thing to look at before a release (自查).")
class PackCheckType:
    id: str = strawberry.field(description="Its id in the pack.")
    clause: str = strawberry.field(description="Where in the document.")
    gist: str = strawberry.field(description="What to look at, in our words.")


@shows(Question)
@strawberry.type(name="PackQuestion", description="A question the text leaves open.")
class PackQuestionType:
    question: str = strawberry.field(description="The question.")
    answer: str = strawberry.field(description="The answer this pack gives.")


@shows(RulePack)
@strawberry.type(name="RulePack", description="One instrument as rules (制度文件).")
class RulePackType:
    id: str = strawberry.field(description="Its id.")
    version: str = strawberry.field(description="Its version; a published one never changes.")
    title: str = strawberry.field(description="Its title.")
    document: str = strawberry.field(description="The document's number.")
    issuer: str = strawberry.field(description="Who issued the document.")
    effective_from: date = strawberry.field(description="Inclusive.")
    effective_to: date | None = strawberry.field(description="Exclusive; null: still in force.")
    verified: bool = strawberry.field(description="Whether checked with the original.")
    derives_from: list[str] = strawberry.field(description="The documents it carries out.")
    divisions: list[str] = strawberry.field(description="Code prefixes of where it binds.")
    units: list[str] = strawberry.field(description="Codes of the bodies it binds.")
    text_scope: str | None = strawberry.field(description="Whom its own words name.")
    duties: list[PackDutyType] = strawberry.field(description="What it asks.")
    responsibility_rules: list[PackRuleType] = compiled_field(
        lambda row: row.responsibility, list[PackRuleType], description="Who answers, in order."
    )
    gates: list[PackGateType] = strawberry.field(description="What is agreed to before a release.")
    checks: list[PackCheckType] = strawberry.field(description="What to look at before a release.")
    notes: list[str] = strawberry.field(description="Remarks.")
    questions: list[PackQuestionType] = strawberry.field(description="What the text leaves open.")


@shows(Word)
@strawberry.type(name="CodeWord", description="One entry of a menu.")
class CodeWordType:
    digit: str = strawberry.field(description="The digit that picks it; empty beyond nine.")
    code: str = strawberry.field(description="The code.")
    title: str = strawberry.field(description="In Chinese.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeListsRow:
    """What CodeLists shows."""

    severities: Sequence[Word]
    incident_kinds: Sequence[Word]
    categories: Sequence[Word]
    fields: Sequence[Word]
    veracities: Sequence[Word]
    response_values: Sequence[Word]
    release_forms: Sequence[Word]
    channel_kinds: Sequence[Word]


@shows(CodeListsRow)
@strawberry.type(name="CodeLists", description="The desk's menus: ours and the packs' words.")
class CodeListsType:
    severities: list[CodeWordType] = strawberry.field(description="级别.")
    incident_kinds: list[CodeWordType] = strawberry.field(description="事件类型.")
    categories: list[CodeWordType] = strawberry.field(description="关注类别.")
    fields: list[CodeWordType] = strawberry.field(description="重点领域.")
    veracities: list[CodeWordType] = strawberry.field(description="真实性.")
    response_values: list[CodeWordType] = strawberry.field(description="回应价值.")
    release_forms: list[CodeWordType] = strawberry.field(description="回应形式.")
    channel_kinds: list[CodeWordType] = strawberry.field(description="发布渠道.")


@strawberry.type
class PackQuery:
    @strawberry.field(graphql_type=list[RulePackType], description="All loaded rule packs.")
    def rule_packs(self, info: Info) -> Sequence[RulePack]:
        return info.context.service.law.packs.packs

    @strawberry.field(graphql_type=RulePackType | None, description="One rule pack.")
    def rule_pack(
        self,
        info: Info,
        id: Annotated[str, strawberry.argument(description="Its id.")],  # noqa: A002 - the schema's word
        version: Annotated[
            str | None, strawberry.argument(description="Null: the newest in force.")
        ] = None,
    ) -> RulePack | None:
        return info.context.service.law.packs.get(id, version)

    @strawberry.field(graphql_type=CodeListsType, description="The desk's menus.")
    async def code_lists(self, info: Info) -> CodeListsRow:
        context = info.context
        async with context.database.reading() as conn:
            decided = await context.service.law.bindings.at(conn, await token_of(conn))
            own = Scope.of_code(context.caller.unit).named()
            rows = await responsibilities_of(conn, own, routed=True) if decided.routes else []
        fields = {**context.service.law.words.fields, **{row.field: row.title for row in rows}}
        words = context.service.law.words
        return CodeListsRow(
            severities=menu(words.severities),
            incident_kinds=menu(words.incident_kinds),
            categories=menu(words.categories),
            fields=menu(fields),
            veracities=menu(words.veracities),
            response_values=menu(words.response_values),
            release_forms=menu(words.release_forms),
            channel_kinds=menu(words.channel_kinds),
        )
