"""The facts of an incident, stated and shown."""

from datetime import datetime
from operator import attrgetter
from typing import Any

import strawberry

from services.deadlines.domain.incidents import StatedFacts
from services.deadlines.law.words import Precision
from services.kit.graphql.rows import compiled_field, shows


def _fact(name: str, graphql_type: Any, description: str) -> Any:
    return compiled_field(attrgetter(f"facts.{name}"), graphql_type, description=description)


def _list(name: str, description: str) -> Any:
    read = attrgetter(f"facts.{name}")

    def compute(row: StatedFacts) -> list[str] | None:
        value = read(row)
        return None if value is None else list(value)

    return compiled_field(compute, list[str] | None, description=description)


@shows(StatedFacts)
@strawberry.type(
    name="IncidentFacts", description="What is known of an incident; null means unknown."
)
class IncidentFactsType:
    known_at: datetime = _fact("known_at", datetime, "When the desk knew (接报).")
    occurred_at: datetime | None = _fact("occurred_at", datetime | None, "When it happened.")
    occurred_precision: Precision | None = _fact(
        "occurred_precision", Precision | None, "How exactly that is known."
    )
    emergency: bool | None = _fact("emergency", bool | None, "Whether 突发事件.")
    kind: str | None = _fact("kind", str | None, "What sort of incident.")
    kind_title: str | None = strawberry.field(description="The kind in Chinese.")
    severity: str | None = _fact("severity", str | None, "How severe.")
    severity_title: str | None = strawberry.field(description="The severity in Chinese.")
    categories: list[str] | None = _list("categories", "Focus categories.")
    category_titles: list[str] = strawberry.field(description="The categories in Chinese.")
    localities: list[str] | None = _list("localities", "Division codes of the places.")
    locality_names: list[str] = strawberry.field(description="The places' names.")
    units: list[str] | None = _list("units", "Codes of the units involved.")
    major_policy: bool | None = _fact("major_policy", bool | None, "Whether 重大政策.")
    fields: list[str] | None = _list("fields", "Key fields touched.")
    deaths: int | None = _fact("deaths", int | None, "Deaths known of.")
    seriously_injured: int | None = _fact("seriously_injured", int | None, "Seriously injured.")
    direct_loss: float | None = _fact("direct_loss", float | None, "Direct loss in yuan.")
    major_casualties: bool | None = _fact("major_casualties", bool | None, "Whether 重大人员伤亡.")
    large_social_impact: bool | None = _fact(
        "large_social_impact", bool | None, "Whether 社会影响较大."
    )
    severe_rumour: bool | None = _fact("severe_rumour", bool | None, "Whether 严重造谣传谣.")
    veracity: str | None = _fact("veracity", str | None, "Whether what is said is true.")
    response_value: str | None = _fact("response_value", str | None, "RESPOND, WATCH or NONE.")
    source_platform: str | None = _fact("source_platform", str | None, "Where it was said.")
    source_url: str | None = _fact("source_url", str | None, "The address there.")
    directed_by: str | None = _fact("directed_by", str | None, "Who above ordered a response.")
    directed_at: datetime | None = _fact("directed_at", datetime | None, "When it was ordered.")
    directed_due_at: datetime | None = _fact(
        "directed_due_at", datetime | None, "The due time the order sets."
    )
    mentioned_units: list[str] | None = _list("mentioned_units", "Other organs concerned.")
    drill: bool = _fact("drill", bool, "Whether an exercise (演练).")


def _stated(description: str) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(
    description="Facts to state; null means unknown. In an assessment what is omitted is unchanged."
)
class IncidentFactsInput:
    known_at: datetime | None = _stated("When the desk knew; null when opening: now.")
    occurred_at: datetime | None = _stated("When it happened; not after knownAt.")
    occurred_precision: Precision | None = _stated("How exactly that is known.")
    emergency: bool | None = _stated("Whether 突发事件.")
    kind: str | None = _stated("What sort of incident; see codeLists.")
    severity: str | None = _stated("How severe; see codeLists.")
    categories: list[str] | None = _stated("Focus categories; see codeLists.")
    localities: list[str] | None = _stated("Division codes of the places.")
    units: list[str] | None = _stated("Codes of the units involved.")
    major_policy: bool | None = _stated("Whether 重大政策.")
    fields: list[str] | None = _stated("Key fields touched.")
    deaths: int | None = _stated("Deaths known of.")
    seriously_injured: int | None = _stated("Seriously injured.")
    direct_loss: float | None = _stated("Direct loss in yuan.")
    major_casualties: bool | None = _stated("Whether 重大人员伤亡.")
    large_social_impact: bool | None = _stated("Whether 社会影响较大.")
    severe_rumour: bool | None = _stated("Whether 严重造谣传谣.")
    veracity: str | None = _stated("TRUE, PARTLY_TRUE, FALSE or HYPE.")
    response_value: str | None = _stated("RESPOND, WATCH or NONE.")
    source_platform: str | None = _stated("Where it was said.")
    source_url: str | None = _stated("The address there.")
    directed_by: str | None = _stated("Who above ordered a response.")
    directed_at: datetime | None = _stated("When it was ordered; null: when it is stated.")
    directed_due_at: datetime | None = _stated("The due time the order sets.")
    mentioned_units: list[str] | None = _stated("Codes of other organs concerned.")
    drill: bool | None = _stated("Whether an exercise (演练).")

    def given(self) -> dict[str, Any]:
        """Return what was stated, explicit nulls included."""
        return {name: value for name, value in vars(self).items() if value is not strawberry.UNSET}
